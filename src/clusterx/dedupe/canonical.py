"""Which copy of a text is the one to read.

The first in this order: from an official source (`official.is_official`), for it is the text; whole, that is at least 95 % of the
median length of the copies, for a cut copy has lost records, and a longer one often has other texts below it; the least damage repaired in cleaning, for what had to be repaired may have
been repaired wrongly; the earliest date of publication (a page without a date comes last); the longest; the first by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from clusterx.dedupe.fingerprint import Fingerprint

WHOLE = 0.95
NO_DATE = "9999"


def in_order(copies: Sequence[Fingerprint]) -> list[Fingerprint]:
    """The copies of one text, the one to read first."""
    usual = median(copy.chars for copy in copies)

    def rank(copy: Fingerprint) -> tuple[bool, bool, int, str, int, str]:
        whole = copy.chars >= WHOLE * usual
        return not copy.official, not whole, copy.damage, copy.published or NO_DATE, -copy.chars, copy.name

    return sorted(copies, key=rank)
