"""The same fact in title, lead and body is one record with several evidence spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from clusterx.rules.rule import Draft, Reading


def merge_targets(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Drafts with equal figures and indicators joined; a headline's figure stays only where the body repeats it."""
    headings = _of_headings(reading, drafts)
    headed = {id(draft) for draft in headings}
    only_repeats = len(reading.outline.blocks) > 2
    kept: list[Draft] = []
    alike: dict[object, list[Draft]] = {}
    merged: dict[int, Draft] = {}
    for draft in [*(d for d in drafts if id(d) not in headed), *headings] if headed else drafts:
        rivals = alike.setdefault(_figure(draft), [])
        same = next((k for k in rivals if _same(k, draft)), None) if rivals else None
        if same:
            merged[id(draft)] = same
            _join(same, draft)
        elif not (only_repeats and id(draft) in headed):
            kept.append(draft)
            rivals.append(draft)
    _set_wholes(kept, merged)
    return kept


def _join(draft: Draft, same: Draft) -> None:
    draft.clues += same.clues
    for name, value in same.values.items():
        draft.values.setdefault(name, value)


def _set_wholes(kept: list[Draft], merged: dict[int, Draft]) -> None:
    """The whole of which a draft is a part may have been joined with another, or left out."""
    parts = [draft for draft in kept if draft.parent is not None]
    left = {id(draft) for draft in kept} if parts else set()
    for draft in parts:
        whole = merged.get(id(draft.parent), draft.parent)
        draft.parent = whole if whole is not draft and id(whole) in left else None


def _figure(draft: Draft) -> object:
    quantity = draft.values["quantity"]
    return quantity.value, quantity.low, quantity.high, quantity.unit, draft.values["measure"]


def _of_headings(reading: Reading, drafts: Iterable[Draft]) -> list[Draft]:
    headings = [block for block in reading.outline.blocks if block.kind == "heading"]
    starts = [block.start for block in headings]

    def is_headed(offset: int) -> bool:
        at = bisect_right(starts, offset) - 1
        return at >= 0 and offset <= headings[at].end

    return [draft for draft in drafts if is_headed(draft.clues[0].start)] if headings else []


def _same(a: Draft, b: Draft) -> bool:
    p, q = a.values.get("period"), b.values.get("period")
    if p and q and p.end and q.end and p.end != q.end:
        return False
    one, two = a.values["indicator"], b.values["indicator"]
    if a.clues[0].by == b.clues[0].by == "target.table":  # rows of tables say what and whose they are in full
        return one == two and a.values.get("subject") == b.values.get("subject")
    return one in two or two in one
