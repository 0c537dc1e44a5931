"""Expressions of several parts: 3元5角, 2年6个月, 1小时30分钟, 三年半, 一个半月, 半年; and currencies before the number.

>>> from clusterx.mentions.quantities import find_quantities
>>> [(f.text, str(f.quantity.value), f.quantity.unit) for f in find_quantities("历时2年6个月，约三年半，一个半月，付3元5角")]
[('2年6个月', '30', '月'), ('约三年半', '3.5', '年'), ('一个半月', '1.5', '月'), ('3元5角', '3.5', '元')]
>>> [(f.text, f.quantity.unit) for f in find_quantities("人民币500万元，US$300万，￥12.5")]
[('人民币500万元', '元'), ('US$300万', '美元'), ('￥12.5', '元')]
"""

from __future__ import annotations

from decimal import Decimal

import regex

from clusterx.mentions.not_quantities import names
from clusterx.mentions.numerals import FIRST, RUN, Numeral, interpret
from clusterx.mentions.reading import BARE, Read
from clusterx.mentions.units import Unit, read_unit, unit_named, units
from clusterx.pattern import Pattern

HALF = r"(?<![上下前后大每一过近])半(?:个月|个小时|个世纪|小时|年(?!度|来|报)|天)"
_HALF = Pattern(r"半(?![导径年数山岛个月天途])")
_COIN_DIGIT = Pattern(r"[1-9一二三四五六七八九](?=[，。、；\s]|$|左右)", engine=regex)
_WHOLE = Pattern(r"整(?![改治理合体个顿修备肃形装流风容株套夜日年天])")
_NUMBER = Pattern(rf"零?({RUN})")
_SMALLER = {
    "元": (("角", Decimal("0.1")), ("毛", Decimal("0.1")), ("分", Decimal("0.01"))),
    "年": (("月", Decimal(12)),),
    "小时": (("分钟", Decimal(60)), ("分", Decimal(60))),
    "分钟": (("秒", Decimal(60)),),
    "天": (("小时", Decimal(24)),),
}
"""The parts that may follow: for money as a share of the unit, for time as how many of the smaller make one."""


def with_smaller_parts(text: str, read: Read) -> Read:
    """Take in 半, 角 and 分, or the smaller unit of time, behind a number."""
    if read.low != read.high or read.bound != "exact":
        return read
    following = text[read.end : read.end + 1]
    if following == "整" and read.unit.name == "元" and _WHOLE.match(text, read.end):
        return read._replace(end=read.end + 1)
    if following == "半" and read.unit.dimension == "time" and _HALF.match(text, read.end):
        value = read.low + Decimal("0.5")
        return read._replace(end=read.end + 1, low=value, high=value)
    if following not in FIRST:
        return read
    if read.unit.name == "元":
        return _money(text, read)
    return _time(text, read) if read.unit.name in _SMALLER else read


def read_half(text: str, start: int, word: str) -> Read | None:
    """半年, 半个月: half of the unit."""
    found = read_unit(text, start + 1)
    if found is None:
        return None
    return Read(start + len(word), Decimal("0.5"), Decimal("0.5"), found[0], "quantity.number")


_SPLIT = Pattern(
    r"(?P<part>半|多|余)(?P<unit>月|小时|星期|礼拜|季度|钟头|学期|世纪)"
    r"|(?P<more>多|余)?亿(?P<coin>人民币|美元|美金|欧元|港元|港币)?(?=[，。；、,;\s）)的]|\Z)"
)
_SPLIT_UNITS = {
    "月": "月",
    "小时": "小时",
    "钟头": "小时",
    "星期": "周",
    "礼拜": "周",
    "季度": "季度",
    "学期": "学期",
    "世纪": "世纪",
}


def read_split(text: str, numeral: Numeral, end: int) -> Read | None:
    """个 and its unit with something between: 两个半小时, 三个多月, 3个亿. `end` is behind 个."""
    match = _SPLIT.match(text, end)
    if match is None or numeral.low != numeral.high or numeral.kind == "digits":
        return None
    if match["part"] is not None:
        value = numeral.low + Decimal("0.5") if match["part"] == "半" else numeral.low
        unit = unit_named(_SPLIT_UNITS[match["unit"]])
        return Read(
            match.end(), value, value, unit, "quantity.number", "exact" if match["part"] == "半" else "at_least"
        )
    if numeral.scale != 1 and numeral.low % 10:
        return None
    value = numeral.low * 10**8
    unit = units()[match["coin"]] if match["coin"] else BARE
    more = numeral.more or match["more"] is not None
    return Read(match.end(), value, value, unit, "quantity.number", "at_least" if more else "exact")


