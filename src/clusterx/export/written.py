"""Results read back from the JSON lines that `clusterx extract -o out.jsonl` wrote.

A line that is none is an error of its own; the others are read all the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from clusterx.records import Extraction

REMEDY = "write it with: clusterx extract … -o out.jsonl"


class ResultsError(ValueError):
    """Results that cannot be read; the message names the file, the line and the remedy."""


class Written(NamedTuple):
    """One line: the bytes, the document that it is of, and what was read there; or why it cannot be used."""

    line: bytes
    file: str = ""
    extraction: Extraction | None = None
    error: str = ""


def read_results(path: str | os.PathLike[str]) -> Iterator[Written]:
    """The results in `path`, line by line. Raises ResultsError if the file cannot be read at all."""
    name = os.fspath(path)
    try:
        with open(path, "rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield _read_line(line, f"{name}, line {number}")
    except OSError as error:
        raise ResultsError(f"{name}: cannot be read ({error.strerror}); {REMEDY}") from error


def _read_line(line: bytes, where: str) -> Written:
    try:
        value: Any = json.loads(line)
        file, extraction = value["file"], value["extraction"]
    except (ValueError, TypeError, KeyError):
        return Written(line, error=f'{where}: no {{"file": …, "extraction": …}}; {REMEDY}')
    if not isinstance(file, str):
        return Written(line, error=f"{where}: the file is no string; {REMEDY}")
    try:
        return Written(line, file, Extraction.model_validate(extraction))
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"]))
        version = value.get("version", "another version")
        return Written(line, file, error=f"{where}: field {field} of {version} is not as this version has it; {REMEDY}")
