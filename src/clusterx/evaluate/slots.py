"""Which of the fields that an annotator wrote down were read right. What the annotations leave out is not judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from clusterx.evaluate.annotation import Item
from clusterx.evaluate.match import amount, number, plain, similarity


class Verdict(NamedTuple):
    """Whether a slot was read right, what the annotations say and what was found."""

    right: bool
    wanted: Any
    found: Any


class Slot(NamedTuple):
    """Where the slot stands in a record that was found, and when two values of it are the same."""

    read: Callable[[Item], Any]
    same: Callable[[Any, Any], bool]


def _equal(want: Any, have: Any) -> bool:
    return bool(want == have)


def _same_items(want: list[str], have: list[str] | None) -> bool:
    return sorted(have or []) == sorted(want)


def _same_amount(want: Item, have: Item | None) -> bool:
    return amount(want) == amount(have)


def _same_number(want: Any, have: Any) -> bool:
    return number(want) == number(have)


def _has_amounts(want: list[Item], have: list[Item]) -> bool:
    amounts = [amount(quantity) for quantity in have]
    return all(amount(condition) in amounts for condition in want)


def _same_counts(want: list[Any], have: list[Any]) -> bool:
    return [number(count) for count in have] == [number(count) for count in want]


def _same_region(want: Item | None, have: Item | None) -> bool:
    if want is None:
        return have is None
    same_code = str((have or {}).get("code") or "").startswith(want["code"].rstrip("0"))
    return same_code and want["name"][:2] in str((have or {}).get("name"))


def _same_title(want: str | None, have: str | None) -> bool:
    return similarity(want, have) >= 0.9 if want else have == want


def _field(name: str, same: Callable[[Any, Any], bool] = _equal) -> Slot:
    return Slot(lambda found: found.get(name), same)


def _inner(name: str, key: str, same: Callable[[Any, Any], bool] = _equal) -> Slot:
    return Slot(lambda found: (found.get(name) or {}).get(key), same)


def _each(name: str, key: str, same: Callable[[Any, Any], bool]) -> Slot:
    return Slot(lambda found: [part.get(key) for part in found.get(name) or []], same)


SLOTS: dict[str, dict[str, Slot]] = {
    "targets": {
        "bound": _inner("quantity", "bound"),
        "measure": _field("measure"),
        "status": _field("status"),
        "end": _inner("period", "end"),
        "conditions": _each("conditions", "quantity", _has_amounts),
        "responsible": _field("responsible", _same_items),
    },
    "policies": {
        **{name: _field(name) for name in ("number", "issued", "published", "kind", "level")},
        "issuers": _field("issuers", _same_items),
    },
    "mechanisms": {
        "kind": _field("kind"),
        "components": _each("components", "count", _same_counts),
        "cadence": _each("cadence", "every", _equal),
        "roles": _each("roles", "role", lambda want, have: set(want) <= set(have)),
        "size": _inner("size", "value", _same_number),
    },
    "projects": {
        "status": _field("status", lambda want, have: have in want),
        "phase": _field("phase"),
        **{name: _field(name, _same_amount) for name in ("investment", "invested", "capacity", "progress")},
    },
    "document": {
        **{name: _field(name) for name in ("kind", "source", "published")},
        "title": _field("title", _same_title),
        "author": _field("author", lambda want, have: plain(want) == plain(have)),
        "region": _field("region", _same_region),
    },
}


def judge_record(kind: str, gold: Item, found: Item) -> dict[str, Verdict]:
    """A verdict for every slot that the annotated record states."""
    return {name: _judge(slot, gold[name], found) for name, slot in SLOTS[kind].items() if name in gold}


def judge_document(gold: Item, found: Item) -> dict[str, Verdict]:
    """A verdict for every document field that the annotations state."""
    return judge_record("document", gold, found)


def _judge(slot: Slot, wanted: Any, found: Item) -> Verdict:
    have = slot.read(found)
    return Verdict(slot.same(wanted, have), wanted, have)
