"""Text that knows its source: the only code that maps clean offsets to the caller's characters.

A cleaning step never touches a string by itself. It lists `Change`s and calls `AlignedText.edit`, which records
the alignment at that moment. Diffing afterwards would lose text: `１２００` and `1200` share no character.

    >>> text = AlignedText.of("濱(bin)州市")
    >>> text = text.edit([Change(1, 6, "")], "gloss").edit([Change(0, 1, "滨")], "script")
    >>> text.text
    '滨州市'
    >>> text.source[slice(*text.to_source(0, 2))]
    '濱(bin)州'

A replacement of the same length is aligned character by character; any other replacement is aligned as a block: each
of its characters stands for the whole stretch that it replaced. All offsets are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

Level = Literal["exact", "lexicon", "guess"]
_BEHIND_ALL = 1 << 62
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]+")


class Span(NamedTuple):
    """A half-open stretch [start, end) of code points."""

    start: int
    end: int


class Change(NamedTuple):
    """Replace `text[start:end]` by `replacement`; `level`, if given, is the repair's own."""

    start: int
    end: int
    replacement: str
    level: Level | None = None


class Run(NamedTuple):
    """`text[start:end]` stands for `source[source_start:source_end]`, 1:1 where `linear`, else as one block."""

    start: int
    end: int
    source_start: int
    source_end: int
    linear: bool = True


