"""The parser reads: what a quote says, read from the text where it stands, or why it says nothing that can be used.

In: a field, what the model offered for it, and the stretches of text that were asked about. Out: a `Confirmed` value with its
place, or a `Refused` with a code. A number, a unit, a bound or a date is never taken from the model: the quote must hold one
whole mention of the sentence, and its value is what `mentions` reads there. A value that the model gives besides must agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import regex

from clusterx.expressions import parse_number, parse_period, parse_quantity
from clusterx.llm.fields import AskedField
from clusterx.llm.ground import LONGEST_QUOTE, cuts_number, find_quote
from clusterx.llm.read_text import ReadText, touching
from clusterx.llm.shapes import READERS, Named, UnfitError
from clusterx.mentions import Found
from clusterx.records import Period, Quantity
from clusterx.text import Span

BLANKS = regex.compile(r"\s+")


class Offer(NamedTuple):
    """What the model gave for a field: words of the text and, if it likes, a value."""

    quote: str
    value: str | None = None


@dataclass(frozen=True)
class Confirmed:
    """A value that the text bears out; `parts` are the stretches that say so."""

    value: Any
    parts: tuple[Span, ...]


@dataclass(frozen=True)
class Refused:
    """Why an offer is not taken; `span` is where its quote stands, if it does."""

    code: str
    message: str
    span: Span | None = None


def confirm(field: AskedField, offer: Offer, reading: ReadText, within: Sequence[Span]) -> Confirmed | Refused:
    """What the text says where the quote stands, for `field`; `within` is what was asked about."""
    place = _place(field, offer.quote, reading, within)
    if isinstance(place, Refused):
        return place
    if field.how == "quantity":
        return _quantity(field, offer, reading, place)
    if field.how == "period":
        return _period(offer, reading, place)
    return _name(field, offer, reading, place)


def _place(field: AskedField, quote: str, reading: ReadText, within: Sequence[Span]) -> Span | Refused:
    if not quote.strip():
        return Refused("empty", "The quote is empty.")
    if len(quote) > LONGEST_QUOTE:
        return Refused("too_long", f"The quote is longer than {LONGEST_QUOTE} characters.")
    places = find_quote(quote, reading.clean, within)
    if not places:
        return _astray(quote, reading)
    if len(places) > 1 and field.how in ("quantity", "period"):
        return Refused("ambiguous", f"The quote stands in {len(places)} places of what was asked about.", places[0])
    return places[0]


def _astray(quote: str, reading: ReadText) -> Refused:
    elsewhere = find_quote(quote, reading.clean, [Span(0, len(reading.clean))])
    if elsewhere:
        return Refused("outside", "The quote stands in the text, but not in what was asked about.", elsewhere[0])
    return Refused("not_in_text", "The quote does not stand in the text.")


# -- numbers ----------------------------------------------------------------------------------------------------------


def _quantity(field: AskedField, offer: Offer, reading: ReadText, place: Span) -> Confirmed | Refused:
    found = _only(place, [m for m in touching(reading, place) if m.kind == "quantity"], "number")
    if isinstance(found, Refused):
        return found
    quantity, span = found.quantity, Span(found.start, found.end)
    if quantity is None or (quantity.value is None and quantity.low is None and quantity.high is None):
        return Refused("no_value", f"{found.text!r} has no value: it is vague, damaged or unreadable.", span)
    if field.dimensions and quantity.dimension not in field.dimensions:
        wanted = " or ".join(field.dimensions)
        return Refused("wrong_dimension", f"{found.text!r} is {quantity.dimension}, wanted is {wanted}.", span)
    if not quantity.unit:
        return Refused("no_unit", f"{found.text!r} is a bare number.", span)
    if not agrees_with_quantity(offer.value, quantity):
        return Refused("value_disagrees", f"Offered is {offer.value!r}, the text says {found.text!r}.", span)
    return Confirmed(quantity, (span,))


def _only(place: Span, found: Sequence[Found], what: str) -> Found | Refused:
    """The one mention that `place` holds whole."""
    cut = [m for m in found if m.start < place.start or m.end > place.end]
    if cut:
        return Refused("cut", f"The quote cuts {cut[0].text!r}.", Span(cut[0].start, cut[0].end))
    if not found:
        return Refused(f"no_{what}", f"No {what} can be read from the quote.", place)
    if len(found) > 1:
        return Refused("ambiguous", f"The quote holds {len(found)} {what}s.", place)
    return found[0]


def agrees_with_quantity(value: str | None, quantity: Quantity) -> bool:
    """Whether a value that was offered is the one that the text has. A bare number need not repeat unit and bound.

    >>> [agrees_with_quantity(v, parse_quantity("超13.9亿元")) for v in (None, "1390000000", "超13.9亿元", "13.9亿元", "13.9")]
    [True, True, True, False, False]
    """
    if value is None or _same(value, quantity.text):
        return True
    offered = parse_quantity(value)
    if offered is None or not offered.unit:
        number = parse_number(value) if offered is None else offered.value
        return number is not None and number == quantity.value
    same = ("value", "low", "high", "unit", "bound")
    return all(getattr(offered, name) == getattr(quantity, name) for name in same)


# -- dates ------------------------------------------------------------------------------------------------------------


def _period(offer: Offer, reading: ReadText, place: Span) -> Confirmed | Refused:
    touched = [m for m in touching(reading, place) if m.kind == "period"]
    whole = [m for m in touched if not cuts_number(m, place)]
    if touched and not whole:
        return Refused("cut", f"The quote cuts {touched[0].text!r}.", Span(touched[0].start, touched[0].end))
    if not whole:
        return Refused("no_period", "No date or span of time can be read from the quote.", place)
    if len(touched) > 1:
        return Refused("ambiguous", f"The quote touches {len(touched)} dates.", place)
    return _one_period(offer, reading, whole[0])


def _one_period(offer: Offer, reading: ReadText, found: Found) -> Confirmed | Refused:
    period, span = found.period, Span(found.start, found.end)
    if period is None or (period.start is None and period.end is None):
        return Refused("no_value", f"{found.text!r} cannot be resolved to days.", span)
    if found.by in ("period.base", "period.recurring"):
        return Refused("wrong_kind", f"{found.text!r} is what something is compared with, or recurs.", span)
    if not agrees_with_period(offer.value, period, reading):
        return Refused("value_disagrees", f"Offered is {offer.value!r}, the text says {found.text!r}.", span)
    return Confirmed(period, (span,))


def agrees_with_period(value: str | None, period: Period, reading: ReadText) -> bool:
    """Whether an offered date or year is one of the period's."""
    if value is None or _same(value, period.text):
        return True
    days = [day for day in (period.start, period.end) if day]
    if regex.fullmatch(r"\d{4}(?:-\d{2}-\d{2})?", value.strip()):
        return any(day.isoformat().startswith(value.strip()) for day in days)
    offered = parse_period(value, reading.published)
    return offered is not None and (offered.start, offered.end) == (period.start, period.end)


# -- names ------------------------------------------------------------------------------------------------------------


def _name(field: AskedField, offer: Offer, reading: ReadText, place: Span) -> Confirmed | Refused:
    if field.how not in ("code", "stage") and offer.value is not None and not _same(offer.value, offer.quote):
        return Refused("value_disagrees", f"Offered is {offer.value!r}, which is not the quote.", place)
    try:
        named: Named = READERS[field.how](reading, place, offer.value)
    except UnfitError as unfit:
        return Refused(unfit.code, unfit.message, place)
    return Confirmed(named.value, named.parts)


def _same(value: str, words: str) -> bool:
    return BLANKS.sub("", value) == BLANKS.sub("", words)
