"""Numeric codes by which work is organised: “1+4+6+N”, “1122+N”, “232”, “415X”, “六个一”.

In: clean text. Out: every code as a `Formula`, with its counts as far as the code itself tells them. What the counts
stand for is not known here. Three shapes:

- sum: numbers joined by +. N and X are open (None). Three or more digits run together before +N are one count each
  (1122+N), unless they end in a zero (1+100+N).
- digits: two to five digits, perhaps with X, in quotation marks. They have no counts: 1915 may be 1, 9, 1, 5 or 19, 15.
- ones: X个一, which is X times 1.

    >>> [f.counts for f in find_formulas("形成“1+4+6+N”工作架构、“1122+N”产业集群发展体系")]
    [(1, 4, 6, None), (1, 1, 2, 2, None)]
    >>> [(f.kind, f.text, f.counts) for f in find_formulas("聚焦“231”产业集群，落实“三个一”推进机制")]
    [('digits', '231', ()), ('ones', '三个一', (1, 1, 1))]
    >>> find_formulas("实现1+1>2的效果，完成投资231亿元，每个一级园区")
    []
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from clusterx.mentions.han_numerals import read_integer
from clusterx.pattern import Pattern

Shape = Literal["sum", "digits", "ones"]

PART = r"(?:\d{1,5}|[NnXx])"
SUM = (
    rf"(?<![\dA-Za-z+＋.\-—/])(?P<sum>{PART}(?:\s?[+＋]\s?{PART}){{1,7}}+)"
    r"(?![\dA-Za-z+＋%.]|\s?(?:[>＞=＝≥≠]|大于|等于))"
)
DIGITS = r"(?<=[“‘])(?P<digits>\d{2,5}[XxNn]?)(?=[”’])"
FOLLOWING = "工作|工程|推进|落实|机制|制度|体系|模式|行动|服务|举措|措施|运行|保障|责任|协同|联动|综合|包联|帮扶|专班"
ONES = (
    r"(?<![\d一二三四五六七八九十百])(?P<ones>(?P<many>十[一二]?|[二两三四五六七八九]|1\d|[2-9])个(?:一|1(?=”)))"
    rf"(?=[^\p{{Han}}]|{FOLLOWING})"
)
# Where to look (most texts have few of these, and finding them is cheaper), what for, and how far before and behind.
ANCHORS = (
    ("+", Pattern(SUM), 7, 50),
    ("＋", Pattern(SUM), 7, 50),
    ("“", Pattern(DIGITS), 0, 9),
    ("‘", Pattern(DIGITS), 0, 9),
    ("个一", Pattern(ONES), 3, 12),
    ("个1”", Pattern(ONES), 3, 12),
)
BLANK = Pattern(r"\s")
KNOWN_NUMBERS = frozenset({"12345", "12315", "12371", "985", "211", "110", "119", "120", "996", "863", "973"})


class Formula(NamedTuple):
    """A code at [start, end), quotation marks not included. `counts`: None for an open part; empty for bare digits."""

    start: int
    end: int
    text: str
    kind: Shape
    counts: tuple[int | None, ...]


def find_formulas(text: str) -> list[Formula]:
    """Every code in clean text, in its order."""
    matches = {match.span(): match for place in ANCHORS for match in _matches(text, *place)}
    found = (_read(match) for _, match in sorted(matches.items()))
    return [formula for formula in found if formula]


def _matches(text: str, anchor: str, pattern: Pattern, before: int, behind: int) -> Iterator[re.Match[str]]:
    """The matches around each `anchor`."""
    done, at = 0, text.find(anchor)
    while at >= 0:
        told = before > 0 or text[at + 1 : at + 2].isdigit()
        match = pattern.search(text, max(done, at - before), at + behind) if told else None
        if match:
            yield match
            done = match.end()
        at = text.find(anchor, max(done, at + 1))


def _read(match: re.Match[str]) -> Formula | None:
    found = match.groupdict()
    if found.get("sum"):
        code = BLANK.sub("", match[0]).replace("＋", "+").upper()
        return Formula(match.start(), match.end(), code, "sum", parse_counts(code))
    if found.get("digits"):
        known = match[0] in KNOWN_NUMBERS
        return None if known else Formula(match.start(), match.end(), match[0].upper(), "digits", ())
    many = parse_count(match["many"])
    return Formula(match.start(), match.end(), match[0], "ones", (1,) * many) if many else None


def parse_counts(code: str) -> tuple[int | None, ...]:
    """The counts of a sum.

    >>> parse_counts("1+15+1"), parse_counts("1122+N"), parse_counts("10+100+N")
    ((1, 15, 1), (1, 1, 2, 2, None), (10, 100, None))
    """
    parts = code.split("+")
    numbers = [part for part in parts if part.isdigit()]
    if len(numbers) == 1 and len(numbers[0]) >= 3 and "0" not in numbers[0]:
        return (*map(int, numbers[0]), *(None for _ in parts[1:]))
    return tuple(int(part) if part.isdigit() else None for part in parts)


def parse_count(numeral: str) -> int | None:
    """A small count in either script: 6, 六, 两, 十五; None if it is none (N, 若干)."""
    if numeral.isdigit():
        return int(numeral)
    return read_integer(numeral)
