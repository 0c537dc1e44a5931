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

The alignment is one integer for each character: its place in the source or, of a character of a block, the complement of
the block's number. An edit copies stretches of these integers as bytes, so that thousands of small cuts cost little more
than one.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
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


AnyChange = Change | tuple[int, int, str, Level | None]  # a plain tuple takes a third of the time to make


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
    """A cleaned `text`, the `source` it came from, the `repairs` that were made and the alignment between the two texts."""

    source: str
    text: str
    repairs: tuple[Repair, ...] = ()
    _places: array[int] | None = field(default=None, hash=False, repr=False)  # None: every character where it was
    _blocks: tuple[Span, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, source: str) -> AlignedText:
        """The source as it is, aligned with itself."""
        return cls(source, source)

    def __len__(self) -> int:
        return len(self.text)

    def edit(
        self, changes: Iterable[AnyChange], kind: str, level: Level = "exact", *, record: bool = True
    ) -> AlignedText:
        """Apply `changes` (ascending, not overlapping; offsets into `self.text`) and keep the alignment.

        `kind` names the damage repaired; `record=False` leaves no repair behind (for mere normalisation).
        Raises ValueError where changes overlap, run backwards or leave the text.
        """
        text = self.text
        todo = [c for c in changes if text[c[0] : c[1]] != c[2]]
        if not todo:
            return self
        _check(todo, len(text))
        repairs = (*self.repairs, *self._repairs(todo, kind, level)) if record else self.repairs
        if all(c[1] - c[0] == len(c[2]) for c in todo):
            return AlignedText(self.source, _replaced(text, todo), repairs, self._places, self._blocks)
        places, blocks = self._realigned([c for c in todo if c[1] - c[0] != len(c[2])])
        return AlignedText(self.source, _replaced(text, todo), repairs, places, blocks)

    def respell(self, text: str) -> AlignedText:
        """The text written with other characters, one for one; leaves no repairs. ValueError if the lengths differ."""
        if len(text) != len(self.text):
            raise ValueError(f"lengths differ: {len(self.text)} and {len(text)}")
        if text == self.text:
            return self
        return AlignedText(self.source, text, self.repairs, self._places, self._blocks)

    def mark(self, spans: Iterable[tuple[int, int]], kind: str, level: Level = "guess") -> AlignedText:
        """Leave the text as it is and note that `text[start:end]` of each span is damaged."""
        marks = [
            Repair(kind, level, *self.to_source(start, end), self.text[start:end], self.text[start:end])
            for start, end in spans
        ]
        if not marks:
            return self
        return AlignedText(self.source, self.text, (*self.repairs, *marks), self._places, self._blocks)

    def doubtful(self) -> list[Span]:
        """The stretches of `text` that repairs of level `guess` have left: no number that touches one can be trusted."""
        return [self.from_source(r.start, r.end) for r in self.repairs if r.level == "guess"]

    @property
    def runs(self) -> tuple[Run, ...]:
        """The alignment as stretches, each as long as it can be."""
        places = range(len(self.text)) if self._places is None else self._places
        found = []
        for _, group in groupby(enumerate(places), lambda at: (at[1] < 0, at[1] - (at[0] if at[1] >= 0 else 0))):
            members = [at for at, _ in group]
            start, end = members[0], members[-1] + 1
            found.append(Run(start, end, *self.to_source(start, end), places[start] >= 0))
        return tuple(found)

    def to_source(self, start: int, end: int) -> Span:
        """The source offsets of `text[start:end]`: from the first character kept to the last one kept."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span [{start}, {end}) lies outside a text of {len(self.text)} characters")
        places = self._places
        if places is None:
            return tuple.__new__(Span, (start, end))
        if start < end and 0 <= (left := places[start]) <= (right := places[end - 1]):  # no block at either end
            return tuple.__new__(Span, (left, right + 1))
        return tuple.__new__(Span, self._origin(start, end))

    def from_source(self, start: int, end: int) -> Span:
        """The clean offsets of whatever is left of `source[start:end]` (empty where nothing is)."""
        if not 0 <= start <= end <= len(self.source):
            raise ValueError(f"span [{start}, {end}) lies outside a source of {len(self.source)} characters")
        places, blocks = self._places, self._blocks
        if places is None:
            return Span(start, end)
        left = bisect_right(places, start, key=lambda place: place + 1 if place >= 0 else blocks[~place][1])
        right = bisect_left(places, end, key=lambda place: place if place >= 0 else blocks[~place][0])
        if left < right:
            return Span(left, right)
        at = bisect_left(places, start, key=lambda place: place if place >= 0 else blocks[~place][0])
        return Span(at, at)

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

    def _origin(self, start: int, end: int) -> tuple[int, int]:
        """`to_source` of a stretch that is known to lie within the text."""
        places = self._places
        if places is None:
            return start, end
        if start == end:
            return self._gap(start)
        left, right = places[start], places[end - 1]
        if left < 0:
            left = self._blocks[~left][0]
        right = right + 1 if right >= 0 else self._blocks[~right][1]
        return left, right if right > left else left

    def _gap(self, at: int) -> Span:
        """Where an empty stretch of the text is in the source; in a block all of it."""
        places = self._places
        if places is None or not places:
            return Span(at, at) if places is None else Span(0, 0)
        before = self.to_source(at - 1, at).end if at else 0
        if at == len(places):
            return Span(before, before)
        if at and places[at] == places[at - 1]:
            return self._blocks[~places[at]]
        left = self.to_source(at, at + 1).start
        return Span(left, max(left, before))

    def _repairs(self, changes: Sequence[AnyChange], kind: str, level: Level) -> list[Repair]:
        text, origin, new = self.text, self._origin, tuple.__new__
        return [
            new(Repair, (kind, own or level, *origin(start, end), text[start:end], after))
            for start, end, after, own in changes
        ]

    def _realigned(self, changes: Sequence[AnyChange]) -> tuple[array[int], tuple[Span, ...]]:
        """Places and blocks of the text after `changes`, none of which keeps the length."""
        places = memoryview(_counting(len(self.text)) if self._places is None else self._places)
        pieces, blocks, at = [], list(self._blocks), 0
        for start, end, new, _ in changes:
            pieces.append(places[at:start])
            if new:
                pieces.append(memoryview(array("i", (~len(blocks),)) * len(new)))
                blocks.append(Span(*self._origin(start, end)))
            at = end
        pieces.append(places[at:])
        done = array("i")
        done.frombytes(b"".join(pieces))
        return done, tuple(blocks)


@cache
def _counting_to(bits: int) -> array[int]:
    return array("i", range(1 << bits))


def _counting(count: int) -> array[int]:
    """0, 1, 2 … `count` numbers; for all but huge texts a copy of a table."""
    if count > 1 << 20:
        return array("i", range(count))
    return _counting_to(max(10, count.bit_length()))[:count]


def _check(changes: Sequence[AnyChange], length: int) -> None:
    at = 0
    for change in changes:
        if not at <= change[0] <= change[1] <= length:
            raise ValueError(f"{Change(*change)} overlaps the change before it or leaves the text")
        at = change[1]


def _replaced(text: str, changes: Sequence[AnyChange]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, new, _ in changes:
        pieces += (text[at:start], new)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def is_encodable(source: str) -> bool:
    """Whether every encoder takes the whole of it: it has no lone surrogates."""
    try:
        source.encode()
    except UnicodeEncodeError:
        return False
    return True


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
