"""Mechanisms in the making: candidates that the rules of one kind propose, and how those of one mechanism are joined.

Several mentions of one mechanism are one record: “1+4+6+N”工作架构 and, later, “1+4+6+N”; 市制造强市建设领导小组 and,
later, 领导小组. A candidate says so by its `key`; a weak one is only further evidence and makes no record of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from clusterx.records import Role
from clusterx.rules.rule import Clue, Draft
from clusterx.text import Span

MARKS = frozenset("“”‘’、，,·—-－–　 ")


@dataclass(slots=True, eq=False)
class Candidate:
    """One mention of a mechanism at [start, end).

    `key`: equal for mentions of the same mechanism. `values`: fields besides name and kind. `weak`: no record by
    itself. `rank`: of several names the highest ranked one, among equals the first, is kept.
    """

    key: str
    name: str
    kind: str
    start: int
    end: int
    by: str
    values: dict[str, Any] = field(default_factory=dict)
    clues: list[Clue] = field(default_factory=list)
    claims: list[Span] = field(default_factory=list)
    confidence: float = 0.9
    weak: bool = False
    rank: int = 0


def plain_key(name: str) -> str:
    """The name as a key: without marks and blanks."""
    return "".join([character for character in name if character not in MARKS])


def last_before(candidates: Sequence[Candidate], offset: int) -> Candidate | None:
    """The last of `candidates`, which stand in order, that starts at or before `offset`."""
    at = bisect_right(candidates, offset, key=lambda candidate: candidate.start)
    return candidates[at - 1] if at else None


def join_candidates(candidates: Iterable[Candidate]) -> list[Draft]:
    """One draft for each mechanism, in the order of the text."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda c: (c.start, c.end)):
        groups.setdefault(candidate.key, []).append(candidate)
    strong = [group for group in groups.values() if not all(c.weak for c in group)]
    return [_draft(group) for group in strong]


def _draft(group: list[Candidate]) -> Draft:
    named = max((c for c in group if not c.weak), key=lambda c: c.rank)
    values: dict[str, Any] = {"name": named.name, "kind": named.kind}
    clues: list[Clue] = []
    for candidate in group:
        fields = ["name", "kind"] if candidate.name == named.name and not candidate.weak else ["name"]
        own = [*fields, *_take(values, candidate)]
        clues += [Clue(candidate.start, candidate.end, tuple(own), candidate.by), *candidate.clues]
    claims = sorted({span for candidate in group for span in candidate.claims})
    return Draft(values, clues, max(c.confidence for c in group), claims)


def _take(values: dict[str, Any], candidate: Candidate) -> list[str]:
    """Take over what `candidate` knows more; the fields that its own span supports."""
    taken = []
    elsewhere = {name for clue in candidate.clues for name in clue.fields}
    for name, value in candidate.values.items():
        if name == "roles":
            values[name] = _joined_roles((*values.get(name, ()), *value))
        else:
            values.setdefault(name, value)
        if name not in elsewhere:
            taken.append(name)
    return taken


def _joined_roles(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """Each role once for each holder; without a holder only where none is known."""
    held = {role.role for role in roles if role.holder}
    return tuple(dict.fromkeys(role for role in roles if role.holder or role.role not in held))