def read_change(text: str, numeral: Numeral, unit: Unit, end: int) -> Read | None:
    """3角, 五毛钱, 5分钱, 八角五分: parts of a 元. 三角 and 一分钱 are words."""
    cents = _part(text, end, "分") if unit.name == "角" else None
    named = cents is not None or unit.name == "分钱" or text.startswith("钱", end)
    if numeral.low != numeral.high or (numeral.kind == "han" and not named) or (numeral.raw == "一" and cents is None):
        return None
    if names(text, end - len(unit.name), end, numeral.raw, unit.name, unit.dimension):
        return None
    value = numeral.low / (10 if unit.name == "角" else 100)
    if cents is not None:
        value, end = value + cents[0] / 100, cents[1]
    elif text.startswith("钱", end):
        end += 1
    return Read(end, value, value, unit_named("元"), "quantity.number", "at_least" if numeral.more else "exact")


_DAYS = Pattern(r"日(?=内|以内|之内|以上|以下)(?!内[部外容])")
_SECONDS = Pattern(r"分(?:钟)?([0-9一二三四五六七八九十]{1,3})秒(?!杀)")


def read_unitless(text: str, start: int, end: int, numeral: Numeral) -> Read | None:
    """30日内 are days where 日 alone would be a date, 1分30秒 minutes where 分 alone would be points."""
    if numeral.low != numeral.high or numeral.low != int(numeral.low) or text[end : end + 1] not in ("日", "分"):
        return None
    days = _DAYS.match(text, end)
    if days is not None and text[start - 1 : start] not in ("月", "第", "每"):
        return Read(days.end(), numeral.low, numeral.low, unit_named("天"), "quantity.number")
    match = _SECONDS.match(text, end)
    seconds = interpret(match[1]) if match is not None else None
    if match is None or seconds is None or not seconds.low < 60:
        return None
    value = numeral.low * 60 + seconds.low
    return Read(match.end(), value, value, unit_named("秒"), "quantity.number")


def _part(text: str, at: int, name: str) -> tuple[Decimal, int] | None:
    match = _NUMBER.match(text, at)
    numeral = interpret(match[1]) if match is not None else None
    if match is None or numeral is None or numeral.low != numeral.high:
        return None
    end = match.start(1) + numeral.length
    if name in ("角", "毛", "分") and text.startswith(name, end):
        return numeral.low, end + 1
    found = read_unit(text, end)
    return (numeral.low, found[1]) if found is not None and found[0].name == name else None


def _money(text: str, read: Read) -> Read:
    value, end = read.low, read.end
    if text[end - 1] == "块" and (digit := _COIN_DIGIT.match(text, end)) is not None:
        tenths = interpret(digit[0])
        value += tenths.low / 10 if tenths is not None else 0
        return read._replace(end=digit.end(), low=value, high=value)
    for name, worth in _SMALLER["元"]:
        part = _part(text, end, name)
        if part is not None and part[0] < 10:
            value, end = value + part[0] * worth, part[1]
    if _WHOLE.match(text, end):
        end += 1
    return read._replace(end=end, low=value, high=value)


def _time(text: str, read: Read) -> Read:
    """2年6个月 is 30 months: the smaller unit keeps the value exact."""
    for name, count in _SMALLER[read.unit.name]:
        part = _part(text, read.end, name)
        if part is not None and part[0] < count:
            unit = unit_named("分钟" if name == "分" else name)
            value = read.low * count + part[0]
            return read._replace(end=part[1], low=value, high=value, unit=unit)
    return read


_CURRENCIES = {
    "人民币": "元", "人民币大写": "元", "人民币（大写）": "元", "人民币(大写)": "元", "RMB": "元", "CNY": "元", "¥": "元", "￥": "元", "US$": "美元", "USD": "美元", "$": "美元", "＄": "美元",
    "美元": "美元", "欧元": "欧元", "EUR": "欧元", "€": "欧元", "GBP": "英镑", "£": "英镑", "￡": "英镑", "HK$": "港元",
    "HKD": "港元", "港币": "港元", "新台币": "新台币", "NT$": "新台币", "JPY": "日元", "日元": "日元",
}  # fmt: skip
CURRENCY_ENDS = frozenset(word[-1] for word in _CURRENCIES)
_WORDS = tuple(sorted(_CURRENCIES, key=len, reverse=True))


def currency_before(text: str, start: int, unit: Unit) -> tuple[Unit, int] | None:
    """The currency written before a number that has no unit or only 元 behind it, and where it begins."""
    if not start or unit.name not in ("", "元"):
        return None
    end = start - 1 if text[start - 1] == " " and start > 1 else start
    if text[end - 1] not in CURRENCY_ENDS:
        return None
    for word in _WORDS:
        if text.endswith(word, 0, end):
            return unit_named(_CURRENCIES[word]), end - len(word)
    return None


__all__ = ["BARE", "currency_before", "with_smaller_parts"]
