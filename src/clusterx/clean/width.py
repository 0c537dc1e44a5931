"""One width for one character, so that rules see one canonical form.

Digits, Latin letters and % become half-width; punctuation beside Chinese becomes full-width; compatibility ideographs
and radicals, which PDF files contain, become the characters they look like. Every change is 1:1.

    >>> clean_width(AlignedText.of("２０２４年，增长８．３％,共1,247家(其中A股5家);网址:http://a.cn/?b=1,时间10:30")).text
    '2024年，增长8.3%，共1,247家（其中A股5家）；网址：http://a.cn/?b=1,时间10:30'
    >>> clean_width(AlignedText.of("１，２００亿元、第3，120家")).text
    '1,200亿元、第3，120家'
    >>> clean_width(AlignedText.of('推行「链长制」和"一链一策",按f(x)=1:2计')).text
    '推行“链长制”和“一链一策”，按f(x)=1:2计'
    >>> clean_width(AlignedText.of("⼯业\uf98a\u3000量")).text
    '工业力 量'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from clusterx.clean.within import lines_with
from clusterx.lexicon import rows
from clusterx.pattern import Pattern
from clusterx.text import AlignedText, AnyChange, Change

_WIDE = "\u2018-\u201f\u2026\u2014\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uffee\U00020000-\U0003ffff"
_BESIDE = Pattern(f"[{_WIDE}]", engine=regex)
_FULL = {half: chr(ord(half) + 0xFEE0) for half in ",;:!?()"}
_ROUNDS = 4
_WIDENED = Pattern(
    rf"[,;:!?](?:(?<=[%{_WIDE}][,;:!])|(?<!\?)(?=[{_WIDE}])|(?<=[)\]][,;])|(?<=[{_WIDE}]\?)(?=[\n !?{_WIDE}]|\Z))",
    engine=regex,
)
_GROUPS = Pattern(  # the comma of １，２００, where all of the number is wide
    "，(?=[０-９]{3}(?![０-９]))(?:" + "|".join(f"(?<=(?<![０-９．])[０-９]{{{n}}}，)" for n in (1, 2, 3)) + ")"
)
_ALONE = Pattern(r"\n[ \t]*([,;:!?])(?=[ \t]*(?:\n|\Z))")
_NEXT = Pattern(rf"[ \t\n]*[{_WIDE}]", engine=regex)
_BRACKET = Pattern(r"[()\n]")
_OF_URLS = ("://", "www.", "@")
_URL = Pattern(r"(?a)(?:https?://|www\.)[!-~]++|[\w.+-]{1,64}+@[\w.-]{1,64}")


class Glyph(NamedTuple):
    """A glyph and the character that it stands for."""

    glyph: str
    char: str


@cache
def _one_to_one() -> tuple[re.Pattern[str], dict[int, str]]:
    table = {point: chr(point - 0xFEE0) for point in range(0xFF10, 0xFF5B) if chr(point).isalnum()}
    table |= {ord(full): half for full, half in zip("％＋．／＆＝＃＊＠－＜＞＿＇﹪", "%+./&=#*@-<>_'%", strict=True)}
    table |= dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003\u2009\u202f"), " ")
    table |= {
        ord(old): new for old, new in zip("「」『』﹁﹂﹃﹄∶︰﹕﹔﹐﹖﹗﹙﹚", "“”‘’“”‘’:：：；，？！（）", strict=True)
    }
    for char in map(chr, (*range(0xF900, 0xFB00), *range(0x2E80, 0x2FD6))):
        if len(plain := unicodedata.normalize("NFKC", char)) == 1:
            table[ord(char)] = plain
    table |= {ord(row.glyph): row.char for row in rows("glyphs", Glyph)}
    glyphs = f"[{re.escape(''.join(map(chr, sorted(table))))}]"
    return re.compile(f"{glyphs}{glyphs}*"), table


def clean_width(text: AlignedText) -> AlignedText:
    """Digits, letters, marks and look-alike glyphs in their canonical width."""
    pattern, table = _one_to_one()
    groups = ((m.start(), m.end(), ",", None) for m in _GROUPS.finditer(text.text))
    text = text.edit(groups, "punctuation", record=False)
    text = text.respell(pattern.sub(lambda found: found[0].translate(table), text.text))
    if '"' in text.text:
        text = text.edit(_quotes(text.text), "punctuation", record=False)
    return _with_marks(text)


def _with_marks(text: AlignedText) -> AlignedText:
    """A mark that becomes wide may make the one beside it wide; what is marked as damaged stays as it is."""
    doubtful = {at for span in text.doubtful() for at in range(*span)}
    for _ in range(_ROUNDS):
        changes = [change for change in _marks(text.text) if change[0] not in doubtful]
        if not changes:
            break
        text = text.edit(changes, "punctuation", record=False)
    return text


def _marks(text: str) -> Iterator[AnyChange]:
    """Marks beside Chinese text, and brackets that belong to it; not inside addresses."""
    brackets = _bracket_pairs(text) if "(" in text or ")" in text else ()
    found = sorted({*(match.start() for match in _WIDENED.finditer(text)), *_alone(text), *brackets})
    if found and (lines := lines_with(text, *_OF_URLS)):
        urls = _Spans(m.span() for line in lines for m in _URL.finditer(text, *line))
        found = [at for at in found if not urls.hold(at)]
    for at in found:
        yield at, at + 1, _FULL[text[at]], None


def _alone(text: str) -> Iterator[int]:
    """Marks that are all of their line and belong to the Chinese text above or below."""
    for match in _ALONE.finditer(text):
        before = match.start()
        while before >= 0 and text[before] in " \t\n":
            before -= 1
        if (before >= 0 and _BESIDE.match(text[before])) or _NEXT.match(text, match.end()):
            yield match.start(1)


def _bracket_pairs(text: str) -> set[int]:
    """Half-width brackets that belong to Chinese text, beside it or around it; both of a pair."""
    found: set[int] = set()
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        at = match.start()
        if match[0] == "\n":
            opened.clear()
        elif match[0] == "(":
            opened.append(at)
            if _beside(text, at, at):
                found.add(at)
        elif opened:
            start = opened.pop()
            if start in found or _beside(text, start, at):
                found |= {start, at}
        elif _beside(text, at, at):
            found.add(at)
    return found


def _beside(text: str, start: int, end: int) -> bool:
    return bool(
        _BESIDE.match(text[start - 1 : start])
        or _BESIDE.match(text[end + 1 : end + 2])
        or _BESIDE.search(text, start + 1, min(end, start + 60))
    )


def _quotes(text: str) -> Iterator[Change]:
    """Straight quotes of a line with Chinese text, opening and closing by turns where they pair up."""
    at = 0
    for line in text.split("\n"):
        if '"' in line and line.count('"') % 2 == 0 and _BESIDE.search(line):
            for turn, match in enumerate(regex.finditer('"', line)):
                yield Change(at + match.start(), at + match.end(), "“”"[turn % 2])
        at += len(line) + 1


class _Spans:
    """Ascending spans that are asked in ascending order whether they hold a place."""

    def __init__(self, spans: Iterator[tuple[int, int]]) -> None:
        self._spans = list(spans)
        self._next = 0

    def hold(self, at: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][1] <= at:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] <= at
