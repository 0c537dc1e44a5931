"""What the mechanism rules look at: quotations, head nouns and titles of one text, found in one pass each.

In: a `Reading`. Out: a `View`, which answers what stands behind a quotation and which noun phrase stands before a head.

    >>> view = read_view("形成“1+4+6+N”工作架构，成立市制造强市建设领导小组")
    >>> tail = view.tail(view.quotes[0].end)
    >>> tail.words, tail.head.family
    ('工作架构', 'frame')
    >>> phrase = view.phrase(view.hits[-1].start)
    >>> view.text[phrase.start : phrase.end], phrase.verb
    ('市制造强市建设', '成立')
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

from clusterx.lexicon import WordFinder, per_lexicon, rows
from clusterx.mentions import Found
from clusterx.pattern import Pattern
from clusterx.rules.words import alternation
from clusterx.text import Span

FAMILIES = ("frame", "system", "programme", "event", "team", "platform", "loop")


@dataclass(frozen=True, slots=True)
class MechanismWord:
    """A word and what the mechanism rules take it for."""

    word: str
    kind: str


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun; `family` says what it may name, `not_before` what makes another word of it."""

    word: str
    family: str
    not_before: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise ValueError(f"no family {self.family!r}; choose one of: {', '.join(FAMILIES)}")


class Quote(NamedTuple):
    """A quotation; [start, end) includes its marks, `text` does not."""

    start: int
    end: int
    text: str


class Hit(NamedTuple):
    """A head noun in the text."""

    start: int
    end: int
    head: Head


class Tail(NamedTuple):
    """The head behind a quotation or formula with the words that qualify it: 工作架构."""

    end: int
    words: str
    head: Head


class Phrase(NamedTuple):
    """The words before a head that belong to its name, and the verb that stands before them, if any."""

    start: int
    end: int
    verb: str


@cache
def words(kind: str) -> frozenset[str]:
    """All words of one kind."""
    return frozenset(row.word for row in rows("mechanism_words", MechanismWord) if row.kind == kind)


@cache
def one_of(*kinds: str) -> str:
    """A pattern for any word of these kinds, longest first."""
    return alternation(word for kind in kinds for word in words(kind))


QUOTE = Pattern(r"“([^“”\n]{1,80})”")
INNER_QUOTE = Pattern(r"‘([^‘’“”\n]{1,60})’")  # in what somebody says
TITLE = Pattern(r"《[^《》\n]{1,90}》")
CLAUSE = Pattern(r"(?r)[^，。；：！？、（）《》“”‘’〔〕【】\n…— \t　,;:()①-⑳■●◆▲]{0,40}")
HAN_RUN = Pattern(r"\p{Han}{0,20}")
# Words that end what stands before a name, with the names that hold them: 自由贸易, 以旧换新, 对接, 为企服务.
SINGLE = Pattern(
    r"(?<!自)由(?![贸主])|(?<![可予得加所])以(?![旧上下内外来链商企赛评投])|(?<![应针面])对(?![接外口标台])|(?<![成作行])为(?![企民农])|"
    r"在(?![建线])|[从把于了的是该即被]|如(?![意期])|各|每|向(?![上新海阳导])|(?<![高初中平])等(?![级效])|将(?!军)|其(?![他它余])|"
    r"并(?![购网联])|因(?!素)|经(?![济营开信贸理纪验])|请(?!求)|按(?!揭)|可(?![持靠])|要(?![素件点害闻])|再(?![生造制])|也|"
    r"(?<!第)(?:\d+|[一二两三四五六七八九十]|十[一二]|数|若干|多)(?:余|多)?(?:支|名|场|批|个(?![转性])|项(?!目)|条(?!例)|套|类|次|家|大(?!会|厅))|\d(?:余|多)?人"
)
# Where one of them may begin; looking there only is many times faster.
SINGLE_STARTS = Pattern(r"[由以对为在从把于了的是该即被如各每向等将其并因经请按可要再也\d一二两三四五六七八九十数若多]")
# Boundary words that are half of a noun behind these: 循环利用提升行动.
PART_OF_NOUN = {"利用": ("循环", "综合", "回收", "梯次", "梯级", "资源化", "开发", "高效")}
JOINT = Pattern(r"[和与及暨]")
# Before a joint these end a list of actors, not the first half of a name: 市政府和制造强市指挥部.
ACTOR_END = Pattern(r"(?:政府|部门|单位|企业|园区|机构|高校|院校|[局委办厅处会])$")
EXTENDING = Pattern(
    r"(?:工作|发展|推进|运行|建设|保障|管理|联动|协同|创新|治理|培育|服务|责任|制度|组织|政策|产业|动态|专项|实施|提升|系列|攻坚|数字化?|信息化?|智慧|综合|线上|云){0,3}"
)
LONGEST_TAIL = 14
SHORTEST_HEAD = 2


