"""Many texts at once, their results in order: while a server thinks, others are asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def in_order(work: Callable[[T], R], items: Iterable[T], concurrency: int) -> Iterator[R]:
    """`work` for each of `items`, `concurrency` at a time, lazily: no more is begun than is soon taken.

    Raises ValueError if `concurrency` is below 1, and what `work` raises.

    >>> list(in_order(len, ["a", "bb"], 2))
    [1, 2]
    """
    if isinstance(concurrency, bool) or not isinstance(concurrency, int) or concurrency < 1:
        raise ValueError(f"concurrency must be a whole number from 1 on, not {concurrency!r}")
    return _results(work, items, concurrency)


def _results(work: Callable[[T], R], items: Iterable[T], concurrency: int) -> Iterator[R]:
    waiting: deque[Future[R]] = deque()
    pool = ThreadPoolExecutor(concurrency, thread_name_prefix="clusterx")
    try:
        for item in items:
            waiting.append(pool.submit(copy_context().run, work, item))
            if len(waiting) >= concurrency * 2:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
