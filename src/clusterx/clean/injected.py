"""What copies put into a text so that it cannot be found as a copy: the name of a site, pieces of the title.

A name that the page itself gives or that looks like one is alien where it splits words. If it does so twice and stands in
the text three times, it goes, wherever no grammar binds it:

    >>> from clusterx.text import AlignedText
    >>> page = "来源：甲乙招商网\\n实施重甲乙招商网大项目9个，完成投甲乙招商网资5亿元，推进产甲乙招商网业集群，据甲乙招商网报道"
    >>> clean_brands(AlignedText.of(page)).text
    '来源：甲乙招商网\\n实施重大项目9个，完成投资5亿元，推进产业集群，据甲乙招商网报道'
    >>> clean_brands(AlignedText.of("推进AI产业，建设AI平台，打造AI工厂，发展AI技术")).repairs
    ()

Pieces of the title behind clauses go if together, in their order, they are the title, and if they are cut without regard
to words; a title that such pieces make in part only is marked:

    >>> page = "甲市化工产业集群开工项目\\n今年以来甲市化工产，各地抢抓进度业集群开，成效明显工项目。"
    >>> clean_shards(AlignedText.of(page)).text
    '甲市化工产业集群开工项目\\n今年以来，各地抢抓进度，成效明显。'

Both need the word list, so no repair here is exact. A number beside a name that is taken out cannot be trusted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from clusterx.clean.title import without_site
from clusterx.clean.wording import rate
from clusterx.lexicon import rows
from clusterx.pattern import Pattern
from clusterx.text import AlignedText, AnyChange, Span

_HAN = r"\u3400-\u9fff"
_EDGE = 300
_TITLE = 150
_NAME = rf"[{_HAN}A-Za-z0-9]"
_TITLED = Pattern(rf"[_|｜丨-] ?({_NAME}{{2,12}})$", re.MULTILINE, engine=regex)
_HOST = Pattern(r"\.(?:com|cn|net|org|cc|vip|top)")
_HOST_BEFORE = Pattern(r"(?:www\.)?([A-Za-z0-9-]{3,20})\Z")
_NAME_BEFORE = Pattern(rf"({_NAME}{{2,12}}) ?\Z", engine=regex)
_LATIN = Pattern(rf"[A-Za-z](?<=[{_HAN}].)[A-Za-z0-9.-]{{2,19}}(?=[{_HAN}])", engine=regex)
_ONE_WORD = Pattern(rf"{_NAME}+\Z", engine=regex)
_BINDING = frozenset("从据在由是与和及以对向为于按被将把给请到就的了上等获报讯记刊称等、，：（“《")
_CLAUSE_ENDS = frozenset("，。；！？\n")
_MIN_TIMES = 3
_MIN_SPLITS = 2
_SPLITS = 3.0
_TITLE_LINES = 8
_PIECE = 3, 6


class Brand(NamedTuple):
    """Words that stand before, behind or at the end of the name of a site."""

    kind: str
    words: tuple[str, ...]


@cache
def _words(kind: str) -> tuple[str, ...]:
    return tuple(word for row in rows("brands", Brand) if row.kind == kind for word in row.words)


@cache
def _named() -> re.Pattern[str]:
    """A label with the name behind it or what stands behind a name."""
    words = "|".join((*_words("label"), *_words("after")))
    return re.compile(rf"(?:{words})(?:[：: ]{{1,2}}({_NAME}{{2,12}}))?")


@cache
def _endings() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_words('ending'))})(?=[{_HAN}])")


@lru_cache(1 << 10)
def _splits(before: str, after: str) -> bool:
    """Whether a word goes on from one to the other, so that its parts are no words: 重|大, but not 工业|经济."""
    whole, parts = rate(before + after), (rate(before), rate(after))
    if whole.alone >= sum(part.alone for part in parts):
        return False
    return whole.score > sum(part.score for part in parts) + _SPLITS


def clean_brands(text: AlignedText) -> AlignedText:
    """Names of sites that were put into words go; where one stands beside a number, the place is marked."""
    for name in _candidates(text.text):
        if text.text.count(name) >= _MIN_TIMES and (places := _alien(text.text, name)):
            marked = [at for at in places if _beside_digit(text.text, at, len(name))]
            text = text.mark([Span(at - 1, at + len(name) + 1) for at in marked], "brand")
            cuts: Iterator[AnyChange] = ((at, at + len(name), "", None) for at in places if at not in marked)
            text = text.edit(cuts, "brand", "lexicon")
    return text


def _candidates(text: str) -> list[str]:
    """Names by which the page may call its site or what it advertises, the longest first."""
    found = {match[0] for match in _LATIN.finditer(text)}
    for edge in (text,) if len(text) < 2 * _EDGE else (text[:_EDGE], text[-_EDGE:]):
        found |= _names_in(edge)
    for ending, times in Counter(_endings().findall(text)).items():
        if times >= _MIN_TIMES:
            found |= _ending_so(text, ending)
    return sorted((name for name in found if len(name) > 2 and not name.isdigit()), key=lambda name: (-len(name), name))


def _names_in(edge: str) -> set[str]:
    """The names that head or tail of a page give."""
    found = {match[1] for match in _TITLED.finditer(edge, 0, _TITLE)}
    for match in _named().finditer(edge):
        named = match[1] or _before(_NAME_BEFORE, edge, match.start())
        found |= {named} if named else set()
    for match in _HOST.finditer(edge):
        if host := _before(_HOST_BEFORE, edge, match.start()):
            found |= {host, host + match[0]}
    return found


def _before(name: Pattern, edge: str, end: int) -> str:
    """The name that stands before `end`."""
    match = name.search(edge, max(0, end - 26), end)
    return match[1] if match else ""


def _ending_so(text: str, ending: str) -> set[str]:
    """The longest strings with this ending that stand in the text three times."""
    often: set[str] = set()
    places = [match.start() for match in re.finditer(f"{ending}(?=[{_HAN}])", text)]
    for length in range(1, 7):
        counts = Counter(text[at - length : at + len(ending)] for at in places if at >= length)
        names = {name for name, times in counts.items() if times >= _MIN_TIMES and _ONE_WORD.match(name)}
        if not names:
            break
        often = names
        places = [at for at in places if text[max(0, at - length) : at + len(ending)] in names]
    return often


def _alien(text: str, name: str) -> list[int]:
    """The places of a name that splits words, but for those where grammar binds it."""
    places, splits = [], 0
    at = text.find(name)
    while at >= 0:
        before, after = text[max(0, at - 4) : at], text[at + len(name) : at + len(name) + 4]
        before, after = re.split(r"[^\w%]", before)[-1], re.split(r"[^\w%]", after)[0]
        if before and after:
            split = _splits(before, after)
            splits += split
            if split or not (before[-1] in _BINDING or after[0] in _BINDING):
                places.append(at)
        at = text.find(name, at + len(name))
    return places if splits >= _MIN_SPLITS and len(places) >= _MIN_TIMES else []


def _beside_digit(text: str, at: int, length: int) -> bool:
    return text[at - 1].isdigit() or text[at + length].isdigit()


def clean_shards(text: AlignedText) -> AlignedText:
    """Pieces of the title at the ends of clauses go if they make the whole of it, else they are marked."""
    start = 0
    for line in text.text.split("\n", _TITLE_LINES)[:_TITLE_LINES]:
        start += len(line) + 1
        if 8 <= len(line) <= 60 and (pieces := _pieces(text.text, line, start)):
            spans, whole = pieces
            if whole:
                return text.edit(((*span, "", None) for span in spans), "shard", "lexicon")
            return text.mark(spans, "shard")
    return text


def _pieces(text: str, line: str, start: int) -> tuple[list[Span], bool] | None:
    """Where the pieces of a title stand, and whether they are all of it; None if they are no pieces."""
    if not _next_piece(text, line, 0, start):
        return None
    title = re.sub(r"\W", "", without_site(line))
    spans: list[Span] = []
    done = cuts = times = 0
    while found := _next_piece(text, title, done, spans[-1].end if spans else start):
        spans.append(found)
        cuts += done > 0 and _splits(title[max(0, done - 4) : done], title[done : done + 4])
        done += found.end - found.start
        if done == len(title):
            done, times = 0, times + 1
    whole = times > 0 and cuts * 2 >= len(spans) // times - 1
    return (spans, whole) if len(spans) >= 3 and (whole or cuts >= 2) else None


def _next_piece(text: str, title: str, done: int, start: int) -> Span | None:
    """The first stretch of the title from `done` on that stands at the end of a clause behind other words of it."""
    least, most = _PIECE
    rest = len(title) - done
    head = title[done : done + least]
    at = text.find(head, start)
    while at >= 0:
        end = at + len(head)
        while end - at < rest and text[end : end + 1] == title[done + end - at]:
            end += 1
        fits = end - at <= most and (end - at >= min(least, rest))
        if fits and (end == len(text) or text[end] in _CLAUSE_ENDS) and text[at - 1].isalnum():
            return Span(at, end)
        at = text.find(head, at + 1)
    return None
