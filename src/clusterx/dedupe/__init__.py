"""Copies of one text among many documents: reprints, mirrors, damaged and cut ones.

    >>> text = "到2027年，全市高新技术企业达到850家，规上工业企业达到1200家，产业集群产值突破3000亿元，建成国家级平台12个，培育链主企业30家。"
    >>> groups = group([Copy("mirror.txt", text), Copy("www.binzhou.gov.cn/1.txt", text), Copy("other.txt", "另一篇文章。")])
    >>> [(g.canonical.name, [copy.name for copy in g.copies]) for g in groups if len(g.copies) > 1]
    [('www.binzhou.gov.cn/1.txt', ['www.binzhou.gov.cn/1.txt', 'mirror.txt'])]

docs/dedupe.md says what counts as a copy, which one is kept and how well that works. Needs the extra `dedupe`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clusterx.extras import needs_extra
from clusterx.several import check_several

with needs_extra("dedupe", "finding copies"):
    from clusterx.dedupe.canonical import in_order
    from clusterx.dedupe.fingerprint import Copy, Fingerprint, fingerprint
    from clusterx.dedupe.groups import THRESHOLD, group_fingerprints

__all__ = ["THRESHOLD", "Copy", "Fingerprint", "Group", "fingerprint", "group", "group_fingerprints"]


@dataclass(frozen=True, slots=True)
class Group:
    """All copies of one text, the one to read first."""

    copies: tuple[Fingerprint, ...]

    @property
    def canonical(self) -> Fingerprint:
        """The copy to read."""
        return self.copies[0]

    @property
    def id(self) -> str:
        """Stable as long as the canonical text is: twelve hexadecimal digits of its hash."""
        return self.canonical.digest.hex()[:12]


def group(documents: Iterable[Copy | Fingerprint], *, threshold: float = THRESHOLD) -> list[Group]:
    """The documents in groups of copies of one text, by the name of the canonical copy; one without a copy is alone in its group.

    `documents` are read once, and only their fingerprints are kept. `threshold`: the least share of five-grams in common, above 0
    and at most 1 (then only texts equal after cleaning are copies). Raises ValueError for two documents of one name, and
    ModuleNotFoundError where the extra is missing; TypeError for what is no Copy.
    """
    check_several(documents, "documents", "Copy", "give each document as Copy(name, text)")
    prints = (one if isinstance(one, Fingerprint) else fingerprint(one) for one in documents)
    groups = [Group(tuple(in_order(copies))) for copies in group_fingerprints(prints, threshold)]
    return sorted(groups, key=lambda g: g.canonical.name)
