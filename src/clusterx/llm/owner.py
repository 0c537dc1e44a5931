"""Whose a quote is: the record that was asked about, or another one that stands between.

In A项目总投资10亿元，B项目总投资20亿元 the second number is not A's: B's name stands between. In 一期投资10亿元，二期投资20亿元 it is not that
of the first phase. In 总投资10亿元，年产值20亿元 it is no investment: the word before it says 产值.
"""

from __future__ import annotations

import regex

from clusterx.llm.fields import CUES, FIELDS, AskedField
from clusterx.llm.questions import Question
from clusterx.llm.read_text import ReadText
from clusterx.records import Extraction
from clusterx.text import Span

CLAUSE = regex.compile(r"[，。；,;！？\n]")
PHASE = regex.compile(r"[一二三四五六七八九十]期")
REACH = 60
RIVALS = [field for field in FIELDS.values() if field.how == "quantity" and field.name != "quantity"]


def other_name_between(reading: ReadText, extraction: Extraction, question: Question, quote: Span) -> str | None:
    """The name of another project, or another phase, that stands between this one's name and the quote."""
    project = next((p for p in extraction.projects if p.id == question.id), None)
    if project is None:
        return None
    if (phase := _phase_before(reading, question, quote)) and phase != project.phase:
        return phase
    name = project.name
    mine = _places(reading.clean, name, question.spans) or [question.own]
    nearest = min(mine, key=lambda span: max(span.start - quote.end, quote.start - span.end))
    between = Span(min(nearest.end, quote.end), max(nearest.start, quote.start))
    others = {p.name for p in extraction.projects if p.name not in name and name not in p.name}
    return next((other for other in sorted(others) if reading.clean.find(other, *between) >= 0), None)


def said_to_be(reading: ReadText, field: AskedField, number: Span) -> bool:
    """Whether the last word before a number that says what it is, in its clause, is one of the field's."""
    text = reading.clean
    low = max(0, number.start - REACH)
    marks = [m.end() for m in CLAUSE.finditer(text, low, number.start)]
    clause = Span(marks[-1] if marks else low, number.start)
    said = {
        rival.code: max((m.end() for m in CUES[rival.code].finditer(text, *clause)), default=-1) for rival in RIVALS
    }
    return said[field.code] >= 0 and said[field.code] == max(said.values())


def number_between(reading: ReadText, one: Span, other: Span, kind: str) -> str | None:
    """A mention of this kind that stands between two stretches of text."""
    between = Span(min(one.end, other.end), max(one.start, other.start))
    return next((m.text for m in reading.mentions_in(*between) if m.kind == kind and m.end <= between.end), None)


def _phase_before(reading: ReadText, question: Question, quote: Span) -> str | None:
    """一期 or 二期, whichever stands last before the quote in its passage."""
    passage = next((span for span in question.spans if span.start <= quote.start < span.end), quote)
    phases = PHASE.findall(reading.clean, passage.start, quote.start)
    return phases[-1] if phases else None


def _places(text: str, name: str, spans: tuple[Span, ...]) -> list[Span]:
    return [Span(at, at + len(name)) for span in spans if (at := text.find(name, *span)) >= 0]
