"""`LLM`: which model is asked, what about, and what it may cost. One object is one run: its budgets are spent once.

>>> LLM("qwen3", base_url="http://localhost:11434/v1", api_key="none", cache=False)  # doctest: +SKIP
LLM(model='qwen3', base_url='http://localhost:11434/v1')
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

from clusterx.extras import missing
from clusterx.llm.budget import Meter, Purse
from clusterx.llm.client import MODES, Connection
from clusterx.llm.failures import Failure
from clusterx.llm.fields import ASKED, check_fields
from clusterx.llm.ledger import Ledger, default_path
from clusterx.llm.prices import Amount, Pair, as_money, price_of

OPENAI = "https://api.openai.com/v1"
UNREACHABLE = 3
"""After so many chunks in a row without a connection, no more are tried."""


class LLMError(RuntimeError):
    """What keeps a model from being asked at all."""


@dataclass(frozen=True)
class Patience:
    """How often a failed call is repeated, and how long is waited: `first` seconds, doubled each time, up to `longest`."""

    retries: int = 5
    first: float = 0.5
    longest: float = 30.0

    def wait(self, failed: int, asked: float | None, draw: float) -> float:
        """Seconds before the next attempt after `failed` ones; `asked` is what the server wants, `draw` a number in [0, 1).

        >>> Patience().wait(3, None, 0.5), Patience().wait(1, 2.0, 0.5), Patience().wait(1, 3600.0, 0.5)
        (1.5, 2.0, 30.0)
        """
        if asked is not None:
            return min(asked, self.longest)
        most = min(self.longest, self.first * 2.0 ** min(failed - 1, 30))
        return most * (0.5 + draw / 2)


class LLM:
    """A model behind an OpenAI-compatible server.

    `model`: its name on that server. `base_url`, `api_key`: as the openai client takes them, by default from OPENAI_BASE_URL and
    OPENAI_API_KEY. `fields`: what may be asked for (docs/llm.md); by default what rules most often leave open.
    `budget_tokens`, `budget_money`: the most that all texts together may use, `document_…` one text; money needs a `price`, for a
    million tokens in and out: (2, 8), or a table of such pairs by model. `cache`: where answers are kept; True is the
    user's cache directory, False keeps them as long as this object lives. `timeout`: seconds for one answer. `retries`: how often
    a failed call is repeated. `max_output`: tokens that an answer may have at most, thinking included. `options`: further
    arguments of the request (temperature is 0).

    Raises ImportError without the extra, TypeError and ValueError for arguments that make no sense.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        fields: Iterable[str] = ASKED,
        budget_tokens: int | None = None,
        budget_money: Amount | None = None,
        document_budget_tokens: int | None = None,
        document_budget_money: Amount | None = None,
        price: Pair | Mapping[str, Pair] | None = None,
        cache: bool | str | os.PathLike[str] = True,
        timeout: float = 60.0,
        retries: int = 5,
        max_output: int = 4096,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        check_installed()
        if not isinstance(model, str) or not model.strip():
            raise TypeError("model must be the name of a model on the server")
        self.model = model
        self.base_url = (base_url or os.environ.get("OPENAI_BASE_URL") or OPENAI).rstrip("/")
        self.fields = check_fields(fields)
        self.price = price_of(price, model)
        self.max_output = _at_least(1, "max_output", max_output)
        self.patience = Patience(retries=_at_least(0, "retries", retries))
        self._limits = self._checked_limits(document_budget_tokens, document_budget_money)
        self.purse = Purse(*self._checked_limits(budget_tokens, budget_money), self.price)
        self.meter = Meter()
        self.ledger = Ledger(_ledger_path(cache))
        key = api_key or os.environ.get("OPENAI_API_KEY") or (None if self.base_url == OPENAI else "none")
        settings = {"temperature": 0, **(options or {})}
        self.connection = Connection(model, self.base_url, key, _positive("timeout", timeout), settings)
        self.draw: Callable[[], float] = random.random
        self.fatal: Failure | None = None
        self._begin()

    def _begin(self) -> None:
        """Nothing is known yet of the server."""
        self._lock = Lock()
        self._mode: str | None = None
        self._works: set[str] = set()
        self._tried = 0
        self._unreachable = 0

    def __repr__(self) -> str:
        return f"LLM(model={self.model!r}, base_url={self.base_url!r})"

    def document_purse(self) -> Purse:
        """A purse for one text."""
        return Purse(*self._limits, self.price)

    @property
    def proven_mode(self) -> str | None:
        """The mode in which this model has answered, if one is known."""
        if self._mode is None:
            known = self.ledger.mode(self.base_url, self.model)
            self._mode = known if known in MODES else None
        return self._mode

    @property
    def mode(self) -> str:
        """The mode to ask in: the proven one, else the next to be tried."""
        return self.proven_mode or MODES[self._tried % len(MODES)]

    def prove_mode(self, mode: str) -> None:
        """A model has answered in this mode."""
        self._works.add(mode)
        if self._mode != mode:
            self._mode = mode
            self.ledger.set_mode(self.base_url, self.model, mode)

    def has_worked(self, mode: str) -> bool:
        """Whether an answer has come in this mode since this object was made."""
        return mode in self._works

    def next_mode(self, failed: str) -> bool:
        """Go on to the mode behind the one that failed; False if that was the last."""
        with self._lock:
            at = MODES.index(failed)
            if self._mode == failed:
                self._mode = None
            if MODES[self._tried % len(MODES)] == failed:
                self._tried = at + 1
            return at + 1 < len(MODES)

    def note(self, failure: Failure | None) -> None:
        """Keep in mind what came of a chunk: one that cannot be reached is tried a few times only, a fatal failure is final."""
        with self._lock:
            unreachable = failure is not None and failure.cause in ("unreachable", "mode")
            self._unreachable = self._unreachable + 1 if unreachable else 0
            if failure is not None and (failure.cause == "fatal" or self._unreachable >= UNREACHABLE):
                self.fatal = self.fatal or failure

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()

    def _checked_limits(self, tokens: int | None, money: Amount | None) -> tuple[int | None, Any]:
        if money is not None and self.price is None:
            raise ValueError(
                f"a budget in money needs the price of {self.model!r}: price=(2, 8) for a million tokens in and out"
            )
        return None if tokens is None else _at_least(0, "budget", tokens), None if money is None else as_money(money)


def check_installed() -> None:
    """Raises ImportError, naming the extra, if openai or instructor is missing."""
    if not all(map(_is_installed, ("openai", "instructor", "platformdirs"))):
        raise ImportError(missing("asking a language model", "llm"))


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ImportError:
        return False


def _ledger_path(cache: bool | str | os.PathLike[str]) -> Path | None:
    if isinstance(cache, bool):
        return default_path() if cache else None
    return Path(cache)


def _at_least(least: int, name: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be a whole number, not {type(value).__name__}")
    if value < least:
        raise ValueError(f"{name} must be {least} or more, not {value}")
    return value


def _positive(name: str, value: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} must be a number of seconds, not {type(value).__name__}")
    if not value > 0:
        raise ValueError(f"{name} must be more than 0, not {value}")
    return float(value)
