"""What went wrong with a call, and what is to be done about it.

`retry`: wait and ask again. `mode`: the server does not take this way of asking. `refused`: it does not take this text.
`divide`: it takes less at a time. `cut`: the answer is longer than allowed. `blank`: it is white space. `garbled`: it is something
else than was asked for. `fatal`: no call can succeed (key, model, money), so none is made any more.
Messages of servers may repeat the text or a key; none of them is passed on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import Any, Literal

import regex

Cause = Literal["retry", "unreachable", "mode", "refused", "divide", "fatal", "cut", "blank", "garbled"]
REFUSAL = regex.compile(
    r"content exists risk|content.?filter|content.?policy|data.?inspection|inappropriate content|responsibleaipolicy|moderation|flagged"
    r"|sensitive|safety|risk.?control|敏感|违规|不安全|内容安全|不当内容|审核",
    regex.IGNORECASE,
)
TOO_LONG = regex.compile(
    r"context.?length|maximum context|too many tokens|too long|max_model_len|exceed\w* .{0,40}(?:context|tokens)",
    regex.IGNORECASE,
)
NO_MONEY = regex.compile(
    r"insufficient[_ ](?:quota|balance|funds|credit)|quota|balance|billing|arrear|欠费|余额", regex.IGNORECASE
)
NO_MODEL = regex.compile(
    r"model[^.]{0,60}(?:not (?:exist|found|available|supported)|does(?:n't| not) exist|invalid|unknown)|(?:invalid|unknown|no such|not a valid) model",
    regex.IGNORECASE,
)
NO_KEY = regex.compile(
    r"api.?key[^.]{0,40}(?:not valid|invalid|incorrect|expired)|(?:invalid|incorrect|expired) api.?key",
    regex.IGNORECASE,
)
APOLOGY = regex.compile(
    r"content exists risk|抱歉|对不起|无法(?:回答|提供|处理|协助)|不能(?:回答|提供|处理|协助)|sorry|can(?:no|')t (?:help|assist|answer)|unable to",
    regex.IGNORECASE,
)
FATAL = {
    401: "the server does not accept the key (401): check api_key or OPENAI_API_KEY",
    402: "the server wants money (402): the account has no balance",
    403: "the server does not allow this key to use the model (403)",
    404: "the server does not know the model {model!r}, or base_url is wrong (404)",
}
PASSING = (408, 409, 425, 429)


@dataclass(frozen=True)
class Failure:
    """A call that brought no answer. `sent`: whether the server may have worked for it."""

    cause: Cause
    message: str
    wait: float | None = None
    sent: bool = False


def of_status(status: int, said: str, headers: Mapping[str, str], model: str, now: float) -> Failure:
    """What an HTTP status means, together with what the server said of it."""
    if status in (400, 403, 422, 451) and REFUSAL.search(said):
        return Failure("refused", f"the server refuses this text ({status})")
    if status in (400, 413, 422) and (status == 413 or TOO_LONG.search(said)):
        return Failure("divide", f"the request is too long for the server ({status})")
    if status < 400:
        return Failure("fatal", f"the server sends callers elsewhere ({status}): give the final address as base_url")
    if status == 400 and NO_KEY.search(said):
        status = 401
    if status == 400 and NO_MODEL.search(said):
        status = 404
    if status in FATAL:
        return Failure("fatal", FATAL[status].format(model=model))
    if status == 429 and NO_MONEY.search(said) and not regex.search(r"rate|per min|tpm|rpm", said, regex.IGNORECASE):
        return Failure("fatal", "the account has no quota left (429)")
    if status in PASSING or (status >= 500 and status != 501):
        return Failure("retry", f"the server answers {status}", retry_after(headers, now))
    return Failure("mode", f"the server does not take the request ({status})")


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds to wait, from `retry-after-ms` or `Retry-After` in seconds or as a date; None if the server does not say."""
    try:
        if milliseconds := headers.get("retry-after-ms"):
            return max(0.0, float(milliseconds) / 1000)
        said = headers.get("retry-after")
        return None if said is None else max(0.0, float(said))
    except ValueError:
        return _until(headers.get("retry-after") or "", now)


def _until(said: str, now: float) -> float | None:
    try:
        when = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    return max(0.0, (when if when.tzinfo else when.replace(tzinfo=timezone.utc)).timestamp() - now)


def of_exception(error: BaseException, model: str, now: float) -> Failure:
    """What an exception of the openai client means; instructor wraps it in others."""
    import openai

    chain = list(_causes(error))
    for cause in chain:
        if isinstance(cause, openai.APIStatusError):
            return of_status(cause.status_code, _said(cause), cause.response.headers, model, now)
        if isinstance(cause, openai.APITimeoutError):
            return Failure("retry", "the server did not answer in time", sent=True)
        if isinstance(cause, openai.APIConnectionError):
            return Failure("unreachable", "the server cannot be reached", sent=_was_sent(cause))
    if any(isinstance(cause, openai.OpenAIError) and "api_key" in str(cause) for cause in chain):
        return Failure("fatal", "there is no key: set OPENAI_API_KEY or give api_key")
    return Failure("retry", f"the answer cannot be read ({type(chain[-1]).__name__})", sent=True)


def _causes(error: BaseException | None) -> Any:
    seen = 0
    while error is not None and seen < 20:
        yield error
        error, seen = error.__cause__ or error.__context__, seen + 1


def _said(error: Any) -> str:
    return f"{error} {getattr(error, 'body', '')}"


def _was_sent(error: BaseException) -> bool:
    """Whether the connection broke only after it stood."""
    return not any(
        "Connect" in type(cause).__name__ and "APIConnection" not in type(cause).__name__ for cause in _causes(error)
    )
