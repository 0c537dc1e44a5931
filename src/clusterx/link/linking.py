"""The same instrument or project in several documents.

Records that share an alias (`keys.Identity.aliases`) are one thing unless what is known of them differs: the number or the year of an
instrument, the place or the companies of a project. Where it differs, each value is a thing of its own, and a record that does
not say stays alone: a citation that could mean two instruments is linked to neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from clusterx.link.keys import Identity, policy_identity, project_identity
from clusterx.records import Extraction
from clusterx.several import check_several

Kind = Literal["policy", "project"]
Values = Callable[[Sequence[Identity]], list[Hashable]]
SHORTEST_NAME = 4


class Linked(NamedTuple):
    """A record of a document: `id` is unique within it, `name` is the title or the project's name."""

    file: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """One thing and the records that speak of it, by document."""

    key: str
    kind: Kind
    records: tuple[Linked, ...]

    @property
    def files(self) -> list[str]:
        """The documents, each once."""
        return sorted({record.file for record in self.records})


def link(documents: Iterable[tuple[str, Extraction]]) -> list[Link]:
    """The instruments and projects that two documents or more speak of, by key.

    `documents`: the name of each and what was read there. They are read once; what is kept of a record is a few hundred bytes.
    """
    check_several(documents, "documents", "pairs of name and Extraction", "several documents are linked")
    policies: list[tuple[Linked, Identity]] = []
    projects: list[tuple[Linked, Identity]] = []
    for file, extraction in documents:
        for policy in extraction.policies:
            if identity := policy_identity(policy):
                policies.append((Linked(file, policy.id, policy.title), identity))
        for project in extraction.projects:
            if identity := project_identity(project, extraction.document.region):
                projects.append((Linked(file, project.id, project.name), identity))
    links = (*_links("policy", policies), *_links("project", projects))
    return sorted((one for one in links if len(one.files) > 1), key=lambda one: one.key)


def _links(kind: Kind, records: Sequence[tuple[Linked, Identity]]) -> Iterator[Link]:
    identities = [identity for _, identity in records]
    for members in _components(identities, TELLING[kind]):
        key = min((identities[index] for index in members), key=_informative).key
        yield Link(key, kind, tuple(sorted({records[index][0] for index in members})))


def _informative(identity: Identity) -> tuple[bool, bool, str]:
    return identity.number is None, identity.place is None, identity.key


def _components(identities: Sequence[Identity], telling: Sequence[Values]) -> list[list[int]]:
    buckets: dict[str, list[int]] = defaultdict(list)
    for index, identity in enumerate(identities):
        for alias in identity.aliases:
            buckets[alias].append(index)
    union = _Union(len(identities))
    for bucket in buckets.values():
        for part in _parts(bucket, identities, telling):
            union.join(part)
    return union.components()


def _parts(bucket: list[int], identities: Sequence[Identity], telling: Sequence[Values]) -> list[list[int]]:
    parts = [bucket]
    for values in telling:
        parts = [finer for part in parts for finer in _apart(part, identities, values)]
    return parts


def _apart(part: list[int], identities: Sequence[Identity], values: Values) -> Iterator[list[int]]:
    """One part for each value; those without a value go with the only one there is, else alone."""
    by_value: dict[Hashable, list[int]] = defaultdict(list)
    for index, value in zip(part, values([identities[index] for index in part]), strict=True):
        by_value[value].append(index)
    unknown = by_value.pop(None, [])
    if len(by_value) < 2:
        yield part
        return
    yield from by_value.values()
    yield from ([index] for index in unknown)


def _places(identities: Sequence[Identity]) -> list[Hashable]:
    return [identity.place for identity in identities]


def _numbers(identities: Sequence[Identity]) -> list[Hashable]:
    return [identity.number for identity in identities]


def _years(identities: Sequence[Identity]) -> list[Hashable]:
    """Of those without a number, whose own year may be that of its registration."""
    return [None if identity.number else identity.year for identity in identities]


def _companies(identities: Sequence[Identity]) -> list[Hashable]:
    """The same value where companies overlap, or where one is the short form of another (潍禾食品, 山东潍禾食品)."""
    stems = sorted({stem for identity in identities for stem in identity.companies})
    number = {stem: n for n, stem in enumerate(stems)}
    union = _Union(len(stems))
    for identity in identities:
        union.join([number[stem] for stem in sorted(identity.companies)])
    for stem in stems:
        tails = (stem[at:] for at in range(len(stem) - SHORTEST_NAME + 1))
        union.join([number[tail] for tail in tails if tail in number])
    return [union.root(number[min(one.companies)]) if one.companies else None for one in identities]


TELLING: dict[Kind, tuple[Values, ...]] = {
    "policy": (_places, _numbers, _years),
    "project": (_places, _companies),
}


class _Union:
    """Disjoint sets of 0 … n-1."""

    def __init__(self, n: int) -> None:
        self._parent = list(range(n))

    def root(self, index: int) -> int:
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, members: Sequence[int]) -> None:
        for other in members[1:]:
            one, two = sorted((self.root(members[0]), self.root(other)))
            self._parent[two] = one

    def components(self) -> list[list[int]]:
        members: dict[int, list[int]] = defaultdict(list)
        for index in range(len(self._parent)):
            members[self.root(index)].append(index)
        return list(members.values())
