"""What of a read document the questions are made from: the same things that the rules have seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from clusterx.mentions import Found
from clusterx.outline import Outline
from clusterx.records import Evidence
from clusterx.text import AlignedText, Span, longest_encodable


class ReadText(Protocol):
    """A cleaned text with its outline and mentions; `clusterx.Reading` is one."""

    @property
    def text(self) -> AlignedText: ...
    @property
    def outline(self) -> Outline: ...
    @property
    def mentions(self) -> tuple[Found, ...]: ...
    @property
    def published(self) -> date | None: ...
    @property
    def clean(self) -> str: ...
    def mentions_in(self, start: int, end: int) -> tuple[Found, ...]: ...


LONGEST_MENTION = 200


def touching(reading: ReadText, span: Span) -> list[Found]:
    """The mentions that share a character with `span`."""
    near = reading.mentions_in(max(0, span.start - LONGEST_MENTION), span.end)
    return [found for found in near if found.end > span.start]


def evidence_of(reading: ReadText, span: Span, by: str, fields: Sequence[str] = ()) -> Evidence:
    """The caller's characters for a stretch of clean text."""
    source = reading.text.source
    start, end = longest_encodable(source, *reading.text.to_source(*span))
    return Evidence(start=start, end=end, text=source[start:end], fields=tuple(fields), by=by)


def clean_span(reading: ReadText, evidence: Evidence) -> Span | None:
    """The clean stretch behind some evidence; None for what the page says outside of the text."""
    span = reading.text.from_source(evidence.start, evidence.end)
    return span if span.start < span.end else None
