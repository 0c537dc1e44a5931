"""What a rule sees (`Reading`) and what it makes (`Draft`).

Rules work on clean offsets only. `pipeline.py` turns drafts into records: it maps every clue to the caller's
characters, gives the record its id and fills `part_of` from `parent`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, cast

from clusterx.clean import Page
from clusterx.mentions import Found
from clusterx.mentions.regions import WEIGHED, FoundRegion, find_regions, headed_region, main_region, most_named
from clusterx.outline import Outline
from clusterx.text import AlignedText, Span

LONGEST_TITLE = 120
T = TypeVar("T")


class Clue(NamedTuple):
    """`text[start:end]` (clean offsets) supports `fields`; `by` is the name of the rule that says so."""

    start: int
    end: int
    fields: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class Reading:
    """All that a rule may look at.

    `text`: the cleaned body. `page`: what head and tail of the page say. `mentions`: quantities and periods in order.
    `published`: the caller's date, else the page's, else None.
    """

    text: AlignedText
    page: Page
    outline: Outline
    mentions: tuple[Found, ...]
    published: date | None = None

    @cached_property
    def clean(self) -> str:
        return self.text.text

    @cached_property
    def _made(self) -> dict[Any, Any]:
        return {}

    def once(self, make: Callable[..., T], *about: Any) -> T:
        """`make(self, *about)`, made once: what several rules or several figures of a sentence ask of one reading."""
        made = self._made.get((make, about), self)
        if made is self:
            made = self._made[make, about] = make(self, *about)
        return cast(T, made)

    @cached_property
    def _starts(self) -> list[int]:
        return [m.start for m in self.mentions]

    def mentions_in(self, start: int, end: int) -> tuple[Found, ...]:
        """The mentions that start in [start, end) of the clean text."""
        return _within(self.mentions, self._starts, start, end)

    @cached_property
    def regions(self) -> tuple[FoundRegion, ...]:
        """The places that the text names."""
        return tuple(find_regions(self.clean))

    @cached_property
    def _region_starts(self) -> list[int]:
        return [r.start for r in self.regions]

    def regions_in(self, start: int, end: int) -> tuple[FoundRegion, ...]:
        """The places that begin in [start, end) of the clean text."""
        return _within(self.regions, self._region_starts, start, end)

    @cached_property
    def region(self) -> FoundRegion | None:
        """The place that the text is about."""
        issuer = self.page.issuer.value if self.page.issuer else None
        title = self.page.title.value if self.page.title else None
        if len(self.clean) > WEIGHED:
            return main_region(title, self.clean, issuer)
        return headed_region(title, self.clean, issuer) or most_named(self.clean, self.regions)

    @cached_property
    def title(self) -> str:
        """The page's title, else the first line of the text if it is short enough for one."""
        if self.page.title:
            return self.page.title.value
        first = self.clean.lstrip()[:LONGEST_TITLE].split("\n")[0].strip()
        return first if len(first) < LONGEST_TITLE else ""


def _within(found: tuple[T, ...], starts: list[int], start: int, end: int) -> tuple[T, ...]:
    """Those that begin in [start, end); mostly there is none."""
    at = bisect_left(starts, start)
    if at == len(starts) or starts[at] >= end:
        return ()
    return found[at : bisect_left(starts, end, at)]


@dataclass(slots=True, eq=False)
class Draft:
    """A record before it is tied to the source.

    `values`: its fields without id, evidence, part_of and confidence. `claims`: clean spans of quantities that belong
    to it, so that no target is made of them. `parent`: the draft of the whole of which this is a part.
    `source_clues`: clues in **source** offsets, for what the head and tail of the page say.
    """

    values: dict[str, Any]
    clues: list[Clue] = field(default_factory=list)
    confidence: float = 0.9
    claims: list[Span] = field(default_factory=list)
    parent: Draft | None = None
    source_clues: list[Clue] = field(default_factory=list)
