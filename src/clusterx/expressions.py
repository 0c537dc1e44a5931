"""One expression, one value: what a cell of a table or a field of a form says, in whatever script and width.

    >>> str(parse_number("壹佰貳拾參")), str(parse_number("３.５萬")), parse_number("三五百")
    ('123', '35000', None)
    >>> q = parse_quantity("不低於１３.９億元")
    >>> str(q.value), q.unit, q.bound, parse_quantity("30家企业")
    ('1390000000', '元', 'at_least', None)
    >>> parse_period("前三季度", "2024-11-08").end, parse_period("2月30日").end, parse_period("本项目")
    (datetime.date(2024, 9, 30), None, None)

None means: this is no number (quantity, period), or not only one. What stands in running text is read by
`clusterx.mentions`, what it converts to by `clusterx.convert`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import regex

from clusterx.clean import clean_text
from clusterx.mentions import numerals, periods, quantities
from clusterx.records import Period, Quantity

_THREE = regex.compile(r"(?<=[佰仟拾])参|参(?=[佰仟拾])")
"""參 of 壹佰貳拾參 is 叁; simplified like any word it is 参."""
_BLANK = regex.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
"""Beside what is no ASCII a blank parts no two numbers: 1 ， 234 and ５ ０ ０ are spread out, 12 3 may be two."""
LONGEST = 200
"""A longer string is no single expression."""


def parse_number(text: str) -> Decimal | None:
    """The value of one number without a unit. Raises TypeError if `text` is no string."""
    plain = _plain(text)
    return None if plain is None else numerals.parse_number(plain)


def parse_quantity(text: str) -> Quantity | None:
    """The one quantity that the whole of `text` writes. Raises TypeError if `text` is no string."""
    plain = _plain(text)
    return None if plain is None else quantities.parse_quantity(plain)


def parse_period(text: str, published: date | str | None = None) -> Period | None:
    """The one period that the whole of `text` names, resolved against `published` (a date or YYYY-MM-DD).

    Raises TypeError if `text` is no string and ValueError if `published` is no date.
    """
    plain = _plain(text)
    on = date.fromisoformat(published) if isinstance(published, str) else published
    return None if plain is None else periods.parse_period(plain, on)


def _plain(text: str) -> str | None:
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}")
    if not 0 < len(text) <= LONGEST:
        return None
    return _THREE.sub("叁", clean_text(_BLANK.sub("", text)).text.strip())
