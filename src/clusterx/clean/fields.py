"""The labelled fields of a page: 来源：甲市日报　发布时间：2024-10-12　点击：8次.

A line is a line of fields only if every part of it is a label with a value of the right kind, a date or a button:

    >>> [(f.field, f.value) for f in read_fields("2025-04-19 08:12 来源：甲市日报 记者：方晓岚 【字体：大 中 小】") or ()]
    [('published', '2025-04-19'), ('source', '甲市日报'), ('author', '方晓岚'), ('none', '大 中 小')]
    >>> [(f.field, f.value) for f in read_fields("| 索 引 号 | 430/2024 | 发布机构 | 甲市人民政府办公室 |") or ()]
    [('none', '430/2024'), ('issuer', '甲市人民政府办公室')]
    >>> read_fields("资金来源：市级财政安排2亿元，其余由企业自筹。") is None
    True
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import regex

from clusterx.clean.dates import DATE, find_date
from clusterx.clean.people import people
from clusterx.lexicon import rows

_BUTTONS = regex.compile(
    r"[\[【（(]?(?:打印(?:本页|此页|文章)?|关闭(?:窗口|本页)?|收藏(?:本页)?|返回(?:顶部|列表|首页)?|分享(?:到)?|转发|复制链接|下载|扫一扫[^ ]{0,20}|"
    r"纠错|我要纠错|无障碍(?:阅读|浏览)?|长者(?:模式|专区)|大字版|手机(?:版|阅读)|微信|微博|QQ空间|大|中|小|T|A[+-]?)[\]】）)]?"
)
_FILLER = regex.compile(r"[\s|【】\[\]（）()·\-—>＞/]+")
_COUNT = regex.compile(r"[\d,]*\s*(?:次|人次|人|字)?")
_URL = regex.compile(r"\s*[（(]?(?:https?://|www\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+[^\s）)]*[）)]?\s*$")
_APART = regex.compile(r"\s{2,}|[|\t【]")
_LONG = 60
_LONGEST_DATE = 40
_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class Label:
    """A label, the field that it opens and the kind of value that follows."""

    label: str
    field: str
    kind: str


class Field(NamedTuple):
    """A labelled value; offsets into the line."""

    field: str
    value: str
    start: int
    end: int
    label: str = ""


@cache
def _labels() -> tuple[regex.Pattern[str], dict[str, Label]]:
    table = {row.label: row for row in rows("labels", Label)}
    words = sorted(table, key=len, reverse=True)
    spaced = "|".join(r"[ ]{0,4}".join(map(regex.escape, word)) for word in words)
    pattern = rf"(?<![\u4e00-\u9fff])(?P<label>{spaced})(?:[ ]{{0,4}}[：:][ |]*|[ ]*\|[ |]*|(?=[ ]*$))|(?<=[\d\s次])(?P<glued>{spaced})[：:]"
    return regex.compile(pattern), table


def read_fields(line: str) -> list[Field] | None:
    """The fields of a line of fields, None for any other line."""
    if len(line) > _LONGEST_LINE or (len(line) > _LONGEST_DATE and "：" not in line and "|" not in line):
        return None
    pattern, table = _labels()
    found = list(pattern.finditer(line))
    if not found:
        return _bare_date(line)
    fields = _bare_date(line[: found[0].start()])
    if fields is None:
        return None
    for match, following in zip(found, [*found[1:], None], strict=True):
        end = following.start() if following else len(line)
        row = table[(match["label"] or match["glued"]).replace(" ", "")]
        value = _value(row, line, match.end(), end)
        if value is None:
            return None
        fields.append(value)
    return fields


def _bare_date(part: str) -> list[Field] | None:
    """What stands in front of the first label: nothing but a date and buttons, or the line has no fields."""
    found = find_date(part)
    rest = part[: found.start] + DATE.sub("", part[found.start :]) if found else part
    rest = _FILLER.sub("", _BUTTONS.sub("", rest))
    if rest:
        return None
    return [Field("published", found.value, found.start, found.end)] if found else []


def _value(row: Label, line: str, start: int, end: int) -> Field | None:
    raw = line[start:end]
    if row.kind == "date":
        return _date_value(row, raw, start)
    if row.kind == "count":
        return (
            Field("none", raw.strip(), start, end)
            if not _FILLER.sub("", _BUTTONS.sub("", _COUNT.sub("", raw)))
            else None
        )
    return _text_value(row, raw, start)


def _date_value(row: Label, raw: str, start: int) -> Field | None:
    found = find_date(raw)
    if not found:
        return Field("none", "", start, start, row.label) if not _FILLER.sub("", raw) else None
    if _bare_date(raw) is None:
        return None
    return Field(row.field, found.value, start + found.start, start + found.end, row.label)


def _text_value(row: Label, raw: str, start: int) -> Field | None:
    if len(raw) > _LONG or "。" in raw:
        return None
    cut = _APART.split(raw.strip(" |【】"))[0] if row.kind != "size" else raw.strip(" |【】")
    if row.field == "source":
        cut = _URL.sub("", DATE.sub("", cut))
    cut = cut.strip(" 　|【】[]，,;；")
    at = raw.find(cut)
    value = (people(cut) or cut) if row.kind == "names" else cut
    return Field(row.field if cut else "none", value, start + at, start + at + len(cut), row.label)


def fields_of(lines: list[str]) -> Iterator[tuple[int, list[Field]]]:
    """The lines of fields among `lines`, by number."""
    for number, line in enumerate(lines):
        if fields := read_fields(line):
            yield number, fields
