"""What a table is made of, and what a cell may hold under which title.

>>> [kind(text) for text in ("312.6", "200以上", "18家", "市工信局", "—", "[120]")]
['number', 'number', 'amount', 'words', 'empty', 'number']
>>> [promise(title) for title in ("序号", "牵头单位", "2025年目标", "产值（亿元）", "工业投资增速", "主要内容及规模")]
['count', 'words', 'numbers', 'numbers', 'numbers', '']
>>> is_head(["县区", "规上工业增加值增速（%）", "位次"]), is_head(["甲县", "8.5", "1"])
(True, False)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from clusterx.pattern import Pattern

Kind = Literal["number", "amount", "words", "empty"]
Promise = Literal["count", "numbers", "words", ""]

EMPTY = Pattern(r"[—\-–－/\\.…*]*|待定|暂无|暂缺|未定|不考核|不涉及")
NUMBER = Pattern(
    r"(?:[≥≤><＞＜±~～约近超]|不低于|不少于|不超过|超过|达到|大于|小于)?\s*[\[〔【]?[+-]?\d[\d,，.]*(?:[—\-~～至]\d[\d,，.]*)?[\]〕】]?"
    r"\s*[%‰]?(?:以上|左右|以内|以下|上下|\+)?[\]〕】]?"
)
AMOUNT = Pattern(r"(?:[≥≤><＞＜约近超]|不低于|不少于|不超过|超过|达到)?\s*[+-]?\d[\d,，.]*\s*[^\d\s。；，]{1,9}")
COUNT = Pattern(r"\d{1,3}[.、．]?")
BRACKETS = Pattern(r"[（(][^（）()]*[）)]")
UNIT = Pattern(
    r"[（(](?:单位[：:])?±?(?:%|‰|[百千万亿]{0,2}(?:美?元|吨|人|户|家|个|件|项|亩|平方米|千瓦时?|标准煤|标煤|条|辆|台|套|名|人次|公里|平方公里|公顷|立方米|千克|度)(?:/\S{1,6})?|个百分点|百分点|位)[）)]"
)
YEAR = r"(?:19|20)\d\d年?(?:\d{1,2}(?:[—\-~至]\d{1,2})?月份?|[上下]半年|[一二三四]季度)?"
NUMBERS = Pattern(
    rf"(?:到?{YEAR}|“?十[三四五六七]五”?)(?:年?[底末初])?(?:规划|预期|计划|预计|实际|实绩|完成|目标|任务|现状|基期|基数|值|数)*"
    r"|.*(?:产值|收入|营收|增加值|增速|增幅|增长|增长率|同比|环比|占比|比重|税收|利润|投资|投资额|总量|总额|数量|金额|产量|位次|排名|名次|排位"
    r"|目标值|实际值|预期值|完成值|基期值|现状值|基期|家数|户数|人数|个数|宗数|完成率)"
)
RANK = Pattern(r"位次|排名|名次|排位|排序")
WORDS = Pattern(
    r".*(?:名称|(?<!年)单位|部门|主体|业主|姓名|链长|链主|职务|领导|备注|地点|属性|性质|类型|类别|阶段|进展|领域|县区|区县|县市|市州|市县|城市|地区|区域"
    r"|开发区|乡镇|镇街|街道|指标|产业链|行业|内容|措施|举措|联系人|责任人?|牵头)"
)
HEAD = Pattern(
    r"序号|编号|名称|项目|单位|指标|投资|内容|年限|阶段|属性|备注|地点|规模|性质|进度|进展|时间|时限|领域|目标|企业|产业|集群|链长|链主|行业|县区|区县|县市"
    r"|县（市|市州|城市|地区|区域|园区|开发区|乡镇|镇街|街道|部门|牵头|责任|负责|职务|姓名|领导|产值|收入|营收|增加值|税收|利润|增速|增长|增幅|同比|环比"
    r"|占比|比重|位次|排名|名次|任务|计划|完成|数量|总量|产量|类别|类型|基期|19\d\d年|20\d\d年|强度|用电量|措施|举措|事项"
)
NO_TITLE = Pattern(r"[。；！？，]|^[、：]|[、：]$|https?:|[{}=;<>]")
LONGEST_TITLE = 26
FOOT = Pattern(r"合计|总计|小计|共计|总和")


class Cell(NamedTuple):
    """One cell, without blanks around it."""

    start: int
    end: int
    text: str


class Line(NamedTuple):
    """A line without its line feed."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """[start, end) covers its lines. `rows` leave out the head; a row may have fewer cells than the head.

    A table whose rows do not agree with its head has none: nothing can be read, and that it is one is still known.
    """

    start: int
    end: int
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The titles of the columns."""
        return tuple([cell.text for cell in self.head])

    def column(self, *words: str) -> int | None:
        """Index of the first column whose name holds one of `words`, in the order of the words."""
        found = (i for word in words for i, cell in enumerate(self.head) if word in cell.text)
        return next(found, None)


def kind(text: str) -> Kind:
    """What a cell holds: a bare number, one with a unit or words behind it, words, or nothing."""
    if not text[:1].isdigit():
        if EMPTY.fullmatch(text):
            return "empty"
        if text.isalpha():  # most cells: numbers and amounts hold a digit
            return "words"
    if NUMBER.fullmatch(text):
        return "number"
    return "amount" if AMOUNT.fullmatch(text) else "words"


def promise(title: str) -> Promise:
    """What the cells under a title must hold; empty if it does not say."""
    if title in ("序号", "编号", "排序", "序", "No.", "NO."):
        return "count"
    plain = BRACKETS.sub("", title)
    if UNIT.search(title) or RANK.search(title) or NUMBERS.fullmatch(plain):
        return "numbers"
    return "words" if WORDS.fullmatch(plain) else ""


def agrees(text: str, promised: Promise) -> bool:
    """Whether a cell holds what the title of its column promises."""
    if promised == "count":
        return bool(COUNT.fullmatch(text) or FOOT.match(text)) or not text
    held = kind(text)
    return held == "empty" or not promised or held == "amount" or (held == "number") == (promised == "numbers")


def is_head(titles: Sequence[str]) -> bool:
    """Whether cells are the titles of columns: most hold a word of titles, none a figure or a piece of a sentence."""
    known = sum([bool(HEAD.search(title) or UNIT.search(title)) for title in titles]) if len(titles) > 1 else 0
    if known < 2 or known * 5 < len(titles) * 3:
        return False
    if any(len(t) > LONGEST_TITLE or NO_TITLE.search(BRACKETS.sub("", t)) for t in titles):
        return False
    return not any(kind(title) == "number" and not NUMBERS.fullmatch(title) for title in titles)
