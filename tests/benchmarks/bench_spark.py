"""Spark with two workers beside one process and two, on the same documents; the figures of docs/scale.md.

    python -m pytest tests/benchmarks/bench_spark.py -s

Twenty thousand documents of 2,000 characters: pieces of the annotated documents, damaged. CLUSTERX_BENCH_DOCUMENTS sets another
number. Wall time of Spark without its start is compared with that of two processes that only call `extract_batch`, one right after
the other, and the records of both are compared by their hash. CPU time of one process gives the cost of a document.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from mirrors import damaged, originals
from spark_session import local_session, missing_java

from clusterx import Extraction, extract_batch

pytest.importorskip("pyspark")
ParquetFile = pytest.importorskip("pyarrow.parquet").ParquetFile
pytestmark = pytest.mark.skipif(missing_java() is not None, reason=missing_java() or "")

DOCUMENTS = int(os.environ.get("CLUSTERX_BENCH_DOCUMENTS", "20000"))
LENGTH = 2000
PARTITIONS = 16
MOST = 1.5


@pytest.fixture(scope="module")
def texts() -> list[str]:
    rng = random.Random(1)
    bodies = list(originals().values())
    kinds = [damaged(body, rng)[0] for body in bodies for _ in range(5)]
    return [_cut("\n".join(rng.sample(kinds, 3))) for _ in range(DOCUMENTS)]


def _cut(text: str) -> str:
    return text[:LENGTH]


def read_part(texts: list[str]) -> list[str]:
    """The hash of the records of each text."""
    return [_hash(extraction) for extraction in extract_batch(texts)]


def _hash(extraction: Extraction) -> str:
    """Of the JSON with its keys in order: a Spark map has none."""
    data = json.dumps(extraction.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()


def test_cpu_seconds_of_a_document(texts: list[str]) -> None:
    some = texts[:1000]
    read_part(some[:50])
    start = time.process_time()
    for _ in extract_batch(some):
        pass
    seconds = (time.process_time() - start) / len(some)
    characters = sum(map(len, some)) / len(some)
    print(
        f"\n{1000 * seconds:.1f} ms CPU for a document of {characters:.0f} characters: {characters / seconds / 1000:.0f} characters a ms"
    )


def test_spark_takes_little_longer_than_two_processes(texts: list[str], tmp_path: Path) -> None:
    import clusterx.spark

    with ProcessPoolExecutor(2) as pool:
        list(pool.map(read_part, [texts[:20], texts[20:40]]))
        parts = [texts[n::PARTITIONS] for n in range(PARTITIONS)]
        start, before = time.perf_counter(), cpu_of_children()
        local = [record for part in pool.map(read_part, parts) for record in part]
        two_processes, cpu_of_processes = time.perf_counter() - start, cpu_of_children() - before
    spark = local_session(2)
    frame = spark.createDataFrame(list(enumerate(texts)), "url bigint, text string").repartition(PARTITIONS)
    frame.write.parquet(str(tmp_path / "in"))
    source = spark.read.parquet(str(tmp_path / "in")).repartition(PARTITIONS)  # else it reads small files together
    few = spark.createDataFrame(list(enumerate(texts[:80])), "url bigint, text string").repartition(8)
    clusterx.spark.extract(few).write.parquet(str(tmp_path / "warm"))  # both workers have loaded the words now
    start, before = time.perf_counter(), cpu_of_children()
    clusterx.spark.extract(source).write.parquet(str(tmp_path / "out"))
    on_spark, cpu = time.perf_counter() - start, cpu_of_children() - before
    print(
        f"\n{len(texts)} documents: Spark takes {on_spark / two_processes:.2f} times as long as two processes, its start apart",
        end="",
    )
    print(f", and {cpu / cpu_of_processes:.2f} times the CPU time, that of Java included", flush=True)
    spark.stop()
    assert sorted(map(_hash, _extractions(tmp_path / "out"))) == sorted(local)
    assert on_spark < MOST * two_processes


def cpu_of_children() -> float:
    """CPU seconds of all processes that this one has started, and those started by them (Linux)."""
    parents, seconds = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            pid, rest = stat.parent.name, stat.read_text("utf-8", "replace").rpartition(")")[2].split()
            parents[pid], seconds[pid] = rest[1], sum(map(int, rest[11:15])) / os.sysconf("SC_CLK_TCK")
    ours = {str(os.getpid())}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(seconds[pid] for pid in ours - {str(os.getpid())})


def _extractions(folder: Path) -> Iterator[Extraction]:
    """What Spark wrote, read without it: so many rows are more than Java hands over."""
    for part in sorted(folder.glob("*.parquet")):
        for batch in ParquetFile(part).iter_batches(64):
            for values in batch.to_pylist(maps_as_pydicts="strict"):
                assert values["error"] is None
                yield Extraction.model_validate({name: values[name] for name in Extraction.model_fields})
