"""How well copies are found, and what that costs; the figures of docs/dedupe.md.

    python -m pytest tests/benchmarks/bench_dedupe.py -s

Three thousand documents: every annotated one, editions of it with other figures, a neighbour's with another place, and six copies of
each as other sites have them (tests/mirrors.py). For time and memory a hundred thousand fingerprints of unrelated texts.
"""

from __future__ import annotations

import time
import tracemalloc
from collections import Counter

import numpy as np
import pytest
from mirrors import Made, corpus, pair_figures

from clusterx import extract
from clusterx.dedupe import Copy, Fingerprint, fingerprint, group, group_fingerprints
from clusterx.dedupe.minhash import PERMUTATIONS
from clusterx.dedupe.stated import Stated
from clusterx.link import policy_key, project_key

SEED = 2024
STATEMENTS = 70  # what an annotated document states, on average
PRECISION, RECALL = 0.998, 0.99
GROWTH = 1.6  # time per document at 80,000 over that at 10,000
KILOBYTES = 12


@pytest.fixture(scope="module")
def made() -> list[Made]:
    return list(corpus(editions=9, mirrors=6, seed=SEED))


@pytest.fixture(scope="module")
def prints(made: list[Made]) -> list[Fingerprint]:
    start = time.process_time()
    found = [fingerprint(Copy(one.name, one.text)) for one in made]
    each = (time.process_time() - start) / len(made)
    some = made[:: len(made) // 100]
    print(f"\na fingerprint takes {each / _cpu_of_reading(some):.2f} times an extraction")
    return found


def _cpu_of_reading(made: list[Made]) -> float:
    start = time.process_time()
    for one in made:
        extract(one.text)
    return (time.process_time() - start) / len(made)


@pytest.mark.parametrize("threshold", [0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
def test_precision_and_recall(made: list[Made], prints: list[Fingerprint], threshold: float) -> None:
    groups = [[copy.name for copy in found.copies] for found in group(prints, threshold=threshold)]
    precision, recall = pair_figures({one.name: one.origin for one in made}, groups)
    print(f"\n{len(made)} documents, threshold {threshold}: precision {precision:.4f}, recall {recall:.4f}")
    assert precision >= PRECISION
    assert recall >= RECALL or threshold > 0.7


def test_what_is_missed(made: list[Made], prints: list[Fingerprint]) -> None:
    """By what was done to a copy: the share of copies that are not in the group of the unchanged text."""
    original = {one.origin: one.name for one in made if one.how == "original"}
    group_of = {copy.name: n for n, found in enumerate(group(prints)) for copy in found.copies}
    all_copies: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for one in made:
        for how in one.how.split("+"):
            all_copies[how] += 1
            missed[how] += group_of[one.name] != group_of[original[one.origin]]
    for how, count in all_copies.most_common():
        print(f"\n{how}: {missed[how]} of {count} missed", end="")


def unrelated(count: int) -> list[Fingerprint]:
    """Fingerprints of texts that share nothing."""
    rng = np.random.default_rng(SEED)

    def one(n: int) -> Fingerprint:
        words = np.sort(rng.integers(0, 2**63, STATEMENTS).astype(np.uint64))
        signature = rng.integers(0, 2**32, PERMUTATIONS, dtype=np.uint32)
        return Fingerprint(
            f"{n}.txt", n.to_bytes(16, "big"), 1500, signature, Stated(words, words), False, 0, None, None
        )

    return [one(n) for n in range(count)]


def test_time_grows_with_the_number_of_documents() -> None:
    def each(count: int) -> float:
        texts = unrelated(count)
        start = time.process_time()
        assert len(group_fingerprints(texts)) == count
        return (time.process_time() - start) / count

    small, large = each(10_000), each(80_000)
    print(f"\n80,000 documents take {large / small:.2f} times as long a document as 10,000")
    assert large < GROWTH * small


def test_memory_of_a_document() -> None:
    tracemalloc.start()
    count = 10_000
    texts = unrelated(count)
    before, _ = tracemalloc.get_traced_memory()
    group_fingerprints(texts)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"\na document takes {before / count / 1000:.1f} kB for its fingerprint and {(peak - before) / count / 1000:.1f} kB in the index"
    )
    assert peak / count < KILOBYTES * 1000


def test_keys_of_damaged_copies(made: list[Made]) -> None:
    """Of the keys that a text gives, the share that its damaged copies give too, and keys that only they give."""
    wanted = kept = more = 0
    originals = {one.origin: one.text for one in made if one.how == "original" and "-" not in one.origin}
    for origin, text in originals.items():
        keys = _keys(text)
        for one in made:
            if one.origin == origin and one.how in ("exact", "exact+page", "shift", "shift+page"):
                found = _keys(one.text)
                wanted, kept, more = wanted + len(keys), kept + len(keys & found), more + len(found - keys)
    print(f"\n{kept / wanted:.3f} of {wanted} keys are kept, {more} are new")
    assert kept >= 0.97 * wanted


def _keys(text: str) -> set[str]:
    read = extract(text)
    keys = {policy_key(one) for one in read.policies} | {
        project_key(one, read.document.region) for one in read.projects
    }
    return {key for key in keys if key}
