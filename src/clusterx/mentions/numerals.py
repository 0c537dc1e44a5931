"""Numbers as Chinese text writes them: Arabic, Chinese and mixed, with scale words, ranges of neighbours and vagueness.

`read_numeral` reads the numeral at a place of running text, `parse_number` one that stands alone. Scale words belong to
the number (13.9亿 is 1390000000); an impossible order of them (五百亿万亿万) or a broken grouping (1,23,4567) is no number.

    >>> [str(parse_number(s)) for s in ("13.9亿", "1万5千", "3.5万亿", "一万二", "三点五", "1,247", "负五", "二〇二四")]
    ['1390000000', '15000', '3500000000000', '12000', '3.5', '1247', '-5', '2024']
    >>> parse_number("五百亿万亿万"), parse_number("三五百"), parse_number("百分")
    (None, None, None)

Two neighbouring digits name a range (三五百: 300 to 500, 十五六: 15 to 16), 数十 means 20 to 90, 十几 11 to 19.

    >>> numeral = read_numeral("十五六家", 0)
    >>> str(numeral.low), str(numeral.high), numeral.end
    ('15', '16', 3)
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import regex

from clusterx.mentions.han_numerals import DIGITS, LONGEST, read_integer

_HAN_DIGITS = "零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_SCALES = "十百千万亿兆拾佰仟廿卅"
# 千 and 兆 belong to the unit in 8000千瓦 and 60兆瓦.
_S = r"(?:[十百万亿]|千(?![瓦克米伏帕卡焦升赫])|兆(?![瓦伏帕焦赫字比]))"
_H = rf"(?:[{_HAN_DIGITS}十百万亿拾佰仟廿卅]|千(?![瓦克米伏帕卡焦升赫])|兆(?![瓦伏帕焦赫字比]))"
FIRST = frozenset(_HAN_DIGITS + _SCALES + "0123456789数几")

NUMERAL = regex.compile(
    rf"""
    (?P<vague>[数几](?={_S}))?+
    (?: (?P<arabic>[0-9]++(?:,[0-9]++)*+(?:\.[0-9]++)*+) (?P<scale>{_S}++)?+
        (?P<rest>(?:[0-9]++(?:\.[0-9]++)?+{_S}++)++)?+
      | (?P<han>{_H}++) (?:点(?P<point>[{_HAN_DIGITS}]++)(?![十分刻半])(?P<after>{_S}++)?+)?+
    )
    (?: (?P<more>[余多来几]) (?P<tail>{_S}++)?+ )?+
    """,
    regex.VERBOSE,
)

SCALE = {
    "": Decimal(1), "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4),
    "十万": Decimal(10**5), "百万": Decimal(10**6), "千万": Decimal(10**7), "亿": Decimal(10**8),
    "十亿": Decimal(10**9), "百亿": Decimal(10**10), "千亿": Decimal(10**11), "万亿": Decimal(10**12),
    "十万亿": Decimal(10**13), "百万亿": Decimal(10**14), "千万亿": Decimal(10**15), "兆": Decimal(10**12),
}  # fmt: skip
_NEIGHBOURS = regex.compile(r"(.*?[十百千万亿])??([一二两三四五六七八])([二三四五六七八九])([十百千万亿]*+)")


class Numeral(NamedTuple):
    """`text[start:end]` read: from `low` to `high` (equal for one number), `more` if 余, 多 say that it is a bit more.

    `unscaled` and `scale` are its parts where it is one Arabic number with scale words, for ranges such as 2-3万.
    `bare_scale`: only scale words (百, 千亿), a number in some contexts only.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    more: bool = False
    unscaled: Decimal | None = None
    scale: Decimal = Decimal(1)
    bare_scale: bool = False
    han: bool = False
    raw: str = ""


def read_numeral(text: str, at: int) -> Numeral | None:
    """The numeral that begins at `at`, or None where none can be read."""
    match = NUMERAL.match(text, at)
    return numeral_of(match) if match else None


def numeral_of(match: regex.Match[str]) -> Numeral | None:
    """What a match of NUMERAL says; None for a broken or impossible numeral."""
    start, end = match.span()
    if end - start > LONGEST:
        return None
    arabic, more, vague = match["arabic"], match["more"], match["vague"]
    if arabic is None:
        return _han(match, start, end)
    value = _arabic(arabic)
    scale = SCALE.get(match["scale"] or "")
    if value is None or scale is None or vague:
        return None
    number = _plain(value * scale)
    if match["rest"]:
        number = _with_rest(number, scale, match["rest"])
        if number is None:
            return None
    if not more:
        return Numeral(start, end, number, number, False, None if match["rest"] else value, scale, raw=match[0])
    tail = SCALE.get(match["tail"] or "")
    if tail is None or more == "几":
        return None
    return Numeral(start, end, number * tail, number * tail, True, raw=match[0])


