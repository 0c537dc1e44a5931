"""Tie drafts to the source: clean offsets become the caller's offsets, and each record gets its id.

An id is a digest of what the record says and where it stands first, so that it is the same in every run and on every
machine, and two records of one text never share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2s
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter
from pydantic_core import to_json

from clusterx.confidence import Judge
from clusterx.mentions import Found
from clusterx.records import Mention, Record
from clusterx.rules.rule import Clue, Draft
from clusterx.text import AlignedText, encodable_spans, is_encodable, longest_encodable

R = TypeVar("R", bound=Record)


Placed = tuple[Draft, list[Clue]]
"""A draft and its clues in source offsets, the first of which says where it stands."""


def bind_records(model: type[R], drafts: Sequence[Draft], text: AlignedText) -> tuple[R, ...]:
    """The drafts as records of `model`, in the order of the text; drafts without a place in the source are left out."""
    if not drafts:
        return ()
    unbroken = is_encodable(text.source)
    placed = [(draft, places) for draft in drafts if (places := _places(draft, text, unbroken))]
    placed.sort(key=_start)
    ids = _distinct_ids(model.__name__, placed)
    return cast(tuple[R, ...], _validator(model).validate_python(_records(placed, ids, text)))


def _records(placed: Sequence[Placed], ids: dict[int, str], text: AlignedText) -> Iterator[dict[str, Any]]:
    """The fields of each record; one by one, as thousands of short-lived dictionaries would call the garbage collector."""
    source, judge = text.source, Judge(text)
    for draft, places in placed:
        evidence = tuple([
            {"start": start, "end": end, "text": source[start:end], "fields": fields, "by": by}
            for start, end, fields, by in places
        ])  # fmt: skip
        sure = judge.confidence(places, draft.confidence)
        record = {"id": ids[id(draft)], "evidence": evidence, "confidence": sure, **draft.values}
        if draft.parent is not None and (whole := ids.get(id(draft.parent))):
            record["part_of"] = whole
        yield record


def _start(placed: Placed) -> int:
    return placed[1][0][0]


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
            known = joined.get((start, end, by))
            joined[start, end, by] = fields if known is None else tuple(dict.fromkeys((*known, *fields)))
    return [tuple.__new__(Clue, (start, end, fields, by)) for (start, end, by), fields in joined.items()]


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


def _distinct_ids(kind: str, placed: Sequence[Placed]) -> dict[int, str]:
    """By `id` of the draft: a digest of kind, first place, filled values by name and, where two agree in all, a count."""
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for draft, (first, *_) in placed:
        values = draft.values
        said = [kind, first.start, first.end, [(name, values[name]) for name in sorted(values) if values[name]]]
        while (digest := _digest(said)) in taken:
            said.append("again")
        taken.add(digest)
        ids[id(draft)] = digest
    return ids


def _digest(said: list[Any]) -> str:
    return blake2s(to_json(said), digest_size=6).hexdigest()
