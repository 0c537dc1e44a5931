"""The same fact in title, lead and body is one record with several evidence spans."""

from __future__ import annotations

from clusterx.rules.rule import Draft, Reading


def merge_targets(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Drafts with equal figures and indicators joined; a headline's figure stays only where the body repeats it."""
    kept: list[Draft] = []
    alike: dict[object, list[Draft]] = {}
    merged: dict[int, Draft] = {}
    headed = {id(draft): _in_heading(reading, draft) for draft in drafts}
    for draft in sorted(drafts, key=lambda draft: headed[id(draft)]):
        rivals = alike.setdefault(_figure(draft), [])
        same = next((k for k in rivals if _same(k, draft)), None)
        if same:
            merged[id(draft)] = same
            same.clues += draft.clues
            for name, value in draft.values.items():
                same.values.setdefault(name, value)
        elif not (headed[id(draft)] and len(reading.outline.blocks) > 2):
            kept.append(draft)
            rivals.append(draft)
    left = {id(draft) for draft in kept}
    for draft in kept:
        whole = merged.get(id(draft.parent), draft.parent)
        draft.parent = whole if whole is not draft and id(whole) in left else None
    return kept


def _figure(draft: Draft) -> object:
    quantity = draft.values["quantity"]
    return quantity.value, quantity.low, quantity.high, quantity.unit, draft.values["measure"]


def _in_heading(reading: Reading, draft: Draft) -> bool:
    block = reading.outline.block(draft.clues[0].start)
    return block.kind == "heading"


def _same(a: Draft, b: Draft) -> bool:
    p, q = a.values.get("period"), b.values.get("period")
    if p and q and p.end and q.end and p.end != q.end:
        return False
    one, two = a.values["indicator"], b.values["indicator"]
    return one in two or two in one
