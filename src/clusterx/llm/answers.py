"""What comes back: answers to numbered questions, found in whatever a server wraps around them.

`Answers` is the schema that instructor sends. What a server returns is read leniently as to its wrapping (several tool calls, ```
fences, words before and behind, `<think>` blocks, a bare list) and strictly as to each answer: one that has not the right shape
is kept as `Malformed` and refused.

    >>> read_answers(['<think>q 1?</think>Sure: ```json\\n{"answers": [{"q": 1, "f": "a.b", "quote": "甲"}]}\\n```'])
    [Answer(q=1, f='a.b', quote='甲', r=1, value=None)]
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import regex
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

THOUGHT = regex.compile(r"<think(?:ing)?>.*?</think(?:ing)?>|^.*?</think(?:ing)?>", regex.DOTALL)
LONGEST = 400_000
MOST_TRIES = 400
MOST_ANSWERS = 400


def _as_text(value: Any) -> Any:
    """Some models write a number where words are asked for, or put a value in a list."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _slim(schema: dict[str, Any]) -> None:
    """Titles and defaults only cost tokens."""
    schema.pop("description", None)
    for part in schema.get("properties", {}).values():
        part.pop("title", None)
        part.pop("default", None)
        if "anyOf" in part:
            part["type"] = part.pop("anyOf")[0]["type"]


class Answer(BaseModel):
    """A quote for a field of a question."""

    model_config = ConfigDict(json_schema_extra=_slim)

    q: int
    f: str
    quote: str
    r: int = 1
    value: Annotated[str | None, BeforeValidator(_as_text)] = None


class Answers(BaseModel):
    """All answers."""

    model_config = ConfigDict(json_schema_extra=_slim)

    answers: list[Answer]


class Malformed(BaseModel):
    """An answer that has not the shape of one."""

    said: str


def read_answers(texts: Iterable[str]) -> list[Answer | Malformed] | None:
    """The answers in what a server returned, one text for each tool call; None if there is nothing of the kind."""
    lists = [items for text in texts if (items := _find_list(text)) is not None]
    if not lists:
        return None
    read = [_read(item) for items in lists for item in items][:MOST_ANSWERS]
    return None if read and all(isinstance(answer, Malformed) for answer in read) else read


def _find_list(text: str) -> list[Any] | None:
    """The last list of answers in a text: what stands before may be a copy of the question."""
    bare = THOUGHT.sub("", text[:LONGEST])
    found = None
    for value in _json_values(bare):
        if isinstance(value, dict) and isinstance(value.get("answers"), list):
            found = value["answers"]
        elif isinstance(value, list) and (not value or isinstance(value[0], dict)):
            found = value
        elif isinstance(value, dict) and "q" in value and "quote" in value:
            found = [*(found or []), value]
    return found


def _json_values(text: str) -> Iterator[Any]:
    """Every JSON object or list in a text that is not part of another."""
    decoder = json.JSONDecoder()
    at, tries = 0, 0
    while tries < MOST_TRIES and (start := regex.search(r"[\[{]", text, pos=at)):
        tries += 1
        try:
            value, at = decoder.raw_decode(text, start.start())
            yield value
        except (ValueError, RecursionError):
            at = start.end()


def _read(item: Any) -> Answer | Malformed:
    try:
        return clean_answer(Answer.model_validate(item))
    except ValidationError:
        return Malformed(said=encodable(str(item)[:300]))


def clean_answer(answer: Answer) -> Answer:
    """The answer in characters that every encoder takes."""
    value = None if answer.value is None else encodable(answer.value)
    return answer.model_copy(update={"f": encodable(answer.f), "quote": encodable(answer.quote), "value": value})


def encodable(words: str) -> str:
    """Without lone surrogates."""
    return words.encode("utf-8", "replace").decode()
