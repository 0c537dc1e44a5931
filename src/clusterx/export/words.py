"""Quantities and periods in a few words for a reader.

>>> from clusterx.records import Period, Quantity
>>> amount_words(Quantity(value="1390000000", unit="元", bound="at_least"))
'≥ 13.9亿元'
>>> amount_words(Quantity(low="2", high="3", unit="个", bound="range"))
'2–3个'
>>> period_words(Period(end="2027-12-31", text="到2027年"))
'… 2027-12-31'
"""

from __future__ import annotations

from decimal import Decimal

from clusterx.records import Period, Quantity

# Written with a scale word where that needs at most four decimals.
SCALES = ((10**8, "亿"), (10**4, "万"))
SIGNS = {"at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}


def amount_words(quantity: Quantity | None) -> str:
    """The amount with a sign for its bound and in 万 and 亿; the words of the text where there is no value."""
    if quantity is None:
        return ""
    if quantity.value is not None:
        number = _scaled(quantity.value)
    elif quantity.low is not None and quantity.high is not None:
        number = f"{_scaled(quantity.low)}–{_scaled(quantity.high)}"
    else:
        return quantity.text
    return f"{SIGNS.get(quantity.bound, '')}{number}{quantity.unit}"


def period_words(period: Period | None) -> str:
    """The days, as far as they are known, else the words of the text."""
    if period is None:
        return ""
    if period.start is None and period.end is None:
        return period.text
    return " … ".join(str(day) if day else "" for day in (period.start, period.end)).strip()


def _scaled(number: Decimal) -> str:
    for size, word in SCALES:
        if abs(number) >= size and number % (size // 10_000) == 0:
            return f"{_plain(number / size)}{word}"
    return _plain(number)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
