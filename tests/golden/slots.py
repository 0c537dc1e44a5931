"""Which of the fields that an annotator wrote down were read right. What the gold leaves out is not judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from golden.match import Item, amount, number, plain, similarity

Judge = Callable[[Any, Item], bool]  # (what the gold says, the record found) -> is it right?


def _equal(field: str) -> Judge:
    return lambda want, found: bool(found.get(field) == want)


def _same_items(field: str) -> Judge:
    return lambda want, found: sorted(found.get(field) or []) == sorted(want)


def _same_amount(field: str) -> Judge:
    return lambda want, found: amount(want) == amount(found.get(field))


def _conditions(want: list[Item], found: Item) -> bool:
    have = [amount(condition.get("quantity")) for condition in found.get("conditions") or []]
    return all(amount(condition) in have for condition in want)


def _region(want: Item, found: Item) -> bool:
    have = found.get("region") or {}
    same_code = str(have.get("code") or "").startswith(want["code"].rstrip("0"))
    return same_code and want["name"][:2] in str(have.get("name"))


def _title(want: str | None, found: Item) -> bool:
    return similarity(want, found.get("title")) >= 0.9 if want else found.get("title") == want


SLOTS: dict[str, dict[str, Judge]] = {
    "targets": {
        "bound": lambda want, found: bool((found.get("quantity") or {}).get("bound") == want),
        "measure": _equal("measure"),
        "status": _equal("status"),
        "end": lambda want, found: bool((found.get("period") or {}).get("end") == want),
        "conditions": _conditions,
        "responsible": _same_items("responsible"),
    },
    "policies": {
        **{field: _equal(field) for field in ("number", "issued", "published", "kind", "level")},
        "issuers": _same_items("issuers"),
    },
    "mechanisms": {
        "kind": _equal("kind"),
        "components": lambda want, found: (
            [number(c.get("count")) for c in found.get("components") or []] == [number(count) for count in want]
        ),
        "cadence": lambda want, found: [c.get("every") for c in found.get("cadence") or []] == want,
        "roles": lambda want, found: set(want) <= {r.get("role") for r in found.get("roles") or []},
        "size": lambda want, found: number((found.get("size") or {}).get("value")) == number(want),
    },
    "projects": {
        "status": lambda want, found: found.get("status") in want,
        "phase": _equal("phase"),
        **{field: _same_amount(field) for field in ("investment", "invested", "capacity", "progress")},
    },
}


def judge_record(kind: str, gold: Item, found: Item) -> dict[str, bool]:
    """{slot: right?} for every slot that the gold record states."""
    return {slot: judge(gold[slot], found) for slot, judge in SLOTS[kind].items() if slot in gold}


def judge_document(gold: Item, found: Item) -> dict[str, bool]:
    """{slot: right?} for every document field that the gold states."""
    special: dict[str, Judge] = {
        "region": _region,
        "title": _title,
        "author": lambda want, have: plain(have.get("author")) == plain(want),
    }
    return {slot: special.get(slot, _equal(slot))(want, found) for slot, want in gold.items()}
