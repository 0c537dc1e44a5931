"""Which copies are copies of one text.

Two documents are copies of one text where

1. their texts are equal after cleaning, or
2. they share at least `threshold` of their five-grams (by MinHash, among the candidates of an LSH index) **and** state no
   different number with the same words: neither the two, nor any others of the group that they would join.

The result depends on the set of the documents alone, not on their order. Time is near linear: equal texts are merged by their
hash first; a text that is nearly equal (95 %) to one of its group, or whose group has `MOST_INDEXED` texts in the index, is
compared but not indexed, so that a hundred thousand mirrors of one text do not meet each other pair by pair; and of the
candidates the `MOST_COMPARED` most similar are asked what they state, so that as many forms filled in differently do not either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from datasketch import MinHashLSH

from clusterx.dedupe.fingerprint import Fingerprint
from clusterx.dedupe.minhash import PERMUTATIONS, Signature, as_minhash
from clusterx.dedupe.stated import Stated, contradictions, together

THRESHOLD = 0.6
NEARLY_EQUAL = 0.95
NARROWEST = 0.9  # an index for more has too few bands
MOST_INDEXED = 16
MOST_COMPARED = 64
# Missing a pair costs more than comparing one in vain.
WEIGHTS = (0.1, 0.9)


def group_fingerprints(fingerprints: Iterable[Fingerprint], threshold: float = THRESHOLD) -> list[list[Fingerprint]]:
    """All fingerprints in their groups; one without a copy is a group of its own.

    Raises ValueError for two of one name and for a threshold that is not above 0 and at most 1.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"the threshold must be above 0 and at most 1, not {threshold}")
    equal: dict[bytes, list[Fingerprint]] = defaultdict(list)
    for one in _distinct(fingerprints):
        equal[one.digest].append(one)
    texts = sorted((_first(same) for same in equal.values()), key=lambda f: (-f.chars, f.digest))
    near = _NearGroups(threshold)
    for text in texts:
        near.add(text)
    return [[copy for index in members for copy in equal[texts[index].digest]] for members in near.groups()]


def _distinct(fingerprints: Iterable[Fingerprint]) -> Iterator[Fingerprint]:
    names = set()
    for one in fingerprints:
        if one.name in names:
            raise ValueError(f"two documents have the name {one.name!r}; give each a name of its own")
        names.add(one.name)
        yield one


def _first(same: list[Fingerprint]) -> Fingerprint:
    return min(same, key=lambda f: f.name)


class _NearGroups:
    """A union of groups that keeps what each group states. Texts have numbers, in the order in which they are added."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._lsh = MinHashLSH(threshold=min(threshold, NARROWEST), num_perm=PERMUTATIONS, weights=WEIGHTS)
        self._parent: list[int] = []
        self._stated: dict[int, Stated] = {}
        self._indexed: dict[int, Signature] = {}
        self._members_indexed: dict[int, int] = defaultdict(int)

    def add(self, text: Fingerprint) -> None:
        """Joins `text` to every group that holds a copy of it, the most similar first."""
        index = len(self._parent)
        self._parent.append(index)
        self._stated[index] = text.stated
        if text.signature is None or self._threshold == 1:
            return
        minhash = as_minhash(text.signature)
        near = self._near(text.signature, sorted(self._lsh.query(minhash)))
        for _, other in near:
            self._join(self._root(index), self._root(other))
        root = self._root(index)
        nearest = max((similarity for similarity, other in near if self._root(other) == root), default=0.0)
        if nearest < NEARLY_EQUAL and self._members_indexed[root] < MOST_INDEXED:
            self._lsh.insert(index, minhash, check_duplication=False)
            self._indexed[index] = text.signature
            self._members_indexed[root] += 1

    def groups(self) -> list[list[int]]:
        """The numbers of the texts of each group."""
        members: dict[int, list[int]] = defaultdict(list)
        for index in range(len(self._parent)):
            members[self._root(index)].append(index)
        return list(members.values())

    def _near(self, signature: Signature, candidates: list[int]) -> list[tuple[float, int]]:
        """The most similar candidates above the threshold."""
        if not candidates:
            return []
        shares = np.mean(np.stack([self._indexed[other] for other in candidates]) == signature, axis=1)
        near = [
            (float(share), other) for share, other in zip(shares, candidates, strict=True) if share >= self._threshold
        ]
        return sorted(near, key=lambda pair: (-pair[0], pair[1]))[:MOST_COMPARED]

    def _root(self, index: int) -> int:
        while (parent := self._parent[index]) != index:
            self._parent[index] = self._parent[parent]
            index = parent
        return index

    def _join(self, one: int, other: int) -> None:
        if one == other or contradictions(self._stated[one], self._stated[other]):
            return
        kept, gone = min(one, other), max(one, other)
        self._parent[gone] = kept
        self._stated[kept] = together(self._stated[kept], self._stated.pop(gone))
        self._members_indexed[kept] += self._members_indexed.pop(gone, 0)
