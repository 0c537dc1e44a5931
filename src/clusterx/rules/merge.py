"""The same fact in title, lead and body is one record with several evidence spans."""

from __future__ import annotations

from clusterx.rules.rule import Draft, Reading


def merge_targets(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Drafts with equal figures and indicators joined; a headline's figure stays only where the body repeats it."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: _in_heading(reading, d)):
        same = next((k for k in kept if _same(k, draft)), None)
        if same:
            same.clues += draft.clues
            for name, value in draft.values.items():
                same.values.setdefault(name, value)
        elif not (_in_heading(reading, draft) and len(reading.outline.blocks) > 2):
            kept.append(draft)
    return kept


def _in_heading(reading: Reading, draft: Draft) -> bool:
    block = reading.outline.block(draft.clues[0].start)
    return block.kind == "heading"


def _same(a: Draft, b: Draft) -> bool:
    x, y = a.values["quantity"], b.values["quantity"]
    if (x.value, x.low, x.high, x.unit) != (y.value, y.low, y.high, y.unit) or a.values["measure"] != b.values["measure"]:
        return False
    p, q = a.values.get("period"), b.values.get("period")
    if p and q and p.end and q.end and p.end != q.end:
        return False
    one, two = a.values["indicator"], b.values["indicator"]
    return one in two or two in one
