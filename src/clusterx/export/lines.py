"""Results as JSON, JSON lines or tables, written one by one as they come.

| format | one input | several inputs |
| --- | --- | --- |
| `json` | the extraction itself | an array of such lines |
| `jsonl` | one line `{"file": …, "version": …, "sha256": …, "extraction": …}` | one such line an input |
| `table` | tables for a reader | the same, one input after the other |
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO, Literal, NamedTuple

from clusterx.records import Extraction
from clusterx.version import __version__

Format = Literal["json", "jsonl", "table"]


class Result(NamedTuple):
    """What was read from one input."""

    file: str
    text: str
    extraction: Extraction
    sha256: str | None = None


def write_results(results: Iterable[Result], stream: BinaryIO, form: Format, *, single: bool) -> None:
    """Write `results` to `stream` in UTF-8; `single` says that there is one input, whether or not it could be read."""
    if form == "table":
        from clusterx.export.table import write_tables

        write_tables(results, stream)
    elif form == "jsonl":
        for result in results:
            stream.write(line(result.file, result.extraction, result.sha256) + b"\n")
            stream.flush()
    elif single:
        for result in results:
            stream.write(result.extraction.model_dump_json(indent=2).encode() + b"\n")
    else:
        _write_array(results, stream)


def _write_array(results: Iterable[Result], stream: BinaryIO) -> None:
    separator = b"[\n"
    for result in results:
        stream.write(separator + line(result.file, result.extraction, result.sha256))
        separator = b",\n"
    stream.write(b"[]\n" if separator == b"[\n" else b"\n]\n")


def line(name: str, extraction: Extraction, sha256: str | None) -> bytes:
    """The result for one document as a JSON object, without a line feed; `version` is that of clusterx, `sha256` that of the file's bytes."""
    file, digest = json.dumps(name, ensure_ascii=False), json.dumps(sha256)
    return f'{{"file":{file},"version":"{__version__}","sha256":{digest},"extraction":{extraction.model_dump_json()}}}'.encode()
