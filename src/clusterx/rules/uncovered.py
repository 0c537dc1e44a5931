"""What was left out: sentences that hold a quantity, a deadline or a cue and from which no record was made.

So that nobody takes silence for absence. A sentence is covered if a clue of any record touches it. Of what is left,

- a quantity counts with its unit, a bare number only in a table (the cell of an indicator), a duration too;
- a deadline is a `period.deadline` (到2027年, 年底前); the date of a document or an event is none;
- a cue is a word of `data/cues.tsv`, in running text: headings and the heads of tables only announce.

Nothing of the page around the text is looked at: it is no part of the reading.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from clusterx.lexicon import WordFinder, rows
from clusterx.mentions import Found
from clusterx.records import Evidence, Held, Omission
from clusterx.rules.not_target import Declined
from clusterx.rules.rule import Draft, Reading
from clusterx.tables import Table
from clusterx.text import Span, longest_encodable

ROLES_ALONE = ("mechanism.table",)  # who leads a chain says nothing of the figures beside it
KINDS: tuple[Held, ...] = ("quantity", "deadline", "cue")


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of `cues.tsv`."""

    word: str
    beside: str = ""


class Holding(NamedTuple):
    """What stands at `start`, and why it gave nothing, if that is known."""

    start: int
    held: Held
    reason: str = ""


@cache
def _cues() -> WordFinder[Cue]:
    return WordFinder({row.word: row for row in rows("cues", Cue)})


def find_uncovered(reading: Reading, drafts: Iterable[Draft], declined: Iterable[Declined]) -> list[Omission]:
    """The omissions in the order of the text; `declined`: the figures that a rule has looked at and refused."""
    sentences = reading.outline.sentences
    starts = [sentence.start for sentence in sentences]
    covered = _covered(starts, drafts)
    reasons = {figure.start: figure.reason for figure in declined}
    open_ones: dict[int, dict[Held, list[str]]] = {}
    left = [m for m in reading.mentions if not covered[bisect_right(starts, m.start) - 1]]
    for start, held, reason in (
        *_held_mentions(reading, left, reasons),
        *_held_cues(reading, sentences, starts, covered),
    ):
        index = bisect_right(starts, start) - 1
        open_ones.setdefault(index, {}).setdefault(held, []).append(reason)
    return [_omission(reading, sentences[index], held) for index, held in sorted(open_ones.items())]


def _covered(starts: list[int], drafts: Iterable[Draft]) -> bytearray:
    """For each sentence, whether a clue touches it."""
    covered = bytearray(len(starts))
    for start, end in {clue[:2] for draft in drafts for clue in draft.clues if clue.by not in ROLES_ALONE}:
        if start < end:
            first = bisect_right(starts, start) - 1
            last = bisect_left(starts, end, first)
            covered[first:last] = b"\x01" * (last - first)
    return covered


def _held_mentions(reading: Reading, left: Iterable[Found], reasons: Mapping[int, str]) -> Iterator[Holding]:
    for found in left:
        if found.by == "period.deadline":
            yield Holding(found.start, "deadline")
        elif found.quantity is not None:
            table = reading.outline.table_at(found.start)
            in_table = table is not None
            if table and _counts_rows(table, found):
                continue
            if in_table or found.by != "quantity.bare":
                yield Holding(
                    found.start, "quantity", _reason(reading, found, in_table) or reasons.get(found.start, "")
                )


def _counts_rows(table: Table, found: Found) -> bool:
    """The number of a row, which is no quantity."""
    if not table.head or table.head[0].text not in ("序号", "编号"):
        return False
    at = bisect_right(table.rows, found.start, key=lambda row: row[0].start) - 1
    return at >= 0 and table.rows[at][0].start == found.start


def _reason(reading: Reading, found: Found, in_table: bool) -> str:
    """The reason where it lies in the place or in what is measured, else empty."""
    if found.quantity is not None and found.quantity.dimension == "time":
        return "duration"
    if in_table:
        return "table"
    return "heading" if reading.outline.block(found.start).kind == "heading" else ""


def _held_cues(reading: Reading, sentences: Sequence[Span], starts: list[int], covered: bytearray) -> Iterator[Holding]:
    beside: dict[tuple[int, str], bool] = {}  # asked once a sentence: one without an end may hold thousands of cues
    for start, _, cue in _cues().find(reading.clean):
        index = bisect_right(starts, start) - 1
        if covered[index] or reading.outline.block(start).kind in ("heading", "row"):
            continue
        place = (index, cue.beside)
        if place not in beside:
            beside[place] = not cue.beside or reading.clean.find(cue.beside, *sentences[index]) >= 0
        if beside[place]:
            yield Holding(start, "cue")


def _omission(reading: Reading, sentence: Span, held: Mapping[Held, list[str]]) -> Omission:
    text = reading.clean[sentence.start : sentence.end]
    begin = sentence.start + len(text) - len(text.lstrip())
    start, end = longest_encodable(reading.text.source, *reading.text.to_source(begin, begin + len(text.strip())))
    evidence = Evidence(start=start, end=end, text=reading.text.source[start:end], by="uncovered")
    reasons = dict.fromkeys(reason for reason in held.get("quantity", ()) if reason)
    return Omission(evidence=evidence, holds=tuple(kind for kind in KINDS if kind in held), reasons=tuple(reasons))
