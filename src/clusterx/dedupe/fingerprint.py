"""What is kept of a document to find its copies: a few kilobytes, however long the text.

The text is cleaned (`clusterx.clean`: without page head and tail, glosses, traditional characters, inserted marks) and reduced
to its letters and digits (`clean.comparable`); copies that a mirror has only damaged or set in another script are equal then. For
those that were also cut or extended, a MinHash of the character five-grams estimates the share of text in common.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from clusterx.clean import clean_text, read_page
from clusterx.clean.comparable import comparable
from clusterx.dedupe.minhash import Signature, signature
from clusterx.dedupe.official import is_official
from clusterx.dedupe.stated import Stated, stated
from clusterx.records import Extraction


class Copy(NamedTuple):
    """One document: where it is from (a file name or a URL, each once), its text, and what was read from it, if anything."""

    name: str
    text: str
    extraction: Extraction | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What is known of a copy without its text."""

    name: str
    digest: bytes
    chars: int
    signature: Signature | None
    stated: Stated
    official: bool
    damage: int
    source: str | None
    published: str | None

    def similarity(self, other: Fingerprint) -> float:
        """Estimated share of five-grams in common, 0 to 1; the standard error is at most 0.045."""
        if self.digest == other.digest:
            return 1.0
        if self.signature is None or other.signature is None:
            return 0.0
        return float(np.mean(self.signature == other.signature))


def fingerprint(copy: Copy) -> Fingerprint:
    """The fingerprint of one copy. Raises TypeError and ValueError as `clusterx.clean` does."""
    if not isinstance(copy, Copy):
        raise TypeError(f"a document must be a Copy(name, text), not {type(copy).__name__}")
    body, page = read_page(clean_text(copy.text))
    plain = comparable(body.text)
    read = copy.extraction.document if copy.extraction else None
    source = (read and read.source) or (page.source and page.source.value)
    published = (read and read.published) or (page.published and page.published.value)
    return Fingerprint(
        name=copy.name,
        digest=_digest(plain or f"nothing in {copy.name}"),
        chars=len(plain),
        signature=signature(plain),
        stated=stated(body.text, body.doubtful(), _known(copy.extraction)),
        official=is_official(copy.name, source or None),
        damage=len(body.repairs),
        source=source or None,
        published=str(published) if published else None,
    )


def _digest(plain: str) -> bytes:
    """Of a document without text, of its name: two empty pages are no copies of each other."""
    return blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _known(extraction: Extraction | None) -> Iterator[tuple[str, str]]:
    """Its own document number."""
    for policy in extraction.policies if extraction else ():
        if policy.role == "self" and policy.number:
            yield "number", policy.number
