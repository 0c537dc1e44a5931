"""Tie drafts to the source: clean offsets become the caller's offsets, and each record gets its id.

An id is a digest of what the record says and where it stands first, so that it is the same in every run and on every
machine, and two records of one text never share it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel

from clusterx.confidence import Judge
from clusterx.mentions import Found
from clusterx.records import Evidence, Mention, Record
from clusterx.rules.rule import Draft
from clusterx.text import AlignedText, encodable_spans, longest_encodable

R = TypeVar("R", bound=Record)


def bind_records(model: type[R], drafts: Sequence[Draft], text: AlignedText) -> tuple[R, ...]:
    """The drafts as records of `model`, in the order of the text; drafts without a place in the source are left out."""
    spans = {id(d): find_evidence(d, text) for d in drafts}
    placed = sorted((d for d in drafts if spans[id(d)]), key=lambda d: spans[id(d)][0].start)
    ids = _distinct_ids(model.__name__, placed, spans)
    judge = Judge(text)
    records = []
    for draft in placed:
        values = dict(draft.values)
        if draft.parent is not None and id(draft.parent) in ids:
            values["part_of"] = ids[id(draft.parent)]
        evidence = spans[id(draft)]
        sure = judge.confidence(evidence, draft.confidence)
        records.append(model(id=ids[id(draft)], evidence=evidence, confidence=sure, **values))
    return tuple(records)


def find_evidence(draft: Draft, text: AlignedText) -> tuple[Evidence, ...]:
    """The draft's clues as spans of the source; clues on the same span and by the same rule are joined.

    A span that holds lone surrogates is given in pieces without them, so that every encoder takes the evidence.
    """
    joined: dict[tuple[int, int, str], dict[str, None]] = {}
    in_source = [(*text.to_source(start, end), fields, by) for start, end, fields, by in draft.clues]
    for start, end, fields, by in (*in_source, *draft.source_clues):
        for piece in encodable_spans(text.source, start, end):
            joined.setdefault((*piece, by), {}).update(dict.fromkeys(fields))
    return tuple(
        Evidence(start=start, end=end, text=text.source[start:end], fields=tuple(fields), by=by)
        for (start, end, by), fields in joined.items()
    )


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


def _distinct_ids(kind: str, drafts: Sequence[Draft], spans: dict[int, tuple[Evidence, ...]]) -> dict[int, str]:
    ids: dict[int, str] = {}
    for draft in drafts:
        repeats = 0
        while (digest := _digest(kind, draft, spans[id(draft)][0], repeats)) in ids.values():
            repeats += 1
        ids[id(draft)] = digest
    return ids


def _digest(kind: str, draft: Draft, first: Evidence, repeats: int) -> str:
    said = repr([kind, repeats, first.start, first.end, sorted((k, _said(v)) for k, v in draft.values.items() if v)])
    return hashlib.blake2s(said.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _said(value: object) -> str:
    return value.model_dump_json() if isinstance(value, BaseModel) else repr(value)