class Repair(NamedTuple):
    """What a step changed and how sure that is.

    `level`: `exact` follows from computation, `lexicon` needed a word list, `guess` is marked and not to be relied on.
    `start`, `end`: offsets into the source. `before` and `after` are the text around the step, not the whole history;
    they are the same where the text was only marked.
    """

    kind: str
    level: Level
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AlignedText:
    """A cleaned `text`, the `source` it came from, the alignment between them and the `repairs` that were made."""

    source: str
    text: str
    runs: tuple[Run, ...]
    repairs: tuple[Repair, ...] = ()

    @classmethod
    def of(cls, source: str) -> AlignedText:
        """The source as it is, aligned with itself."""
        runs = (Run(0, len(source), 0, len(source)),) if source else ()
        return cls(source, source, runs)

    def __len__(self) -> int:
        return len(self.text)

    def edit(self, changes: Iterable[Change], kind: str, level: Level = "exact", *, record: bool = True) -> AlignedText:
        """Apply `changes` (ascending, not overlapping; offsets into `self.text`) and keep the alignment.

        `kind` names the damage repaired; `record=False` leaves no repair behind (for mere normalisation).
        Raises ValueError where changes overlap, run backwards or leave the text.
        """
        text = self.text
        todo = [c for c in changes if text[c[0] : c[1]] != c[2]]
        if not todo:
            return self
        _check(todo, len(text))
        runs, spans = self.runs, None
        if any(c[1] - c[0] != len(c[2]) for c in todo):
            runs, spans = _realign(runs, todo, len(text))
        repairs = self.repairs
        if record:
            spans = spans or [self.to_source(c[0], c[1]) for c in todo]
            made = (
                Repair(kind, c[3] or level, *span, text[c[0] : c[1]], c[2]) for c, span in zip(todo, spans, strict=True)
            )
            repairs = (*repairs, *made)
        return AlignedText(self.source, _replaced(text, todo), runs, repairs)

    def respell(self, text: str) -> AlignedText:
        """The text written with other characters, one for one; leaves no repairs. ValueError if the lengths differ."""
        if len(text) != len(self.text):
            raise ValueError(f"lengths differ: {len(self.text)} and {len(text)}")
        return self if text == self.text else AlignedText(self.source, text, self.runs, self.repairs)

    def mark(self, spans: Iterable[tuple[int, int]], kind: str, level: Level = "guess") -> AlignedText:
        """Leave the text as it is and note that `text[start:end]` of each span is damaged."""
        marks = []
        for start, end in spans:
            words = self.text[start:end]
            marks.append(Repair(kind, level, *self.to_source(start, end), words, words))
        return AlignedText(self.source, self.text, self.runs, (*self.repairs, *marks)) if marks else self

    def doubtful(self) -> list[Span]:
        """The stretches of `text` that repairs of level `guess` have left: no number that touches one can be trusted."""
        return [self.from_source(r.start, r.end) for r in self.repairs if r.level == "guess"]

    def to_source(self, start: int, end: int) -> Span:
        """The source offsets of `text[start:end]`: from the first character kept to the last one kept."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span [{start}, {end}) lies outside a text of {len(self.text)} characters")
        runs = self.runs
        if not runs:
            return Span(0, 0)
        index = self._index(start)
        if start == end:
            return _place(runs, index, start)
        first = last = runs[index]
        if end > last.end:
            last = runs[self._index(end - 1)]
        left = first.source_start + (start - first.start) if first.linear else first.source_start
        right = last.source_start + (end - last.start) if last.linear else last.source_end
        return Span(left, right if right > left else left)

    def from_source(self, start: int, end: int) -> Span:
        """The clean offsets of whatever is left of `source[start:end]` (empty where nothing is)."""
        if not 0 <= start <= end <= len(self.source):
            raise ValueError(f"span [{start}, {end}) lies outside a source of {len(self.source)} characters")
        touched = list(self._source_runs(start, end))
        if not touched:
            at = bisect_left(self.runs, start, key=lambda r: r.source_start)
            clean = self.runs[at].start if at < len(self.runs) else len(self.text)
            return Span(clean, clean)
        first, last = touched[0], touched[-1]
        left = first.start + max(0, start - first.source_start) if first.linear else first.start
        right = last.end - max(0, last.source_end - end) if last.linear else last.end
        return Span(left, max(left, right))

    def slice_source(self, start: int, end: int) -> str:
        """The source characters behind `text[start:end]`."""
        return self.source[slice(*self.to_source(start, end))]

    def utf16_offset(self, at: int) -> int:
        """`at`, an offset into the source in code points, in UTF-16 code units, as JavaScript and Java count."""
        return at + sum(char > "\uffff" for char in self.source[:at]) if self._astral() else at

    def utf8_offset(self, at: int) -> int:
        """`at`, an offset into the source in code points, in bytes of UTF-8, as databases and Rust count."""
        return len(self.source[:at].encode("utf-8", "surrogatepass"))

    def _astral(self) -> bool:
        return bool(self.source) and max(self.source) > "\uffff"

    def _index(self, offset: int) -> int:
        at = bisect_right(self.runs, (offset, _BEHIND_ALL))  # as tuples, which begin with their start
        return at - 1 if at else 0

    def _source_runs(self, start: int, end: int) -> Iterator[Run]:
        at = max(0, bisect_right(self.runs, start, key=lambda r: r.source_start) - 1)
        for index in range(at, len(self.runs)):
            run = self.runs[index]
            if run.source_start >= end:
                break
            if run.source_end > start:
                yield run


def _place(runs: tuple[Run, ...], index: int, offset: int) -> Span:
    """Where an empty stretch at `offset`, in `runs[index]` or at its end, is in the source; in a block all of it."""
    run = runs[index]
    if offset >= run.end:
        return Span(run.source_end, run.source_end)
    if offset > run.start and not run.linear:
        return Span(run.source_start, run.source_end)
    at = run.source_start + (offset - run.start)
    return Span(at, max(at, runs[index - 1].source_end if index and offset == run.start else at))


def _check(changes: list[Change], length: int) -> None:
    at = 0
    for change in changes:
        if not at <= change[0] <= change[1] <= length:
            raise ValueError(f"{change} overlaps the change before it or leaves the text")
        at = change[1]


def _replaced(text: str, changes: list[Change]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, new, _ in changes:
        pieces += (text[at:start], new)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _realign(runs: tuple[Run, ...], changes: list[Change], length: int) -> tuple[tuple[Run, ...], list[Span]]:
    """The alignment after `changes` and the source span of each of them, in one pass over both."""
    if len(runs) == 1 and runs[0].linear:
        return _cut_up(runs[0], changes, length)
    writer = _Writer(runs)
    spans = []
    for start, end, new, _ in changes:
        writer.keep(start)
        span = writer.source_span(start, end)
        spans.append(span)
        if len(new) == end - start:
            writer.keep(end)
        else:
            writer.skip(end, len(new), span)
    writer.keep(length)
    return tuple(writer.done), spans


def _cut_up(run: Run, changes: list[Change], length: int) -> tuple[tuple[Run, ...], list[Span]]:
    """`_realign` for a text that is still one linear run, as it is before the first cut."""
    base, at, shift = run.source_start, 0, 0
    done, spans = [], []
    for start, end, new, _ in changes:
        spans.append(Span(base + start, base + end))
        if len(new) == end - start:
            continue
        if at < start:
            done.append(Run(at + shift, start + shift, base + at, base + start))
        if new:
            done.append(Run(start + shift, start + shift + len(new), base + start, base + end, False))
        shift += len(new) - (end - start)
        at = end
    if at < length:
        done.append(Run(at + shift, length + shift, base + at, base + length))
    return tuple(done), spans


class _Writer:
    """Copies runs while the text behind them is shifted; linear runs that continue each other become one."""

    __slots__ = ("_at", "_index", "_runs", "_shift", "done")

    def __init__(self, runs: tuple[Run, ...]) -> None:
        self._runs = runs
        self._index = self._at = self._shift = 0
        self.done: list[Run] = []

    def keep(self, end: int) -> None:
        """Copy what stands for the old text from here to `end`."""
        runs, index, at, shift, done = self._runs, self._index, self._at, self._shift, self.done
        count = len(runs)
        while at < end and index < count:
            first, last, low, high, linear = runs[index]
            if last <= at:
                index += 1
                continue
            right = last if last < end else end
            if linear:
                low += at - first
                high = low + right - at
                if done and done[-1][3] == low and done[-1][1] == at + shift and done[-1][4]:
                    head = done[-1]
                    done[-1] = Run(head[0], right + shift, head[2], high)
                    at = right
                    continue
            done.append(Run(at + shift, right + shift, low, high, linear))
            at = right
        self._index, self._at = index, end

    def skip(self, end: int, new: int, span: Span) -> None:
        """Put a block of `new` characters, which stand for `span`, in place of the old text from here to `end`."""
        at = self._at + self._shift
        if new:
            self.done.append(Run(at, at + new, span[0], span[1], False))
        self._shift += new - (end - self._at)
        self._at = end

    def source_span(self, start: int, end: int) -> Span:
        """The source offsets of the old text from `start`, which is here, to `end`."""
        runs = self._runs
        if not runs:
            return Span(0, 0)
        while self._index < len(runs) - 1 and runs[self._index].end <= start:
            self._index += 1
        first = runs[self._index]
        if start == end:
            return _place(runs, self._index, start)
        left = first.source_start + (start - first.start) if first.linear else first.source_start
        index = self._index
        while runs[index].end < end:
            index += 1
        last = runs[index]
        right = last.source_start + (end - last.start) if last.linear else last.source_end
        return Span(left, max(left, right))


def encodable_spans(source: str, start: int, end: int) -> list[Span]:
    """The stretches of `source[start:end]` between lone surrogates, which no encoder accepts.

    >>> [tuple(span) for span in encodable_spans("产值\\ud800达到", 0, 5)]
    [(0, 2), (3, 5)]
    """
    if not _LONE_SURROGATES.search(source, start, end):
        return [Span(start, end)] if start < end else []
    spans = []
    for lone in _LONE_SURROGATES.finditer(source, start, end):
        if start < lone.start():
            spans.append(Span(start, lone.start()))
        start = lone.end()
    return [*spans, Span(start, end)] if start < end else spans


def longest_encodable(source: str, start: int, end: int) -> Span:
    """The longest of these stretches, or an empty one at `start` if there is none."""
    spans = encodable_spans(source, start, end)
    return max(spans, key=lambda span: span.end - span.start, default=Span(start, start))


def same_length_changes(before: str, after: str) -> list[Change]:
    """The changes that turn `before` into `after`, two strings of one length.

    >>> [change[:3] for change in same_length_changes("發展產業", "发展产业")]
    [(0, 1, '发'), (2, 4, '产业')]
    """
    if len(before) != len(after):
        raise ValueError(f"lengths differ: {len(before)} and {len(after)}")
    if before == after:
        return []
    differing = (i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b)
    changes = []
    for _, group in groupby(enumerate(differing), lambda pair: pair[1] - pair[0]):
        spots = [spot for _, spot in group]
        changes.append(Change(spots[0], spots[-1] + 1, after[spots[0] : spots[-1] + 1]))
    return changes
