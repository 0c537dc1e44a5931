"""How fast a server may be asked: so many requests and so many tokens a minute.

What a document took is known when it is done, so that it is charged afterwards: the next one waits until the account is even again.
In any minute a stage therefore sends at most its limit, and beyond it what was under way when the limit was reached.

    >>> now = [0.0]
    >>> pace = Pace(requests=60, clock=lambda: now[0], sleep=lambda seconds: now.__setitem__(0, now[0] + seconds))
    >>> for _ in range(3):
    ...     pace.wait()
    ...     pace.charge(requests=10, tokens=5000)
    >>> now[0]
    20.0
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

MINUTE = 60.0


class Pace:
    """Limits for all threads that share it. `requests`, `tokens`: the most in a minute, None for no limit."""

    def __init__(
        self,
        requests: float | None = None,
        tokens: float | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        for name, limit in (("requests", requests), ("tokens", tokens)):
            if limit is not None and not limit > 0:
                raise ValueError(f"{name} a minute must be more than 0, not {limit}")
        self._seconds = [MINUTE / limit if limit else 0.0 for limit in (requests, tokens)]
        self._even_at = [float("-inf")] * 2
        self._clock, self._sleep = clock, sleep
        self._lock = Lock()

    def wait(self) -> None:
        """Returns when the next document may be asked about."""
        while True:
            with self._lock:
                seconds = max(self._even_at) - self._clock()
            if seconds <= 0:
                return
            self._sleep(seconds)

    def charge(self, requests: int, tokens: int) -> None:
        """What a document took."""
        with self._lock:
            now = self._clock()
            for index, amount in enumerate((requests, tokens)):
                self._even_at[index] = max(self._even_at[index], now) + amount * self._seconds[index]
