"""Results read back from the JSON lines that `clusterx extract -o out.jsonl` wrote.

A line that is none is an error of its own; the others are read all the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from clusterx.records import Evidence, Extraction
from clusterx.source import Source

REMEDY = "write it with: clusterx extract … -o out.jsonl"


class ResultsError(ValueError):
    """Results that cannot be read; the message names the file, the line and the remedy."""


class Written(NamedTuple):
    """One line: the bytes, the document that it is of, what was read there, and the digest of the file; or why it cannot be used."""

    line: bytes
    file: str = ""
    extraction: Extraction | None = None
    error: str = ""
    sha256: str = ""

    def is_of(self, source: Source) -> bool:
        """Whether this was read from what the file is now: by its digest, or where there is none by the words of the evidence."""
        if self.sha256:
            return self.sha256 == source.meta.sha256
        return not self.extraction or all(
            source.text[one.start : one.end] == one.text for one in _evidence(self.extraction)
        )


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
        digest = value.get("sha256")
        return Written(
            line, file, Extraction.model_validate(extraction), sha256=digest if isinstance(digest, str) else ""
        )
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"]))
        version = value.get("version", "another version")
        return Written(line, file, error=f"{where}: field {field} of {version} is not as this version has it; {REMEDY}")


def _evidence(extraction: Extraction) -> Iterator[Evidence]:
    for record in (*extraction.policies, *extraction.targets, *extraction.mechanisms, *extraction.projects):
        yield from record.evidence
    yield from (warning.evidence for warning in extraction.warnings if warning.evidence)
    yield from (omission.evidence for omission in extraction.uncovered)
