"""How many records survive damage: the same documents read clean and damaged.

    python tests/benchmarks/damage_figures.py

Every body of `tests/golden` is damaged in each exact way alone, in combinations of three and by shifted bytes. A record
counts as the same if its type, its name or indicator and all its values are. As a changed number counts every amount of a
target or project that stands nowhere in the clean text, and every target that gives an indicator and period of the clean
text an amount that it does not have there.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

from properties.damage import EXACT, ORDER, apply_damage, shift_bytes  # noqa: E402

from clusterx import clean, extract, mentions  # noqa: E402
from clusterx.records import Extraction  # noqa: E402

PUBLISHED = "2025-06-01"
FLOORS = {"alone": 0.98, "triples": 0.98, "shifted": 0.95}
_HIDDEN = {"id", "evidence", "confidence", "part_of", "text", "source_text"}
_GLOSSES = {"add_toned_glosses", "add_stuttered_glosses", "add_spaced_glosses"}
Hurt = Callable[[str, int], str]


class Survival(NamedTuple):
    """Records of the clean texts, those also read from the damaged ones, further ones, and changed numbers."""

    records: int = 0
    same: int = 0
    more: int = 0
    changed: int = 0

    def plus(self, other: Survival) -> Survival:
        return Survival(*(a + b for a, b in zip(self, other, strict=True)))


def facts(result: Extraction) -> Counter[str]:
    """What the records say, without what depends on offsets and spelling."""
    data = result.model_dump(mode="json", include={"policies", "targets", "mechanisms", "projects"})
    return Counter(f"{kind} {_said(record)}" for kind, found in data.items() for record in found)


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _said(part) for key, part in value.items() if key not in _HIDDEN and part not in (None, [], "")}
    return [_said(part) for part in value] if isinstance(value, list) else value


def amounts(result: Extraction) -> set[str]:
    """The numbers and dates of targets and projects."""
    data = result.model_dump(mode="json", include={"targets", "projects"})
    return {text for found in data.values() for record in found for text in _amounts(record)}


def _amounts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key in ("value", "low", "high") and part is not None:
                yield str(part)
            elif key != "evidence":
                yield from _amounts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _amounts(part)


def known_amounts(text: str) -> set[str]:
    """Every number that the clean text holds."""
    found = (m.model_dump(mode="json") for m in mentions(text, published=PUBLISHED))
    return {amount for mention in found for amount in _amounts(mention)}


def contradictions(want: Extraction, got: Extraction) -> int:
    """Targets with an indicator and period of the clean text and another amount."""
    known: dict[tuple[str, str], set[str]] = {}
    for key, amount in _measured(want):
        known.setdefault(key, set()).add(amount)
    return sum(1 for key, amount in _measured(got) if amount not in known.get(key, {amount}))


def _measured(result: Extraction) -> Iterator[tuple[tuple[str, str], str]]:
    for target in result.targets:
        period = str(target.period and (target.period.start, target.period.end))
        quantity = target.quantity
        yield (target.indicator, f"{period} {target.measure}"), str((quantity.value, quantity.low, quantity.high))


def survival(body: str, want: Extraction, damaged: str) -> Survival:
    got = extract(damaged, published=PUBLISHED)
    before, after = facts(want), facts(got)
    same = (before & after).total()
    new = amounts(got) - amounts(want)
    changed = len(new - known_amounts(body)) if new else 0
    return Survival(before.total(), same, (after - before).total(), changed + contradictions(want, got))


def triples(count: int) -> Iterator[list[str]]:
    """Combinations of three kinds that go together."""
    rng = random.Random(0)
    while count:
        kinds = rng.sample(ORDER, 3)
        if len(_GLOSSES & set(kinds)) < 2 and not {"to_traditional", "use_compatibility_glyphs"} <= set(kinds):
            count -= 1
            yield kinds


def ways() -> Iterator[tuple[str, str, Hurt]]:
    """The group, the name and the damage of each way."""
    for kind in EXACT:
        yield "alone", kind, lambda text, seed, kind=kind: apply_damage(text, [kind], seed)  # type: ignore[misc]
    for kinds in triples(12):
        yield "triples", "+".join(kinds), lambda text, seed, kinds=kinds: apply_damage(text, kinds, seed)  # type: ignore[misc]
    for commas in (False, True):
        for share in (0.1, 0.3):
            yield (
                "shifted",
                f"shift_bytes glosses={share}{' commas' if commas else ''}",
                lambda text, seed, share=share, commas=commas: shift_bytes(  # type: ignore[misc]
                    text, random.Random(seed), share=share, commas=commas
                ),
            )


def measure() -> Iterator[tuple[str, str, Survival]]:
    bodies = [clean(path.read_text("utf-8")).text for path in sorted((TESTS / "golden").glob("*/docs/*.txt"))]
    wanted = [extract(body, published=PUBLISHED) for body in bodies]
    for group, name, hurt in ways():
        found = Survival()
        for seed, (body, want) in enumerate(zip(bodies, wanted, strict=True)):
            found = found.plus(survival(body, want, hurt(body, seed)))
        yield group, name, found


def main() -> int:
    totals: dict[str, Survival] = {}
    for group, name, found in measure():
        totals[group] = totals.get(group, Survival()).plus(found)
        print(_line(name, found), flush=True)
    for group, found in totals.items():
        print(_line(f"{group} (floor {FLOORS[group]})", found))
    return int(any(f.same < FLOORS[g] * f.records or f.changed for g, f in totals.items()))


def _line(name: str, found: Survival) -> str:
    share = found.same / max(1, found.records)
    return f"{name:70} same {share:.4f} of {found.records}, further {found.more}, changed numbers {found.changed}"


if __name__ == "__main__":
    sys.exit(main())
