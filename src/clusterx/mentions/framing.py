"""The words around an expression that belong to it: a currency and bounds, a sign before the number.

    >>> from clusterx.mentions.quantities import find_quantities
    >>> [(f.text, str(f.quantity.value), f.quantity.bound) for f in find_quantities("不低于人民币500万元，零下5℃，负百分之三，控制在3%内")]
    [('不低于人民币500万元', '5000000', 'at_least'), ('零下5℃', '-5', 'exact'), ('负百分之三', '-3', 'exact'), \
('控制在3%内', '3', 'at_most')]
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import regex

from clusterx.mentions import bounds
from clusterx.mentions.compounds import CURRENCY_ENDS, currency_before
from clusterx.mentions.found import Found
from clusterx.mentions.reading import Read, plain_end
from clusterx.mentions.units import Unit
from clusterx.records import Bound, Dimension, Quantity

SPEAKS_BEFORE = frozenset("-−－﹣负下 ") | CURRENCY_ENDS | bounds.ENDS_BEFORE
SPEAKS_BEHIND = bounds.BEGIN_BEHIND | {"内"}
"""Where none of these stands beside an expression, there is nothing that `framed` would add."""


def framed(text: str, start: int, read: Read, done: int) -> Found:
    """Add a currency and the bound words around an expression."""
    unit, end, bound, number = read.unit, read.end, read.bound, start
    if start and text[start - 1] in _SIGNS:
        start = sign_before(text, start, done)
    negative = start < number
    if (currency := currency_before(text, start, unit)) is not None and currency[1] >= done:
        unit, start = currency
        if (scale := _ENGLISH_SCALE.match(text, end)) is not None:  # US$2.3 billion
            times = _SCALES[scale[1][0].lower()]
            read, end = read._replace(low=read.low * times, high=read.high * times), scale.end()
    behind = bounds.after(text, end)
    if behind is not None:
        end = behind[1]
        bound = behind[0] if bound in ("exact", "about") else bound
    ahead = None
    if bounds.ends_before(text, start):
        ahead = bounds.before(text, start, _counted(text, number, read))
    if ahead is not None and ahead[1] >= done:
        start = ahead[1]
        if text.startswith("内", end) and ahead[0] == "exact":
            end, ahead = end + 1, ("at_most", start)
        bound = _stronger(ahead[0], bound)
    elif behind is None and text.startswith("内", end) and unit.dimension == "time" and text[end + 1 : end + 2] != "部":
        end, bound = end + 1, "at_most"
    if read.low == read.high:
        return found_number(text, start, end, -read.low if negative else read.low, unit, bound, read.by)
    if behind is None:
        end = bounds.inclusive_end(text, end)
    surface = text[start:end]
    quantity = _kept(None, read.low, read.high, unit.name, unit.dimension, "range", surface)
    return Found("quantity", start, end, surface, quantity, None, read.by)


def found_number(text: str, start: int, end: int, value: Decimal, unit: Unit, bound: Bound, by: str) -> Found:
    """text[start:end] as a quantity that is one number."""
    surface = text[start:end]
    quantity = _kept(value, None, None, unit[0], unit[1], bound, surface)
    return tuple.__new__(Found, ("quantity", start, end, surface, quantity, None, by))


def _counted(text: str, start: int, read: Read) -> bounds.Counted:
    """What 突破, 过 or 上 would have as its object here."""
    if read.unit.dimension in ("money", "ratio") or read.low >= 10000 or read.by == "quantity.class":
        return "amount" if text[start] not in "百千万亿" else "scale"
    if text[start] in "百千万亿":
        return "scale"
    if read.unit.name in _UNBROKEN:
        return "thing"
    # 平台突破100个 compares; 突破30个瓶颈 has its object behind it, and 技术突破30项 counts breakthroughs.
    return "thing" if read.unit.name not in _BROKEN and plain_end(text, read.end) else "count"


_BROKEN = frozenset("项种款类批道处件")
_UNBROKEN = frozenset(
    (
        "家",
        "户",
        "人",
        "名",
        "位",
        "辆",
        "台",
        "套",
        "艘",
        "架",
        "吨",
        "亩",
        "公里",
        "件",
        "标箱",
        "倍",
        "千瓦",
        "MW",
        "GW",
        "GWh",
    )
)


def sign_before(text: str, start: int, done: int) -> int:
    """Where a number that begins at `start` begins with its minus sign: -3.2%, 负0.5个百分点, 负百分之三, 零下5℃."""
    if text.endswith("零下", done, start):
        return start - 2
    if start <= done or text[start - 1] not in _MINUS:
        return start
    left = text[start - 2] if start > 1 else " "
    if text[start - 1] == "负" and (left in _BURDEN or not (text[start].isdigit() or _SPOKEN.match(text, start))):
        return start
    if not text[start].isdigit() and text[start - 1] != "负":
        return start
    return start if left.isdigit() or (left.isascii() and left.isalpha()) or left in "%年月日号)）-—" else start - 1


_ENGLISH_SCALE = regex.compile(r"\s?(trillion|billion|million|bn|mn|tn)(?![A-Za-z])", regex.IGNORECASE)
_SCALES = {"t": Decimal(10**12), "b": Decimal(10**9), "m": Decimal(10**6)}
_MINUS = frozenset("-−－﹣负")
_SIGNS = _MINUS | {"下"}
_BURDEN = frozenset("减降担肩抱胜自欺辜背亏正包增")
_SPOKEN = regex.compile(r"[百千万]分之|[零一二三四五六七八九十百]{1,6}(?:点|个?百分点|摄氏度|度)")


def _stronger(ahead: Bound, own: Bound) -> Bound:
    """What stands before outweighs 余 and 级; a limit outweighs 约."""
    if own == "range" or ahead == "exact" or (ahead == "about" and own in ("at_least", "at_most")):
        return own
    return ahead


@lru_cache(maxsize=4096)
def _kept(
    value: Decimal | None,
    low: Decimal | None,
    high: Decimal | None,
    unit: str,
    dimension: Dimension,
    bound: Bound,
    surface: str,
) -> Quantity:
    """Making one takes longer than finding it, and much is said again and again (1个, 3%)."""
    return Quantity(value=value, low=low, high=high, unit=unit, dimension=dimension, bound=bound, text=surface)
