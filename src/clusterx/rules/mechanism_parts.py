"""What the counts of a formula stand for, as the words around it explain them.

In: the text, a `Formula`, where its name starts and ends. Out: the components with their names and the span that
explains them. Three places are read, and only an explanation that agrees with every count is taken:

- on the left: 形成1个办公室、4个产业专班、N个主责部门的“1+4+N”工作架构
- on the right: “1+3+N”梯度培育体系，即1家千亿级链主企业、3家骨干企业、N家配套企业
- part by part: “1”即1个总指挥部，“6”是6个产业专班，“N”为若干服务站

    >>> from clusterx.mentions.formulas import find_formulas
    >>> text = "形成1个办公室、4个产业专班、N个主责部门的“1+4+N”工作架构"
    >>> formula = find_formulas(text)[0]
    >>> explain_counts(text, formula, 22, 33).names
    ('办公室', '产业专班', '主责部门')
    >>> ones = "实行“三个一”工作机制，即一名领导帮包、一个专班跟进、一套政策支持。"
    >>> explain_counts(ones, find_formulas(ones)[0], 2, 11).names
    ('领导', '专班', '政策')
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from clusterx.mentions.formulas import Formula, parse_count
from clusterx.pattern import Pattern

CLASSIFIER = "个|家|所|间|道|名|位|支|大|条|套|项|类|批|只|份|张|座|处|场|种|组|本|笔|册|方|部|幅|把"
NUMERAL = r"\d|[NnXx](?:个|家|名|支|套|条|批|项)|若干|[一二两三四五六七八九十]+(?:个|家|名|支|套|条|批)"
NAME = rf"(?P<name>(?:[^、，。；：\n“”+＋（）\d以和及与]|(?!(?:以及|[和及与])(?:{NUMERAL}))[以和及与]){{1,40}}+)"
ITEM = Pattern(
    rf"(?=[\d一二两三四五六七八九十NnXx若多])(?<![\d一二三四五六七八九十第每])(?:(?P<count>\d{{1,3}}|[一二两三四五六七八九十]{{1,3}})(?:余|多)?(?P<classifier>{CLASSIFIER})"
    rf"|(?P<open>[NnXx]|若干|多)(?:{CLASSIFIER})?)(?:以上|左右)?{NAME}"
)
ONE = Pattern(rf"(?<![\d一二三四五六七八九十第统同唯])[一1](?:{CLASSIFIER})[“‘]?{NAME}")
MARKED = Pattern(
    r"[“‘](?P<part>\d{1,3}|[NnXx])[”’](?:，?即|是指|则?是|就是|则?为|指|代表|：|——?)(?P<told>[^。；\n]{1,200}?)(?=[，；。]?[“‘](?:\d{1,3}|[NnXx])[”’]|[。；\n]|$)"
)
# What each of the three does stands behind it: 一名县级领导帮包.
DOING = Pattern(
    r"(?:帮包|包抓|包联|包保|包挂|挂包|靠上|跟进|引领|协同|支持|牵头|推进|负责|保障|支撑|落实|统筹|到底|主抓|主推|领衔|挂帅|推动|服务|扶持|带动|"
    r"对接|联系|挂钩|承载|赋能|指导|攻坚|联络|跟踪|专班推进|具体负责|牵头负责|统筹推进)$"
)
VAGUE = Pattern(r"^(?:若干个?|一批|多个|各类|各|数个|\d+(?:个|家|条|支|项)?|一个)")
ABOUT = Pattern(r"的(?:总体)?(?:要求|思路|原则|方式|架构|布局|格局|模式|目标|标准|工作).*$")
TRAILING = Pattern(r"(?:等|建设|组成|构成|共同组成|为支撑|为主体|的)+$")
WINDOW = 300


class Explanation(NamedTuple):
    """Names of the components in order, the span [start, end) that tells them, and where in it each is told."""

    names: tuple[str, ...]
    start: int
    end: int
    counts: tuple[int | None, ...] = ()
    items: tuple[tuple[int, int], ...] = ()


def explain_counts(text: str, formula: Formula, start: int, end: int) -> Explanation | None:
    """What the counts of `formula` stand for; its name stands at [start, end)."""
    if formula.kind == "ones":
        return _ones(text, formula, start, end)
    return _marked(text, formula, end) or _right(text, formula, end) or _left(text, formula, start)


def _left(text: str, formula: Formula, start: int) -> Explanation | None:
    begin = max(text.rfind(mark, max(0, start - WINDOW), start) for mark in "。；！？\n") + 1
    items = list(ITEM.finditer(text, max(begin, start - WINDOW), start))
    for first in range(len(items) - 1, -1, -1):
        if explained := _agree(formula, items[first:]):
            return explained
    return None


def _right(text: str, formula: Formula, end: int) -> Explanation | None:
    items = list(islice(ITEM.finditer(text, end, _sentence_end(text, end)), 9))
    for last in range(1, len(items) + 1):
        if explained := _agree(formula, items[:last]):
            return explained
    return None


def _agree(formula: Formula, items: Sequence[re.Match[str]]) -> Explanation | None:
    """The items as an explanation, if their counts are those of the formula, in order."""
    counts = tuple(_count(item) for item in items)
    told = "".join("X" if count is None else str(count) for count in counts)
    fits = counts == formula.counts if formula.kind == "sum" else told == formula.text.replace("N", "X")
    if not fits or len(items) < 2:
        return None
    names, spans = tuple(_named(i["name"]) for i in items), tuple(i.span() for i in items)
    return Explanation(names, items[0].start(), items[-1].end(), counts, spans)


def _count(item: re.Match[str]) -> int | None:
    if item["open"] or (item["count"] == "一" and item["classifier"] == "批"):
        return None
    return parse_count(item["count"])


def _named(told: str) -> str:
    told = told.translate(str.maketrans("", "", "‘’“” "))
    return TRAILING.sub("", ABOUT.sub("", told)) or told


def _marked(text: str, formula: Formula, end: int) -> Explanation | None:
    """“1”即…，“6”是…，“N”为…"""
    stop = text.find("\n", end)
    stop = min(len(text) if stop < 0 else stop, end + 2 * WINDOW)
    marks = list(MARKED.finditer(text, end, stop))
    parts = formula.text.split("+") if formula.kind == "sum" else list(formula.text)
    told = [mark["part"].upper() for mark in marks[: len(parts)]]
    if told != parts:
        return None
    used = marks[: len(parts)]
    counts = tuple(int(part) if part.isdigit() else None for part in parts)
    names, spans = tuple(_told_name(m["told"]) for m in used), tuple(_told_span(m) for m in used)
    return Explanation(names, used[0].start(), spans[-1][1], counts, spans)


def _told_span(mark: re.Match[str]) -> tuple[int, int]:
    """Where a mark is told: what follows a further comma tells of something else."""
    start, end = mark.span("told")
    comma = mark["told"].find("，", 1)
    return start, end if comma < 0 else start + comma


def _told_name(told: str) -> str:
    items = [item for item in ITEM.finditer(told) if item["count"]]
    if items and told.rstrip("，").endswith(items[-1]["name"]):
        return _named(items[-1]["name"])
    return _named(VAGUE.sub("", told.split("，")[0]))


def _ones(text: str, formula: Formula, start: int, end: int) -> Explanation | None:
    many = len(formula.counts)
    after = list(ONE.finditer(text, end, _sentence_end(text, end)))
    begin = max(text.rfind(mark, max(0, start - WINDOW), start) for mark in "。；！？\n") + 1
    before = list(ONE.finditer(text, max(begin, start - WINDOW), start))
    found = after if len(after) == many else before
    if len(found) != many:
        return None
    names, spans = tuple(_one_name(i["name"]) for i in found), tuple(i.span() for i in found)
    return Explanation(names, found[0].start(), found[-1].end(), formula.counts, spans)


def split_ones(text: str) -> tuple[str, ...]:
    """The names of an enumeration in which everything is one; empty if it is none.

    >>> split_ones("一条产业链、一位市领导、一个牵头部门")
    ('产业链', '市领导', '牵头部门')
    >>> split_ones("一链一策")
    ()
    """
    parts = text.split("、")
    if len(parts) < 3:
        return ()
    found = [ONE.fullmatch(part.strip()) for part in parts]
    names = tuple(_one_name(one["name"]) for one in found if one)
    return names if len(names) == len(found) else ()


def _one_name(told: str) -> str:
    told = _named(told)
    kept = DOING.sub("", told)
    return kept if len(kept) >= 2 else told


def _sentence_end(text: str, at: int) -> int:
    """Where the sentence ends that holds `at`, WINDOW at most. A new sentence that begins with 即 belongs to it."""
    ends = [p for mark in "。！？\n" if (p := text.find(mark, at, at + WINDOW)) >= 0]
    return min(ends, default=min(len(text), at + WINDOW))
