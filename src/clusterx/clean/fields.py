"""The labelled fields of a page: 来源：甲市日报　发布时间：2024-10-12　点击：8次.

A line is a line of fields only if every part of it is a label with a value of the right kind, a date or a button:

    >>> [(f.field, f.value) for f in read_fields("2025-04-19 08:12 来源：甲市日报 记者：方晓岚 【字体：大 中 小】") or ()]
    [('published', '2025-04-19'), ('source', '甲市日报'), ('author', '方晓岚'), ('none', '大 中 小')]
    >>> [(f.field, f.value) for f in read_fields("| 索 引 号 | 430/2024 | 发布机构 | 甲市人民政府办公室 |") or ()]
    [('none', '430/2024'), ('issuer', '甲市人民政府办公室')]
    >>> [(f.field, f.value) for f in read_fields("2025年03月14日　06版　来源：甲市日报　本报记者　王峰") or ()]
    [('published', '2025-03-14'), ('source', '甲市日报'), ('author', '王峰')]
    >>> read_fields("记者：这座城市的底色变了吗？") is None
    True
    >>> read_fields("资金来源：市级财政安排2亿元，其余由企业自筹。") is None
    True
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from clusterx.clean.dates import DATE, find_date
from clusterx.clean.labels import Label, find_labels, is_label
from clusterx.clean.people import may_be_person, people
from clusterx.clean.title import NUMBER
from clusterx.pattern import Pattern

_BUTTON = (
    r"第?[A-Z]?\d{1,3}版|打印(?:本页|此页|文章)?|关闭(?:窗口|本页)?|收藏(?:本页)?|返回(?:顶部|列表|首页)?|分享(?:到)?|转发|复制链接|下载|扫一扫[^ ]{0,20}|"
    r"纠错|我要纠错|(?:浏览|阅读|点击|访问)(?:量|数|次数)?[ ：:]*[\d,.]+万?[ ]*(?:次|人次)?|(?<!\d)\d{1,2}月\d{1,2}日|周[一二三四五六日]|星期[一二三四五六日]|(?<!\d)\d{1,2}:\d\d(?::\d\d)?|无障碍(?:阅读|浏览)?|长者(?:模式|专区)|大字版|字[体号][ ：:]*(?:[特大中小] ?)+|手机(?:版|阅读)|微信|微博|QQ空间|大|中|小|T|A[+-]?"
)
_FILLER = r"[\s|【】\[\]（）()·\-—>＞/]"
_NOTHING = Pattern(rf"(?:{_FILLER}|{_BUTTON})*+")
_NUMBER = Pattern(rf"(?:{_FILLER}|{_BUTTON}|[\d,]+|人?次|人|字)*+")
_URL = Pattern(r"\s*[（(]?(?:https?://|www\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+[^\s）)]*[）)]?\s*$")
_APART = Pattern(r"[\s|【](?:(?<=\s)\s+|(?<=[|\t【]))")
_LONG = 60
_LONGEST_DATE = 40
_LONGEST_LINE = 400
_ROLE = Pattern(r"\s+[（(]?[\u4e00-\u9fff/]{1,6}[：:丨｜|]", engine=regex)
_BRACKETED = Pattern(r"\s*[（(]([^（）()]{2,40})[）)]$")
_YEAR = Pattern(r"(?:19|20)\d\d|[〇零]|二[一二三]")
_ASKS = Pattern("[？?！!“”]")  # 记者：城市的底色变了吗？ is an interview
_REPORTER = Pattern(
    r"[\s　]+(?:本报|本网|本台|全媒体|特约|首席|见习)*(?:记者|通讯员)[\s　：:]*(?P<names>[^\s　].{1,30})$"
)
_SEPARATOR = Pattern(r"[：|丨｜/]", engine=regex)


class Field(NamedTuple):
    """A labelled value; offsets into the line."""

    field: str
    value: str
    start: int
    end: int
    label: str = ""


def read_fields(line: str) -> list[Field] | None:
    """The fields of a line of fields, None for any other line."""
    if not _may_hold_fields(line):
        return None
    found = list(find_labels(line))
    before = line[: found[0].start] if found else line
    told = any(label.row.field in ("published", "source") for label in found)
    number = NUMBER.match(before) if told else None  # 甲政办发〔2025〕12号　发布时间：2025-02-18
    fields = _bare_date(before[number.end() :] if number else before)
    if fields is None or not found:
        return fields
    if number:
        fields = [Field("number", number[0], 0, number.end())]
    for label, following in zip(found, [*found[1:], None], strict=True):
        values = _values(label.row, line, label.end, following.start if following else len(line))
        if values is None:
            return None
        fields += values
    return fields


def _may_hold_fields(line: str) -> bool:
    """A cheap look: marks that set off labels, a date, or a label alone."""
    if "。" in line:
        return False
    if _SEPARATOR.search(line, 0, _LONG + _LONGEST_DATE):
        return len(line) <= _LONGEST_LINE
    return len(line) <= _LONGEST_DATE and (_YEAR.search(line) is not None or is_label(line))


def _bare_date(part: str) -> list[Field] | None:
    """What stands in front of the first label: nothing but a date and buttons, or the line has no fields."""
    found = find_date(part) if _YEAR.search(part) else None
    rest = part[: found.start] + DATE.sub(" ", part[found.start :]) if found else part
    if not _NOTHING.fullmatch(rest):
        return None
    return [Field("published", found.value, found.start, found.end)] if found else []


def _values(row: Label, line: str, start: int, end: int) -> list[Field] | None:
    """The value of a label, and a date or names that stand behind it; None if it is of another kind."""
    raw = line[start:end]
    if row.kind == "date":
        value = _date_value(row, raw, start)
        return [value] if value else None
    if row.kind == "count":
        return [Field("none", raw.strip(), start, end)] if _NUMBER.fullmatch(raw) else None
    if len(raw) > _LONG or "。" in raw or (row.kind == "names" and _ASKS.search(raw)):
        return None
    dated = find_date(raw) if row.field == "source" or row.kind == "names" else None
    if not dated:
        return _text_values(row, raw, start)
    without = raw[: dated.start] + " " * (dated.end - dated.start) + raw[dated.end :]
    published = Field("published", dated.value, start + dated.start, start + dated.end)
    return [*_text_values(row, without, start), published]


def _date_value(row: Label, raw: str, start: int) -> Field | None:
    found = find_date(raw)
    if not found:
        return Field("none", "", start, start, row.label) if _NOTHING.fullmatch(raw) else None
    if _bare_date(raw) is None:
        return None
    return Field(row.field, found.value, start + found.start, start + found.end, row.label)


def _text_values(row: Label, raw: str, start: int) -> list[Field]:
    cut = raw.strip(" |【】")
    if row.kind != "size":
        cut = _APART.split(_ROLE.split(cut)[0])[0]
    beside = []
    if row.field == "source":
        cut = _URL.sub("", cut)
        if (told := _REPORTER.search(cut)) and (names := people(told["names"])):
            at = start + raw.find(told["names"])
            beside = [Field("author", names, at, at + len(told["names"]))]
            cut = cut[: told.start()]
        named = _BRACKETED.search(cut)
        if named and (names := people(named[1])):
            at = start + raw.find(named[1])
            beside = [Field("author", names, at, at + len(named[1]))]
            cut = cut[: named.start()]
    cut = cut.strip(" 　|【】[]，,;；")
    if cut.endswith("）") and "（" not in cut:
        cut = cut[:-1]
    at = start + raw.find(cut)
    value = (people(cut) or cut) if row.kind == "names" else cut
    field = row.field if cut and (row.kind != "names" or may_be_person(value)) else "none"
    return [Field(field, value, at, at + len(cut), row.label), *beside]


def fields_of(lines: list[str]) -> Iterator[tuple[int, list[Field]]]:
    """The lines of fields among `lines`, by number."""
    for number, line in enumerate(lines):
        if fields := read_fields(line):
            yield number, fields
