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

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

Level = Literal["exact", "lexicon", "guess"]


class Span(NamedTuple):
    """A half-open stretch [start, end) of code points."""

    start: int
    end: int


class Change(NamedTuple):
    """Replace `text[start:end]` by `replacement`."""

    start: int
    end: int
    replacement: str


class Run(NamedTuple):
    """`text[start:end]` stands for `source[source_start:source_end]`, 1:1 where `linear`, else as one block."""

    start: int
    end: int
    source_start: int
    source_end: int
    linear: bool = True


@dataclass(frozen=True, slots=True)
class Repair:
    """What a step changed and how sure that is.

    `level`: `exact` follows from computation, `lexicon` needed a word list, `guess` is marked and not to be relied on.
    `start`, `end`: offsets into the source. `before` and `after` are the text around the step, not the whole history.
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

    def edit(
        self, changes: Iterable[Change], kind: str, level: Level = "exact", *, record: bool = True
    ) -> AlignedText:
        """Apply `changes` (ascending, not overlapping; offsets into `self.text`) and keep the alignment.

        `kind` names the damage repaired; `record=False` leaves no repair behind (for mere normalisation).
        Raises ValueError where changes overlap, run backwards or leave the text.
        """
        todo = [c for c in changes if self.text[c.start : c.end] != c.replacement]
        if not todo:
            return self
        self._check(todo)
        pieces: list[str] = []
        runs: list[Run] = []
        length = at = 0
        for change in todo:
            length = self._keep(at, change.start, length, pieces, runs)
            length = self._replace(change, length, pieces, runs)
            at = change.end
        self._keep(at, len(self.text), length, pieces, runs)
        repairs = (*self.repairs, *self._repairs(todo, kind, level)) if record else self.repairs
        return AlignedText(self.source, "".join(pieces), tuple(_merged(runs)), repairs)

    def to_source(self, start: int, end: int) -> Span:
        """The source offsets of `text[start:end]`: from the first character kept to the last one kept."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span [{start}, {end}) lies outside a text of {len(self.text)} characters")
        if not self.runs:
            return Span(0, 0)
        first = self._run_at(min(start, len(self.text) - 1)) if self.text else self.runs[0]
        if start == end:
            at = _into_source(first, start)
            return Span(at, at)
        last = self._run_at(end - 1)
        right = last.source_start + (end - last.start) if last.linear else last.source_end
        left = first.source_start + (start - first.start) if first.linear else first.source_start
        return Span(left, max(left, right))

    def from_source(self, start: int, end: int) -> Span:
        """The clean offsets of whatever is left of `source[start:end]` (empty where nothing is)."""
        if not 0 <= start <= end <= len(self.source):
            raise ValueError(f"span [{start}, {end}) lies outside a source of {len(self.source)} characters")
        touched = [r for r in self._source_runs(start, end)]
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

    # -- how an edit is recorded ------------------------------------------------------------------------------------

    def _check(self, changes: list[Change]) -> None:
        at = 0
        for change in changes:
            if not at <= change.start <= change.end <= len(self.text):
                raise ValueError(f"{change} overlaps the change before it or leaves the text")
            at = change.end

    def _keep(self, start: int, end: int, length: int, pieces: list[str], runs: list[Run]) -> int:
        """Copy `text[start:end]` behind `length` characters already written; returns the new length."""
        if start == end:
            return length
        pieces.append(self.text[start:end])
        shift = length - start
        at = self._index(start)
        while at < len(self.runs) and self.runs[at].start < end:
            run = self.runs[at]
            left, right = max(run.start, start), min(run.end, end)
            if run.linear:
                low = run.source_start + (left - run.start)
                runs.append(Run(left + shift, right + shift, low, low + (right - left)))
            else:
                runs.append(Run(left + shift, right + shift, run.source_start, run.source_end, False))
            at += 1
        return length + end - start

    def _replace(self, change: Change, length: int, pieces: list[str], runs: list[Run]) -> int:
        new = change.replacement
        if not new:
            return length
        if len(new) == change.end - change.start:
            self._keep(change.start, change.end, length, [], runs)
        else:
            low, high = self.to_source(change.start, change.end)
            runs.append(Run(length, length + len(new), low, high, False))
        pieces.append(new)
        return length + len(new)

    def _repairs(self, changes: list[Change], kind: str, level: Level) -> Iterator[Repair]:
        for change in changes:
            span = self.to_source(change.start, change.end)
            yield Repair(kind, level, *span, self.text[change.start : change.end], change.replacement)

    def _index(self, offset: int) -> int:
        return max(0, bisect_right(self.runs, offset, key=lambda r: r.start) - 1)

    def _run_at(self, offset: int) -> Run:
        return self.runs[self._index(offset)]

    def _source_runs(self, start: int, end: int) -> Iterator[Run]:
        at = max(0, bisect_right(self.runs, start, key=lambda r: r.source_start) - 1)
        for run in self.runs[at:]:
            if run.source_start >= end:
                break
            if run.source_end > start:
                yield run


def _into_source(run: Run, offset: int) -> int:
    return run.source_start + (offset - run.start) if run.linear else run.source_start


def _merged(runs: list[Run]) -> Iterator[Run]:
    """Join linear runs that continue each other, so that length-preserving steps cost nothing later."""
    held: Run | None = None
    for run in runs:
        if held and held.linear and run.linear and held.source_end == run.source_start and held.end == run.start:
            held = Run(held.start, run.end, held.source_start, run.source_end)
            continue
        if held:
            yield held
        held = run
    if held:
        yield held


def same_length_changes(before: str, after: str) -> list[Change]:
    """The changes that turn `before` into `after`, two strings of one length.

    >>> same_length_changes("發展產業", "发展产业")
    [Change(start=0, end=1, replacement='发'), Change(start=2, end=4, replacement='产业')]
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
