"""Budgets that hold: each call is paid for before it is sent, at the most that it can cost.

A `Purse` has limits in tokens and money. `reserve` takes the upper bound of a call, or refuses; `settle` puts back what the
server did not use. The bound is the estimate of `tokens.py` times a factor, which begins at FIRST and follows what the server
reports: once it has counted more tokens than estimated, later bounds are higher. A call that failed counts as if it had been
paid for, since nobody knows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil
from threading import Lock

from clusterx.llm.prices import Price

FIRST = 1.5
MARGIN = 1.1


@dataclass
class Meter:
    """How a server's counts compare with the estimates."""

    factor: float = FIRST
    seen: bool = False

    def bound(self, estimated: int) -> int:
        """The most tokens that a request of this estimate can have."""
        return ceil(estimated * self.factor)

    def learn(self, estimated: int, reported: int) -> None:
        """Compare a report with its estimate."""
        ratio = max(1.0, reported / max(1, estimated) * MARGIN)
        self.factor = max(self.factor, ratio) if self.seen else ratio
        self.seen = True


@dataclass(frozen=True)
class Cost:
    """Tokens of a call, or the most that they can be."""

    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out

    def money(self, price: Price | None) -> Decimal:
        """What they cost; nothing without a price."""
        return price.of(self.tokens_in, self.tokens_out) if price else Decimal(0)


@dataclass
class Purse:
    """What may be spent, and what has been. Safe between threads."""

    tokens: int | None = None
    money: Decimal | None = None
    price: Price | None = None
    spent_tokens: int = 0
    spent_money: Decimal = Decimal(0)
    lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def reserve(self, cost: Cost) -> bool:
        """Take `cost` if it is there."""
        with self.lock:
            if not self.could(cost):
                return False
            self.spent_tokens += cost.tokens
            self.spent_money += cost.money(self.price)
            return True

    def could(self, cost: Cost) -> bool:
        """Whether `cost` is there."""
        tokens, money = self.spent_tokens + cost.tokens, self.spent_money + cost.money(self.price)
        return (self.tokens is None or tokens <= self.tokens) and (self.money is None or money <= self.money)

    def settle(self, reserved: Cost, real: Cost) -> None:
        """Put back what was reserved and take what was used."""
        with self.lock:
            self.spent_tokens += real.tokens - reserved.tokens
            self.spent_money += real.money(self.price) - reserved.money(self.price)


def reserve_all(purses: list[Purse], cost: Cost) -> bool:
    """Take `cost` from each of them, or from none."""
    for index, purse in enumerate(purses):
        if not purse.reserve(cost):
            for taken in purses[:index]:
                taken.settle(cost, Cost())
            return False
    return True
