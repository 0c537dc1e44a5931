"""What a reader of the result should know: nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from clusterx.records import Evidence, ExtractionWarning
from clusterx.rules.rule import Reading
from clusterx.text import AlignedText

CONTROL = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]++")
SHOWN = 20


def find_warnings(reading: Reading) -> Iterator[ExtractionWarning]:
    """Control characters, repairs that were only guessed, dates that could not be resolved."""
    yield from _control_characters(reading.text.source)
    yield from _guesses(reading.text)
    yield from _unresolved_dates(reading)


def _control_characters(source: str) -> Iterator[ExtractionWarning]:
    found = list(CONTROL.finditer(source))
    for match in found[:SHOWN]:
        yield ExtractionWarning(
            code="control_characters",
            message=f"{match.end() - match.start()} control, surrogate or replacement characters: text may be missing here.",
            evidence=Evidence(start=match.start(), end=match.end(), text=match[0], by="warn.control_characters"),
        )
    if len(found) > SHOWN:
        yield ExtractionWarning(
            code="control_characters", message=f"{len(found) - SHOWN} further places with control characters."
        )


def _guesses(text: AlignedText) -> Iterator[ExtractionWarning]:
    for repair in text.repairs:
        if repair.level == "guess" and repair.start < repair.end:
            evidence = Evidence(
                start=repair.start,
                end=repair.end,
                text=text.source[repair.start : repair.end],
                by=f"clean.{repair.kind}",
            )
            message = f"Damaged text ({repair.kind}) could not be repaired with certainty."
            yield ExtractionWarning(code="damaged_text", message=message, evidence=evidence)


def _unresolved_dates(reading: Reading) -> Iterator[ExtractionWarning]:
    unresolved = [
        m
        for m in reading.mentions
        if m.period and m.period.start is None and m.period.end is None and m.by != "period.recurring"
    ]
    if not unresolved:
        return
    first = unresolved[0]
    start, end = reading.text.to_source(first.start, first.end)
    evidence = Evidence(start=start, end=end, text=reading.text.source[start:end], by=first.by)
    message = f"{len(unresolved)} dates without a year are kept as words; pass published= to resolve them."
    yield ExtractionWarning(code="unresolved_date", message=message, evidence=evidence)
