"""Tie drafts to the source: clean offsets become the caller's offsets, and each record gets its id.

An id is a digest of what the record says and where it stands first, so that it is the same in every run and on every
machine, and two records of one text never share it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel
from pydantic_core import to_json

from clusterx.confidence import Judge
from clusterx.mentions import Found
from clusterx.records import Evidence, Mention, Record
from clusterx.rules.rule import Draft
from clusterx.text import AlignedText, Span, encodable_spans, longest_encodable

R = TypeVar("R", bound=Record)


def bind_records(model: type[R], drafts: Sequence[Draft], text: AlignedText) -> tuple[R, ...]:
    """The drafts as records of `model`, in the order of the text; drafts without a place in the source are left out."""
    if not drafts:
        return ()
    spans = {id(draft): evidence for draft in drafts if (evidence := find_evidence(draft, text))}
    placed = sorted((draft for draft in drafts if id(draft) in spans), key=lambda draft: spans[id(draft)][0].start)
    ids = _distinct_ids(model.__name__, placed, spans)
    judge = Judge(text)
    records = []
    for draft in placed:
        evidence = spans[id(draft)]
        sure = judge.confidence(evidence, draft.confidence)
        whole = ids.get(id(draft.parent)) if draft.parent is not None else None
        given = {**draft.values, "part_of": whole} if whole else draft.values
        records.append(model(id=ids[id(draft)], evidence=evidence, confidence=sure, **given))
    return tuple(records)


def find_evidence(draft: Draft, text: AlignedText) -> tuple[Evidence, ...]:
    """The draft's clues as spans of the source; clues on the same span and by the same rule are joined.

    A span that holds lone surrogates is given in pieces without them, so that every encoder takes the evidence.
    """
    source, to_source = text.source, text.to_source
    joined: dict[tuple[int, int, str], tuple[str, ...]] = {}
    clues = [(to_source(start, end), fields, by) for start, end, fields, by in draft.clues]
    if draft.source_clues:
        clues += [(Span(start, end), fields, by) for start, end, fields, by in draft.source_clues]
    for span, fields, by in clues:
        for start, end in encodable_spans(source, *span):
            known = joined.get((start, end, by), ())
            joined[start, end, by] = tuple(dict.fromkeys((*known, *fields)))
    return tuple(
        Evidence(start=start, end=end, text=source[start:end], fields=fields, by=by)
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
