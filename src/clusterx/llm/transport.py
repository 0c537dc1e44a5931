"""HTTP with an end: an answer that drips, or never stops, is cut off; none is fetched from anywhere else.

The time-out of an HTTP client starts anew with each byte, so that a server that writes blanks for ever keeps it waiting for ever.
Here the whole answer has `timeout` seconds and MOST_BYTES bytes. Redirects are not followed: the text would go to another server
than the one that was named. openai 2 stands on httpx, openai 3 on httpx2; both have the same classes.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from functools import cache
from importlib import import_module
from typing import Any

MOST_BYTES = 8_000_000


def capped_client(timeout: float) -> Any:
    """An HTTP client for `openai.OpenAI`."""
    return _classes()[0](timeout=timeout, follow_redirects=False)


def capped_async_client(timeout: float) -> Any:
    """An HTTP client for `openai.AsyncOpenAI`."""
    return _classes()[1](timeout=timeout, follow_redirects=False)


class Allowance:
    """Time and bytes that are left for an answer."""

    def __init__(self, seconds: float, too_late: type[Exception]) -> None:
        self._end, self._bytes, self._too_late = time.monotonic() + seconds, MOST_BYTES, too_late

    def take(self, chunk: bytes) -> bytes:
        """The chunk, if it is within both; else what a client raises that has waited too long."""
        self._bytes -= len(chunk)
        if self._bytes < 0 or time.monotonic() > self._end:
            raise self._too_late("the answer takes too long")
        return chunk


@cache
def _classes() -> tuple[Any, Any]:
    """The two clients, as subclasses of those that openai makes for itself."""
    import openai

    sync: Any = openai.DefaultHttpxClient
    both: Any = openai.DefaultAsyncHttpxClient
    http = import_module(next(c for c in sync.__mro__ if c.__name__ == "Client").__module__.partition(".")[0])
    return _sync_class(sync, http), _async_class(both, http)


def _sync_class(client: Any, http: Any) -> Any:
    class Stream(http.SyncByteStream):  # type: ignore[misc]
        def __init__(self, stream: Any, left: Allowance) -> None:
            self._stream, self._left = stream, left

        def __iter__(self) -> Iterator[bytes]:
            yield from map(self._left.take, self._stream)

        def close(self) -> None:
            self._stream.close()

    class Client(client):  # type: ignore[misc]
        def send(self, request: Any, *, stream: bool = False, **options: Any) -> Any:
            left = Allowance(self.timeout.read, http.ReadTimeout)
            response = super().send(request, stream=True, **options)
            response.stream = Stream(response.stream, left)
            return response if stream else _read(response)

    return Client


def _read(response: Any) -> Any:
    try:
        response.read()
    finally:
        response.close()
    return response


def _async_class(client: Any, http: Any) -> Any:
    class Stream(http.AsyncByteStream):  # type: ignore[misc]
        def __init__(self, stream: Any, left: Allowance) -> None:
            self._stream, self._left = stream, left

        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for chunk in self._stream:
                yield self._left.take(chunk)

        async def aclose(self) -> None:
            await self._stream.aclose()

    class Client(client):  # type: ignore[misc]
        async def send(self, request: Any, *, stream: bool = False, **options: Any) -> Any:
            left = Allowance(self.timeout.read, http.ReadTimeout)
            response = await super().send(request, stream=True, **options)
            response.stream = Stream(response.stream, left)
            return response if stream else await _aread(response)

    return Client


async def _aread(response: Any) -> Any:
    try:
        await response.aread()
    finally:
        await response.aclose()
    return response
