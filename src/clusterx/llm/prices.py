"""What tokens cost: the user's own figures, for prices change.

>>> price_of((2, 8), "any-model").of(500_000, 100_000)
Decimal('1.8')
>>> price_of({"small": ("0.5", "1")}, "large") is None
True
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

Amount = int | float | str | Decimal
Pair = Sequence[Amount]
MILLION = 1_000_000


class Price(NamedTuple):
    """Money for a million tokens sent, and for a million received."""

    sent: Decimal
    received: Decimal

    def of(self, tokens_in: int, tokens_out: int) -> Decimal:
        """What so many tokens cost."""
        return (self.sent * tokens_in + self.received * tokens_out) / MILLION


def price_of(given: Pair | Mapping[str, Pair] | None, model: str) -> Price | None:
    """The price of a model: a pair is that of any model, a table that of those it names.

    Raises ValueError for what is no pair of amounts.
    """
    pair = given.get(model) if isinstance(given, Mapping) else given
    if pair is None:
        return None
    try:
        sent, received = (as_money(amount) for amount in pair)
    except (TypeError, ValueError, InvalidOperation):
        raise ValueError(f"a price is money for a million tokens in and out, as (2, 8), not {pair!r}") from None
    return Price(sent, received)


def as_money(amount: Amount) -> Decimal:
    """An amount, exactly as it is written. Raises ValueError if it is none, or below nothing."""
    try:
        money = Decimal(str(amount))
    except InvalidOperation:
        raise ValueError(f"{amount!r} is no amount of money") from None
    if not money.is_finite() or money < 0:
        raise ValueError(f"{amount!r} is no amount of money")
    return money
