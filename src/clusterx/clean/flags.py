"""What cannot be repaired is said: masked values, spun words, digests, machine-written and truncated pages, second articles.

Flags leave the text as it is. A masked number, a wide comma within what may be one number (总投资1，200亿元) or two, and a
number at the very end of a text that stops in mid-sentence are guesses, so that no value is made of them; all other flags only tell what kind of page it is:

    >>> [(r.kind, r.level, r.before) for r in flag_pages(AlignedText.of("完成投资1**万元，剩余内容请登录")).repairs]
    [('masked', 'guess', '1**'), ('truncated', 'lexicon', '剩余内容')]
    >>> clean_noise(AlignedText.of("产业集群 6 J y\\" J! \\\\` h( H\\n培育5家")).text
    '产业集群\\n培育5家'
    >>> clean_tables(AlignedText.of("序号 项目 投资 1 甲项目 500 2 乙项目 600 3 丙项目 700")).text
    '序号 项目 投资\\n1 甲项目 500\\n2 乙项目 600\\n3 丙项目 700'
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from clusterx.lexicon import WordFinder, rows
from clusterx.pattern import Pattern
from clusterx.text import AlignedText, AnyChange, Change, Span

_MASKED = Pattern(r"\d*+[*＊×]{1,6}+\d*+(?=\s?(?:[万亿]?元|[万亿]|[家个项%月日年人吨亩]))")
_SIGN = Pattern("[*＊×]")
_THREE_BEHIND = Pattern(r"，[0-9]{3}")
_GROUPED = Pattern(
    r"，(?=\d{3}(?!\d))(?:" + "|".join(rf"(?<=(?<![\d.第列居前])[1-9]\d{{{n}}}，)" for n in range(3)) + ")",
    engine=regex,
)
_CUT_OFF = Pattern(r"(?<![^\n])[^\n]*[，。；][^\n：]*?(?P<number>\d[\d.,]*+)\Z")
_LONG = 200
_NOISE = Pattern(
    r"(?:(?<=[\u3400-\u9fff，。；]) ?|(?<![^\n]))(?:[!-~]{1,2} ){4,80}+[!-~]{0,3}(?![^\n])"
    r"|(?<![^\n]) ?(?:[!-~]{1,2} ){5,80}+(?=[\u3400-\u9fff“《])"
)
_SINGLES = Pattern(r" [!-~]{1,2} [!-~]{1,2} [!-~]{1,2} ")
_TABLE = Pattern(r"(?:序号|编号) [^\n\d]{2,200}? (?=1 )")
_DATELINE = Pattern(r"[讯电] ?[（(]")
_DATELINES = [f"{word}{bracket}" for word in "讯电" for bracket in ("（", "(", " （", " (")]
_LINE_HEAD = 30
_SPUN_FROM = 3


class Flag(NamedTuple):
    """Words that show of what kind a page is."""

    kind: str
    words: tuple[str, ...]


@cache
def _flag_words() -> WordFinder[str]:
    return WordFinder({word: row.kind for row in rows("flags", Flag) for word in row.words})


def flag_pages(text: AlignedText) -> AlignedText:
    """Mark what shows that a page is not to be trusted in part or in whole."""
    found: dict[str, list[Span]] = defaultdict(list)
    for start, end, kind in _flag_words().find(text.text):
        found[kind].append(Span(start, end))
    if len({text.text[span.start : span.end] for span in found["spun"]}) < _SPUN_FROM:
        del found["spun"]
    if "*" in text.text or "×" in text.text:
        text = text.mark(_masked(text.text), "masked")
    if len(text) > _LONG and text.text[-1].isdigit():
        line = text.text.rfind("\n") + 1
        if last := _CUT_OFF.match(text.text, line):
            text = text.mark([Span(last.start("number"), last.end())], "cut_off")
    commas = [m.start() for m in _THREE_BEHIND.finditer(text.text) if _GROUPED.match(text.text, m.start())]
    text = text.mark([Span(at - 1, at + 2) for at in commas], "grouped")
    for kind, spans in found.items():
        text = text.mark(spans, kind, "lexicon")
    return text.mark(_second_articles(text.text), "foreign_tail", "lexicon")


def _masked(text: str) -> list[Span]:
    """**亿元, 12×万: numbers of which marks hide some digits."""
    spans: list[Span] = []
    for sign in _SIGN.finditer(text):
        start = sign.start()
        while start and text[start - 1].isdecimal():
            start -= 1
        if (not spans or start >= spans[-1].end) and (match := _MASKED.match(text, start)):
            spans.append(Span(*match.span()))
    return spans


def _second_articles(text: str) -> list[Span]:
    """Datelines after the first, far behind it: where another article has been glued on."""
    lines: list[Span] = []
    if not any(dateline in text for dateline in _DATELINES):
        return lines
    for match in _DATELINE.finditer(text):
        start = text.rfind("\n", max(0, match.start() - _LINE_HEAD), match.start()) + 1
        if (start or match.start() < _LINE_HEAD) and not regex.search("[。，]", text[start : match.start()]):
            lines.append(Span(start, match.end()))
    return [span for span in lines[1:] if span.start > lines[0].start + _LONG]


def clean_noise(text: AlignedText) -> AlignedText:
    """Rows of single characters that forums put at the ends of lines against copying."""
    if not _SINGLES.search(text.text):
        return text
    return text.edit((change for change in _noise(text.text) if _is_noise(text.text, change[0], change[1])), "noise")


def _noise(text: str) -> Iterator[AnyChange]:
    """What may be such rows, in the lines that have three single characters apart: elsewhere none can be."""
    done = 0
    for single in _SINGLES.finditer(text):
        if single.start() >= done:
            done = text.find("\n", single.end() - 1)
            done = done if done >= 0 else len(text)
            for match in _NOISE.finditer(text, text.rfind("\n", 0, single.start()) + 1, done):
                yield *match.span(), "", None


def _is_noise(text: str, start: int, end: int) -> bool:
    line = text[text.rfind("\n", 0, start) + 1 : end]
    if line.count("|") >= 2 or "|" in text[start:end]:  # cells of a table
        return False
    tokens = text[start:end].split()
    odd = sum(1 for token in tokens if not token.isalnum())
    return odd * 3 >= len(tokens) and sum(map(len, tokens)) <= 1.6 * len(tokens)


def clean_tables(text: AlignedText) -> AlignedText:
    """Rows of a table that stand in one line, where the numbers of the rows count up from 1."""
    if "序号 " not in text.text and "编号 " not in text.text:
        return text
    return text.edit(_rungs(text.text), "table", "lexicon")


def _rungs(text: str) -> Iterator[Change]:
    at = 0
    while head := _TABLE.search(text, at):
        line_end = text.find("\n", head.end())
        line_end = len(text) if line_end < 0 else line_end
        places, number, at = [head.end() - 1], 2, head.end()
        while (rung := text.find(f" {number} ", at, line_end)) >= 0:
            places.append(rung)
            number, at = number + 1, rung + 1
        if len(places) >= 3:
            yield from (Change(place, place + 1, "\n") for place in places)
        at = max(at, head.end())
