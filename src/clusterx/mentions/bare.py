"""Numbers without a unit: a table cell, 达到1.8，, 利税1.85亿。, 达到30—50，.

    >>> from clusterx.mentions.quantities import find_quantities
    >>> [(f.text, str(f.quantity.value), f.by) for f in find_quantities("强度达到1.8，利税1.85亿，邮编：256600，共12个")]
    [('1.8', '1.8', 'quantity.bare'), ('1.85亿', '185000000', 'quantity.bare'), ('12个', '12', 'quantity.number')]

They count where nothing else stands at them; the unit is "" and not guessed.
"""

from __future__ import annotations

from decimal import Decimal

from clusterx.mentions.compounds import currency_before
from clusterx.mentions.not_quantities import is_number_of
from clusterx.mentions.numerals import Numeral
from clusterx.mentions.reading import BARE, Read, plain_end
from clusterx.pattern import Pattern

_VERBAL = Pattern(
    r"(?:达到?|[为是有至到在近约超过比和与及共计率数量值分别]|[高低大小多少等]于|提高|增[长加至]|下降|减少|[|｜：:=，,、；;\s])\Z"
)


def read_bare(text: str, start: int, end: int, numeral: Numeral) -> Read | None:
    """A number without a unit counts where nothing else stands at it: a table cell, 达到1.8，."""
    kind, raw = numeral.kind, numeral.raw
    if kind in ("scale", "vague", "digits") or (kind == "han" and len(raw) < 2):
        return None
    if currency_before(text, start, BARE) is not None:
        return Read(end, numeral.low, numeral.high, BARE, "quantity.number", "exact")
    if not plain_end(text, end) or not (_after_verb(text, start) or _is_large(text, start, end)):
        return None
    if kind == "arabic" and (len(raw) > 9 or (raw[0] == "0" and raw[1:2].isdigit()) or _heads_line(text, start, end)):
        return None
    if _SPREAD_BEFORE.search(text, max(0, start - 6), start) or _SPREAD_BEHIND.match(text, end):
        return None
    if is_number_of(text, start) or (text.startswith(" 0", end) and _PIECE.match(text, end)):
        return None
    return Read(end, numeral.low, numeral.high, BARE, "quantity.bare", "at_least" if numeral.more else "exact")


_SPREAD_BEFORE = Pattern(r"(?:\A|[\s，。、；：（])\p{Han} \p{Han} \Z")
_SPREAD_BEHIND = Pattern(r" \p{Han}(?: \p{Han}| ?[，。；]|\Z)")
"""58 同 城, 沪 深 300: a name that is set with blanks."""
_PIECE = Pattern(r" 0[0-9]{2}(?![0-9])")
"""12 of 12 000元 is a piece of a number that blanks group."""


def _is_large(text: str, start: int, end: int) -> bool:
    """利税1.85亿，: an amount whose unit goes without saying needs no verb."""
    last = text[end - 1] if text[end - 1] not in "余多" else text[end - 2]
    return last in "亿万" and text[start].isdigit() and start > 0 and "\u4e00" <= text[start - 1] <= "\u9fff"


def _after_verb(text: str, start: int) -> bool:
    """Whether what stands before a number lets it be one: a verb, a bound, a mark or nothing."""
    if start and text[start - 1] in "-−－负":
        start -= 1
    return not start or _VERBAL.search(text, max(0, start - 2), start) is not None


def _heads_line(text: str, start: int, end: int) -> bool:
    """1. or 2、 at the beginning of a line number a heading or an item; so does the first cell of a row."""
    if text[end : end + 1] not in tuple("、.．)）,，:： \t|｜"):
        return False
    return _LINE_HEAD.search(text, max(0, start - 4), start) is not None


_LINE_HEAD = Pattern(r"(?:\A|\n)[ 　（(]{0,3}\Z")


def read_bare_range(text: str, start: int, ends: tuple[Numeral, Numeral], low: Decimal, end: int) -> Read | None:
    """达到30—50，: two numbers without a unit, where one would be a number too."""
    first, second = ends
    high = second.high
    kinds = (first.kind, second.kind)
    if "digits" in kinds or "scale" in kinds or _looks_coded(first, second) or not low < high:
        return None
    if not plain_end(text, end) or not _after_verb(text, start) or is_number_of(text, start):
        return None
    return Read(end, low, high, BARE, "quantity.range", "range")


def _looks_coded(first: Numeral, second: Numeral) -> bool:
    """010-65363056 and 2023-0012: a leading nought or many digits without a unit."""
    return any((n.raw[0] == "0" and n.raw[1:2].isdigit()) or len(n.raw) > 6 for n in (first, second))
