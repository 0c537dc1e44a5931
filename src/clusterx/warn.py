"""What a reader of the result should know: nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Iterator

from clusterx.mentions import Found
from clusterx.mentions.periods import is_impossible
from clusterx.mentions.unreadable import find_unreadable
from clusterx.pattern import Pattern
from clusterx.records import Evidence, ExtractionWarning
from clusterx.rules.rule import Reading
from clusterx.text import AlignedText, longest_encodable

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]"
CONTROL = Pattern(
    f"{_CONTROL}{_CONTROL}*"
)  # `re` looks for what begins with a class many times faster than for a repeat
# What every calendar has; it would take long to find that out by reading it again.
POSSIBLE = Pattern(
    r"(?:[今去明前]年|截至|到)?(?:(?:1[至—-])?(?:[1-9]|1[0-2])月[份底]?|[一二三四]季度|[1-9]月(?:[1-9]|1\d|2[0-8])日)|[今去明前上]年底?"
)
# What shows nothing: blanks of all widths, byte order marks, marks without width.
BLANK = Pattern(r"[\s\ufeff\u200b-\u200f\u2028-\u202e\u2060]*")
EMPTY_TEXT = "empty_text"
SHOWN = 20


def find_warnings(reading: Reading) -> Iterator[ExtractionWarning]:
    """A text without any, control characters, repairs that were only guessed, numbers and dates that have no value."""
    yield from _nothing(reading.text.source)
    yield from _control_characters(reading.text.source)
    yield from _guesses(reading.text)
    yield from _unreadable_numbers(reading)
    unresolved = [
        m
        for m in reading.mentions
        if m.period and m.period.start is None and m.period.end is None and m.by != "period.recurring"
    ]
    known = {m.text: m for m in unresolved}
    never = {text for text, found in known.items() if not POSSIBLE.fullmatch(text) and is_impossible(found)}
    impossible = [m for m in unresolved if m.text in never]
    yield from _impossible_dates(reading, impossible)
    yield from _unresolved_dates(reading, [m for m in unresolved if m.text not in never])


def _source_evidence(source: str, start: int, end: int, by: str) -> Evidence:
    """The stretch, or as much of it as can be encoded: lone surrogates cannot."""
    start, end = longest_encodable(source, start, end)
    return Evidence(start=start, end=end, text=source[start:end], by=by)


def _nothing(source: str) -> Iterator[ExtractionWarning]:
    if BLANK.fullmatch(source):
        message = "There is no text, or nothing but blanks: nothing was read; check that the document was fetched and saved whole."
        yield ExtractionWarning(code=EMPTY_TEXT, message=message)


def _control_characters(source: str) -> Iterator[ExtractionWarning]:
    found = list(CONTROL.finditer(source))
    for match in found[:SHOWN]:
        yield ExtractionWarning(
            code="control_characters",
            message=f"{match.end() - match.start()} control, surrogate or replacement characters: text may be missing here.",
            evidence=_source_evidence(source, match.start(), match.end(), "warn.control_characters"),
        )
    if len(found) > SHOWN:
        yield ExtractionWarning(
            code="control_characters", message=f"{len(found) - SHOWN} further places with control characters."
        )


def _guesses(text: AlignedText) -> Iterator[ExtractionWarning]:
    for repair in text.repairs:
        if repair.level == "guess" and repair.start < repair.end:
            evidence = _source_evidence(text.source, repair.start, repair.end, f"clean.{repair.kind}")
            message = f"Damaged text ({repair.kind}) could not be repaired with certainty."
            yield ExtractionWarning(code="damaged_text", message=message, evidence=evidence)


def _unreadable_numbers(reading: Reading) -> Iterator[ExtractionWarning]:
    for start, end in find_unreadable(reading.clean)[:SHOWN]:
        message = "A number that cannot be read (order of scale words, grouping or length): no value is given for it."
        evidence = _evidence(reading, start, end, "warn.unreadable_number")
        yield ExtractionWarning(code="unreadable_number", message=message, evidence=evidence)


def _impossible_dates(reading: Reading, impossible: list[Found]) -> Iterator[ExtractionWarning]:
    for found in impossible[:SHOWN]:
        message = "A date that no calendar has: it is kept as words and has no days."
        evidence = _evidence(reading, found.start, found.end, found.by)
        yield ExtractionWarning(code="impossible_date", message=message, evidence=evidence)


def _unresolved_dates(reading: Reading, unresolved: list[Found]) -> Iterator[ExtractionWarning]:
    if not unresolved:
        return
    first = unresolved[0]
    message = f"{len(unresolved)} dates without a year are kept as words; pass published= to resolve them."
    evidence = _evidence(reading, first.start, first.end, first.by)
    yield ExtractionWarning(code="unresolved_date", message=message, evidence=evidence)


def _evidence(reading: Reading, start: int, end: int, by: str) -> Evidence:
    """The caller's characters for a span of the cleaned text."""
    return _source_evidence(reading.text.source, *reading.text.to_source(start, end), by)
