"""The only code that talks to a server: openai and instructor, one request at a time, no retries of theirs.

`Send` goes in; a `Completion` (whatever text the server returned, with its own count of tokens) or a `Failure` comes out, never
an exception. instructor writes the request in one of four modes; what comes back is read by `answers.py`, because servers wrap it
in more ways than a mode allows for. While a call runs, the loggers of these libraries are silent: they would write down texts.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from weakref import WeakKeyDictionary

from clusterx.llm.answers import Answers
from clusterx.llm.failures import Failure, of_exception
from clusterx.llm.transport import capped_async_client, capped_client

MODES = ("tools", "json_schema", "json_mode", "markdown_json_mode")
NOISY = ("openai", "instructor", "httpx", "httpx2", "httpcore", "httpcore2")
LOGGING = ("openai._base_client", "instructor.v2.core.retry", "instructor.v2.core.patch", "instructor.v2.core.response")
"""Modules that make their loggers when they are first used."""
_calling: ContextVar[bool] = ContextVar("clusterx_calling", default=False)


@dataclass(frozen=True)
class Send:
    """A request: the messages, the mode, and how many tokens the answer may have."""

    messages: list[dict[str, str]]
    mode: str
    max_tokens: int


@dataclass(frozen=True)
class Completion:
    """What a server returned."""

    texts: list[str]
    finish: str = ""
    refusal: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None


@dataclass
class Connection:
    """One model on one server; clients are made on first use. Safe between threads and event loops."""

    model: str
    base_url: str | None
    api_key: str | None = field(repr=False)
    timeout: float
    options: dict[str, Any]
    limit: str = "max_tokens"
    _sync: dict[str, Any] = field(default_factory=dict, repr=False)
    _async: WeakKeyDictionary[Any, dict[str, Any]] = field(default_factory=WeakKeyDictionary, repr=False)

    def send(self, request: Send) -> Completion | Failure:
        """Ask, and wait for the answer."""
        got: list[Any] = []
        try:
            client, arguments = self._client(request.mode), self._arguments(request, got)
            with _quiet():
                client.create(**arguments)
        except Exception as error:  # whatever a server does, it is an answer or a failure
            return read_completion(got) or self._failure(error)
        return read_completion(got) or _nothing()

    async def asend(self, request: Send) -> Completion | Failure:
        """The same without blocking."""
        got: list[Any] = []
        try:
            client, arguments = self._async_client(request.mode), self._arguments(request, got)
            with _quiet():
                await client.create(**arguments)
        except Exception as error:
            return read_completion(got) or self._failure(error)
        return read_completion(got) or _nothing()

    def _arguments(self, request: Send, got: list[Any]) -> dict[str, Any]:
        from instructor.v2.core.hooks import Hooks

        hooks = Hooks()
        hooks.on("completion:response", got.append)
        return {
            "model": self.model,
            "messages": [dict(message) for message in request.messages],
            "response_model": Answers,
            "max_retries": 0,
            self.limit: request.max_tokens,
            "hooks": hooks,
            **{name: value for name, value in self.options.items() if value is not None},
        }

    def _failure(self, error: Exception) -> Failure:
        """What an exception means; one that only asks for other words is tried again with these."""
        failure = of_exception(error, self.model, time.time())
        return (
            Failure("retry", failure.message, wait=0.0)
            if failure.cause == "mode" and self._adapt(str(error))
            else failure
        )

    def _adapt(self, said: str) -> bool:
        """Some models of OpenAI take neither `max_tokens` nor a temperature; whether the server says so for the first time."""
        if "max_completion_tokens" in said and self.limit != "max_completion_tokens":
            self.limit = "max_completion_tokens"
        elif "temperature" in said and self.options.get("temperature") is not None:
            self.options = {**self.options, "temperature": None}
        else:
            return False
        return True

    def _client(self, mode: str) -> Any:
        if mode not in self._sync:
            import instructor
            import openai

            if "" not in self._sync:
                self._sync[""] = openai.OpenAI(http_client=capped_client(self.timeout), **self._settings())
            self._sync[mode] = instructor.from_openai(self._sync[""], mode=instructor.Mode(_MODE_NAMES[mode]))
        return self._sync[mode]

    def _async_client(self, mode: str) -> Any:
        import asyncio

        clients = self._async.setdefault(asyncio.get_running_loop(), {})
        if mode not in clients:
            import instructor
            import openai

            if "" not in clients:
                clients[""] = openai.AsyncOpenAI(http_client=capped_async_client(self.timeout), **self._settings())
            clients[mode] = instructor.from_openai(clients[""], mode=instructor.Mode(_MODE_NAMES[mode]))
        return clients[mode]

    def _settings(self) -> dict[str, Any]:
        return {"base_url": self.base_url, "api_key": self.api_key, "timeout": self.timeout, "max_retries": 0}


def read_completion(got: list[Any]) -> Completion | None:
    """What a response holds, whatever shape a server gave it; None if there is none."""
    if not got:
        return None
    choices = getattr(got[-1], "choices", None)
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = getattr(choice, "message", None)
    usage = getattr(got[-1], "usage", None)
    return Completion(
        texts=list(_texts(message)),
        finish=str(getattr(choice, "finish_reason", "") or ""),
        refusal=str(getattr(message, "refusal", "") or ""),
        tokens_in=_count(getattr(usage, "prompt_tokens", None)),
        tokens_out=_count(getattr(usage, "completion_tokens", None)),
    )


def _texts(message: Any) -> Iterator[str]:
    """The arguments of every tool call, then the words of the answer."""
    calls = getattr(message, "tool_calls", None)
    functions = [getattr(call, "function", None) for call in calls] if isinstance(calls, list) else []
    for function in (*functions, getattr(message, "function_call", None)):
        arguments = getattr(function, "arguments", None)
        if isinstance(arguments, dict):
            import json

            yield json.dumps(arguments)
        elif isinstance(arguments, str):
            yield arguments
    content = getattr(message, "content", None)
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if isinstance(content, str):
        yield content


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 40 else None


def _nothing() -> Failure:
    return Failure("retry", "the server returned nothing that can be read", sent=True)


_MODE_NAMES = {
    "tools": "tool_call",
    "json_schema": "json_schema_mode",
    "json_mode": "json_mode",
    "markdown_json_mode": "markdown_json_mode",
}


@contextmanager
def _quiet() -> Iterator[None]:
    """No records of the libraries' loggers, in this thread or task only."""
    for module in LOGGING:
        import_module(module)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name) if name.startswith(NOISY) else None
        if logger is not None and _not_calling not in logger.filters:
            logger.addFilter(_not_calling)
    token = _calling.set(True)
    try:
        yield
    finally:
        _calling.reset(token)


def _not_calling(_: logging.LogRecord) -> bool:
    return not _calling.get()