@per_lexicon
def _head_finder(frames: bool) -> WordFinder[Head]:
    heads = rows("mechanism_heads", Head)
    return WordFinder({head.word: head for head in heads if frames or head.family != "frame"})


@cache
def _boundary_finder() -> WordFinder[str]:
    strong = (words("boundary") | words("launch") | words("setup") | words("ended")) - words("lead")
    return WordFinder({word: word for word in strong})


@cache
def _lead() -> Pattern:
    return Pattern(one_of("lead"))


@cache
def _lead_starts() -> frozenset[str]:
    return frozenset(word[0] for word in words("lead"))


def _find_heads(text: str, start: int, end: int, *, frames: bool) -> list[Hit]:
    return [
        Hit(start + begin, start + stop, head)
        for begin, stop, head in _head_finder(frames).find(text[start:end])
        if not (head.not_before and text.startswith(head.not_before, start + stop))
    ]


@dataclass(frozen=True)
class View:
    """The text of a reading with its quotations, head nouns and titles in order; the rest is made when asked for."""

    text: str
    mentions: tuple[Found, ...]
    quotes: tuple[Quote, ...]
    hits: tuple[Hit, ...]
    titles: tuple[Span, ...]
    _tails: dict[int, Tail | None] = field(repr=False, default_factory=dict)
    _phrases: dict[tuple[int, int], Phrase] = field(repr=False, default_factory=dict)

    @cached_property
    def _hit_ends(self) -> dict[int, Hit]:
        return {hit.end: hit for hit in self.hits}

    @cached_property
    def _quantities(self) -> list[Found]:
        return [mention for mention in self.mentions if mention.kind == "quantity"]

    @cached_property
    def _quantity_starts(self) -> list[int]:
        return [quantity.start for quantity in self._quantities]

    @cached_property
    def _quantity_ends(self) -> dict[int, Found]:
        return {quantity.end: quantity for quantity in self._quantities}

    def in_title(self, offset: int) -> bool:
        """Whether `offset` lies within 《》."""
        if not self.titles:
            return False
        at = bisect_left(self.titles, Span(offset + 1, 0))
        return at > 0 and offset < self.titles[at - 1].end

    def hit_ending(self, offset: int) -> Hit | None:
        """The head noun that ends at `offset`."""
        return self._hit_ends.get(offset)

    def quantity_before(self, offset: int) -> Found | None:
        """The quantity that ends where `offset` is: 216人 before 产业链服务团."""
        return self._quantity_ends.get(offset)

    def quantities(self, start: int, end: int) -> list[Found]:
        """The quantities within [start, end)."""
        first, stop = bisect_left(self._quantity_starts, start), bisect_left(self._quantity_starts, end)
        return [quantity for quantity in self._quantities[first:stop] if quantity.end <= end]

    def tail(self, offset: int) -> Tail | None:
        """The head noun that the words right behind `offset` lead to, as in “1+4+6+N”工作架构."""
        if offset not in self._tails:
            self._tails[offset] = self._read_tail(offset)
        return self._tails[offset]

    def _read_tail(self, offset: int) -> Tail | None:
        begin = offset + (self.text[offset : offset + 1] == "的")
        run = HAN_RUN.match(self.text, begin)
        if run is None or run.end() - begin < SHORTEST_HEAD:
            return None
        hits = _find_heads(self.text, begin, run.end(), frames=True)
        hit = self._named_by(begin, hits)
        if hit is None:
            return None
        hit = self._extended(hit, hits)
        return Tail(hit.end, self.text[begin : hit.end], hit.head)

    def _named_by(self, begin: int, hits: list[Hit]) -> Hit | None:
        """The first head behind `begin`; a mere frame (产业链, 园区) gives way to a head behind it (产业链对接活动)."""
        frame = None
        for hit in hits:
            if hit.start - begin > LONGEST_TAIL or not self._is_clear(begin, hit.start):
                break
            if hit.head.family != "frame":
                return hit
            frame = frame or hit
        return frame

    def _is_clear(self, start: int, end: int) -> bool:
        """Whether nothing between a quotation and its head begins another phrase."""
        if start == end:
            return True
        joined = self.text.find("和", start, end) >= 0
        found = joined or self._boundary_before(start, end) or next(self._cuts(start, end), None)
        return not found or self._is_plain(start, end)

    def _cuts(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """The single words within [start, end) that end what stands before a name."""
        for begins in SINGLE_STARTS.finditer(self.text, start, end):
            if begins.start() >= start and (cut := SINGLE.match(self.text, begins.start(), end)):
                start = cut.end()
                yield cut

    def _boundary_before(self, start: int, end: int) -> tuple[int, int, str] | None:
        """The last boundary word within [start, end)."""
        found = _boundary_finder().find(self.text[start:end])
        for begin, stop, word in reversed(found):
            if word not in PART_OF_NOUN or not self.text.endswith(PART_OF_NOUN[word], start, start + begin):
                return start + begin, start + stop, word
        return None

    def _is_plain(self, start: int, end: int) -> bool:
        return EXTENDING.fullmatch(self.text, start, end) is not None

    def _extended(self, hit: Hit, hits: list[Hit]) -> Hit:
        """The last of the heads that follow each other: 产业集群发展体系."""
        if hit.head.family == "loop":
            return hit
        for following in hits:
            if following.start < hit.end:
                continue
            if following.head.family == "event" or not self._is_plain(hit.end, following.start):
                break
            hit = following
        return hit

    def phrase(self, offset: int, reach: int = 40) -> Phrase:
        """The noun phrase that ends at `offset`, within its clause and `reach` characters."""
        if (offset, reach) not in self._phrases:
            self._phrases[offset, reach] = self._read_phrase(offset, reach)
        return self._phrases[offset, reach]

    def _read_phrase(self, offset: int, reach: int) -> Phrase:
        clause = CLAUSE.match(self.text, max(0, offset - reach), offset)
        start = clause.start() if clause else offset
        verb = ""
        if strong := self._boundary_before(start, offset):
            _, start, verb = strong
        for cut in self._cuts(start, offset):
            start, verb = cut.end(), cut[0]
        start = self._behind_joint(start, offset, verb)
        while self.text[start : start + 1] in _lead_starts() and (lead := _lead().match(self.text, start, offset)):
            start, verb = lead.end(), lead[0]
        return Phrase(start, offset, verb)

    def _behind_joint(self, start: int, offset: int, verb: str) -> int:
        """Behind the last 和 or 与 that joins two things rather than two halves of one name."""
        for joint in JOINT.finditer(self.text, start, offset):
            if joint.start() in self._hit_ends or (not verb and ACTOR_END.search(self.text, start, joint.start())):
                start = joint.end()
        return start


def read_view(text: str, mentions: tuple[Found, ...] = ()) -> View:
    """Find what the rules look at."""
    inner = [Quote(m.start(), m.end(), m[1]) for m in INNER_QUOTE.finditer(text)] if "‘" in text else []
    outer = [Quote(m.start(), m.end(), m[1]) for m in QUOTE.finditer(text) if "‘" not in m[1]]
    quotes = tuple(sorted([*outer, *inner]))
    titles = tuple(Span(*m.span()) for m in TITLE.finditer(text))
    hits = tuple(_find_heads(text, 0, len(text), frames=False))
    return View(text, mentions, quotes, hits, titles)
