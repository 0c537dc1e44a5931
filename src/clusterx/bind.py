"""Tie drafts to the source: clean offsets become the caller's offsets, and each record gets its id.

An id is a digest of what the record says and where it stands first, so that it is the same in every run and on every
machine, and two records of one text never share it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter
from pydantic_core import to_json

from clusterx.confidence import Judge
from clusterx.mentions import Found
from clusterx.records import Mention, Record
from clusterx.rules.rule import Clue, Draft
from clusterx.text import AlignedText, encodable_spans, is_encodable, longest_encodable

R = TypeVar("R", bound=Record)


def bind_records(model: type[R], drafts: Sequence[Draft], text: AlignedText) -> tuple[R, ...]:
    """The drafts as records of `model`, in the order of the text; drafts without a place in the source are left out."""
    if not drafts:
        return ()
    unbroken = is_encodable(text.source)
    spans = {id(draft): places for draft in drafts if (places := _places(draft, text, unbroken))}
    placed = sorted((draft for draft in drafts if id(draft) in spans), key=lambda draft: spans[id(draft)][0].start)
    ids = _distinct_ids(model.__name__, placed, spans)
    judge = Judge(text)
    records: list[dict[str, Any]] = []
    for draft in placed:
        places = spans[id(draft)]
        evidence = tuple([
            {"start": start, "end": end, "text": text.source[start:end], "fields": fields, "by": by}
            for start, end, fields, by in places
        ])  # fmt: skip
        sure = judge.confidence(places, draft.confidence)
        record = {"id": ids[id(draft)], "evidence": evidence, "confidence": sure, **draft.values}
        if draft.parent is not None and (whole := ids.get(id(draft.parent))):
            record["part_of"] = whole
        records.append(record)
    return cast(tuple[R, ...], _validator(model).validate_python(records))


@cache
def _validator(model: type[Record]) -> TypeAdapter[tuple[Record, ...]]:
    """Checks all records of a text in one call, many times cheaper than each by itself."""
    return TypeAdapter(tuple[model, ...])  # type: ignore[valid-type]


def _places(draft: Draft, text: AlignedText, unbroken: bool) -> list[Clue]:
    """The draft's clues in source offsets; clues on the same span and by the same rule are joined.

    A span that holds lone surrogates is given in pieces without them, so that every encoder takes the evidence;
    `unbroken` says that the source has none.
    """
    to_source = text.to_source
    clues = [(*to_source(start, end), fields, by) for start, end, fields, by in draft.clues]
    clues += draft.source_clues
    if not unbroken:
        clues = [(*piece, *clue[2:]) for clue in clues for piece in encodable_spans(text.source, clue[0], clue[1])]
    joined: dict[tuple[int, int, str], tuple[str, ...]] = {}
    for start, end, fields, by in clues:
        if start < end:
            place = start, end, by
            known = joined.get(place)
            joined[place] = tuple(dict.fromkeys((*known, *fields) if known else fields))
    return [Clue(start, end, fields, by) for (start, end, by), fields in joined.items()]


def to_mention(found: Found, text: AlignedText) -> Mention:
    """A mention with offsets into the source."""
    start, end = longest_encodable(text.source, *text.to_source(found.start, found.end))
    return Mention(
        kind=found.kind,
        start=start,
        end=end,
        text=text.source[start:end],
        quantity=found.quantity,
        period=found.period,
        by=found.by,
    )


def _distinct_ids(kind: str, drafts: Sequence[Draft], spans: dict[int, list[Clue]]) -> dict[int, str]:
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for draft in drafts:
        said = f"{sorted([(name, _said(value)) for name, value in draft.values.items() if value])!r}]"
        first, repeats = spans[id(draft)][0], 0
        while (digest := _digest(f"[{kind!r}, {repeats}, {first.start}, {first.end}, {said}")) in taken:
            repeats += 1
        taken.add(digest)
        ids[id(draft)] = digest
    return ids


def _digest(said: str) -> str:
    return hashlib.blake2s(said.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _said(value: object) -> str:
    return to_json(value).decode() if isinstance(value, BaseModel) else repr(value)