def _arabic(written: str) -> Decimal | None:
    """3.5.2 is a heading and 1,23,4567 is damaged: neither is a number."""
    if "," in written:
        whole = written.partition(".")[0].split(",")
        if len(whole[0]) > 3 or any(len(group) != 3 for group in whole[1:]):
            return None
        written = written.replace(",", "")
    if written.count(".") > 1:
        return None
    return Decimal(written)


def _plain(number: Decimal) -> Decimal:
    """Without the zeros that a scale word leaves behind the point: 13.9亿 is 1390000000, not 1390000000.0."""
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def _with_rest(number: Decimal, scale: Decimal, rest: str) -> Decimal | None:
    """1万5千, 1亿3000万: each part has a smaller scale than the one before."""
    for digits, word in regex.findall(r"([0-9.]+)([十百千万亿]+)", rest):
        factor = SCALE.get(word)
        if factor is None or factor >= scale or Decimal(digits) * factor >= scale:
            return None
        number, scale = number + Decimal(digits) * factor, factor
    return number


def _han(match: regex.Match[str], start: int, end: int) -> Numeral | None:
    han, point, more, tail = match["han"], match["point"], match["more"], match["tail"] or ""
    if match["vague"]:
        return _several(match, han, start, end)
    if more == "几":
        return _and_some(han, tail, start, end)
    if point:
        value = _decimal(han, point, match["after"] or "")
        if value is None or more:
            return None
        return Numeral(start, end, value, value, han=True, raw=match[0])
    span = read_range(han)
    factor = SCALE.get(tail)
    if span is None or factor is None:
        return None
    low, high = span
    bare = han[0] in "百千万亿兆" and not more
    return Numeral(start, end, low * factor, high * factor, bool(more), bare_scale=bare, han=True, raw=match[0])


def _several(match: regex.Match[str], han: str, start: int, end: int) -> Numeral | None:
    """数十 and 几十: between two and nine times the scale word."""
    factor = SCALE.get(han)
    if factor is None or match["point"] or match["more"] == "几":
        return None
    return Numeral(start, end, 2 * factor, 9 * factor, han=True, raw=match[0])


def _and_some(han: str, tail: str, start: int, end: int) -> Numeral | None:
    """十几, 二十几万: one to nine more."""
    base = read_integer(han)
    factor = SCALE.get(tail)
    if base is None or factor is None or base % 10 or base >= 100:
        return None
    return Numeral(start, end, (base + 1) * factor, (base + 9) * factor, han=True, raw=han)


@lru_cache(maxsize=4096)
def read_range(han: str) -> tuple[Decimal, Decimal] | None:
    """Low and high of a run of Chinese numeral characters; equal for one number."""
    if len(han) > 1 and (neighbours := _NEIGHBOURS.fullmatch(han)):
        head, first, second, scale = neighbours.groups()
        a, b = read_integer(first), read_integer(second)
        if a is not None and b is not None and (b == a + 1 or (a, b) == (3, 5)):
            low, high = _whole((head or "") + first + scale), _whole((head or "") + second + scale)
            return (low, high) if low is not None and high is not None else None
    value = _whole(han)
    return None if value is None else (value, value)


def _whole(han: str) -> Decimal | None:
    if han[0] in "百千万亿兆":
        return SCALE.get(han)
    value = read_integer(han)
    return None if value is None else Decimal(value)


def _decimal(han: str, point: str, scale: str) -> Decimal | None:
    whole, factor = read_integer(han), SCALE.get(scale)
    fraction = read_integer(point)
    if whole is None or fraction is None or factor is None:
        return None
    digits = "".join(str(read_integer(c)) for c in point)
    return _plain(Decimal(f"{whole}.{digits}") * factor)


_WIDE = {ord("０") + i: str(i) for i in range(10)} | {ord("．"): ".", ord("，"): ",", ord("　"): " "}


def parse_number(text: str) -> Decimal | None:
    """The value of one number that stands alone, or None: a range or a vague number has no one value."""
    text = text.translate(_WIDE).strip()
    sign = 1
    if text[:1] in ("-", "−", "－", "负", "+") and len(text) > 1:
        sign, text = (1 if text[0] == "+" else -1), text[1:]
    numeral = read_numeral(text, 0)
    if numeral is None or numeral.end != len(text) or numeral.more or numeral.low != numeral.high:
        return None
    return sign * numeral.low


__all__ = ["DIGITS", "FIRST", "NUMERAL", "Numeral", "numeral_of", "parse_number", "read_numeral", "read_range"]
