"""The stage with a language model: Parquet files in, a Parquet file of results for each, resumable and at a measured pace.

It stands apart from `clusterx.spark.extract` because it is bound by a server's limits and not by processors: one machine with some
threads keeps any endpoint busy. It needs pyarrow, and neither Spark nor Java; Spark reads what it writes.

A file of results is there whole or not at all. It says which file, model and version it was made from and whether every document is
complete; a second run leaves out those that are and does the others again, for which the ledger of `clusterx.llm` pays nothing twice.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, Protocol

from clusterx import __version__
from clusterx.clean import MAX_CHARS
from clusterx.export.output import open_output
from clusterx.extras import needs_extra
from clusterx.records import Extraction
from clusterx.spark.pace import Pace

with needs_extra("spark", "reading Parquet files"):
    import pyarrow as pa
    import pyarrow.parquet as pq

    from clusterx.spark.read_rows import PUBLISHED, TEXT, Reader, StopReading, read_batch
    from clusterx.spark.schema import ID, result_schema

ROWS_AT_A_TIME = 64
STAMP = b"clusterx"


class Ask(Protocol):
    """What reads one document, with whatever it asks: `functools.partial(clusterx.extract, llm=…)`."""

    def __call__(self, text: str, *, published: date | None) -> Extraction: ...


class ShardError(ValueError):
    """Files that cannot be read or written; the message names the file and the remedy."""


@dataclass
class Progress:
    """What a run has done: files written, files left out because they were done, documents and error rows written, and the
    files that hold a document which is not complete: the next run does them again."""

    written: int = 0
    skipped: int = 0
    documents: int = 0
    errors: int = 0
    incomplete: list[str] = field(default_factory=list)


def fill_shards(
    folder_in: str | os.PathLike[str],
    folder_out: str | os.PathLike[str],
    llm: Any,
    *,
    text: str = "text",
    id: str = "url",
    published: str | None = None,
    pace: Pace | None = None,
    concurrency: int = 4,
    max_chars: int = MAX_CHARS,
    tell: Callable[[str], object] = lambda line: None,
) -> Progress:
    """Read every Parquet file below `folder_in` with a language model into a file of the same name below `folder_out`.

    `llm`: a `clusterx.llm.LLM`, or an `Ask`. `text`, `id`, `published`: the columns, as in `clusterx.spark.extract`; `published` may be
    left out. `pace`: how many requests and tokens a minute. `concurrency`: documents asked about at a time. `tell` is given a line for
    each file. The columns of the result are those of `clusterx.spark.extract`.

    It may be killed at any moment and started again; one run at a time may write to a folder. Raises ShardError for files without
    these columns and for folders that make no sense, OutputError where a file cannot be written, and StopReading where the model
    cannot be asked at all (wrong key, no such model): the file under way is left undone then, those before it are kept.
    """
    source, target = _folders(folder_in, folder_out)
    columns = {ID: id, TEXT: text, **({PUBLISHED: published} if published else {})}
    progress = Progress()
    with ThreadPoolExecutor(concurrency) as pool:
        for path in _shards(source):
            place = target / path.relative_to(source)
            stamp = {"shard": _sha256(path), "model": str(getattr(llm, "model", "")), "version": __version__}
            if is_done(place, stamp):
                progress.skipped += 1
                continue
            asker = _Asker(_ask(llm), pace or Pace())
            shard = _Shard(path, place, columns, Reader(None, max_chars, asker), stamp)
            tell(shard.fill(asker, pool, progress))
    return progress


@dataclass
class _Asker:
    """Asks at the pace, and counts documents that are not complete. Shared by threads."""

    ask: Ask
    pace: Pace
    incomplete: int = 0
    lock: Lock = field(default_factory=Lock)

    def extract(self, text: str, *, published: date | None = None) -> Extraction:
        self.pace.wait()
        try:
            extraction = self.ask(text, published=published)
        except Exception:
            self._count()
            raise
        if usage := extraction.usage:
            self.pace.charge(usage.calls, usage.tokens_in + usage.tokens_out)
        if not extraction.complete:
            self._count()
        return extraction

    def _count(self) -> None:
        with self.lock:
            self.incomplete += 1


@dataclass(frozen=True)
class _Shard:
    path: Path
    place: Path
    columns: dict[str, str]
    reader: Reader
    stamp: dict[str, str]

    def fill(self, asker: _Asker, pool: ThreadPoolExecutor, progress: Progress) -> str:
        """Writes the file and adds to `progress`; returns a line about it."""
        with suppress(OSError):
            self.place.parent.mkdir(parents=True, exist_ok=True)
        with open_output(self.place) as stream:
            documents, errors = self._write(stream, asker, pool)
        progress.written += 1
        progress.documents += documents
        progress.errors += errors
        if asker.incomplete:
            progress.incomplete.append(str(self.place))
        return f"{self.place}: {documents} documents, {errors} errors, {asker.incomplete} not complete"

    def _write(self, stream: BinaryIO, asker: _Asker, pool: ThreadPoolExecutor) -> tuple[int, int]:
        documents = errors = 0
        with _opened(self.path, self.columns) as file:
            id_type = file.schema_arrow.field(self.columns[ID]).type
            with pq.ParquetWriter(stream, result_schema(id_type)) as writer:
                for batch in file.iter_batches(ROWS_AT_A_TIME, columns=list(dict.fromkeys(self.columns.values()))):
                    named = pa.RecordBatch.from_arrays(
                        [batch.column(c) for c in self.columns.values()], list(self.columns)
                    )
                    result = read_batch(named, self.reader, pool.map)
                    writer.write_batch(result)
                    documents += result.num_rows
                    errors += result.num_rows - result.column("error").null_count
                stamp = {**self.stamp, "complete": not asker.incomplete}
                writer.add_key_value_metadata({STAMP: json.dumps(stamp).encode()})
        return documents, errors


def is_done(place: Path, stamp: dict[str, str]) -> bool:
    """Whether the file is there, of this origin, and every document in it complete."""
    try:
        written = pq.read_metadata(place).metadata or {}
        return bool(json.loads(written[STAMP]) == {**stamp, "complete": True})
    except (OSError, KeyError, ValueError, pa.ArrowException):
        return False


def _ask(llm: Any) -> Ask:
    """`llm` itself if it can be called, else a reading with that model which stops when the model cannot be asked."""
    if callable(llm):
        return llm  # type: ignore[no-any-return]
    from clusterx import pipeline

    def ask(text: str, *, published: date | None) -> Extraction:
        extraction = pipeline.extract(text, published=published, llm=llm)
        if llm.fatal:
            raise StopReading(f"the model cannot be asked: {llm.fatal.message}")
        return extraction

    return ask


def _folders(folder_in: str | os.PathLike[str], folder_out: str | os.PathLike[str]) -> tuple[Path, Path]:
    source, target = Path(folder_in), Path(folder_out)
    if not source.is_dir():
        raise ShardError(f"{source}: no such folder; name the one that holds the Parquet files")
    inner, outer = target.resolve(), source.resolve()
    if inner == outer or outer in inner.parents:
        raise ShardError(f"{target} lies in {source}, so that results would be read again; write elsewhere")
    return source, target


def _shards(folder: Path) -> Iterator[Path]:
    """The Parquet files, without what Spark and we hide (`_SUCCESS`, `.part-0.parquet.crc`)."""
    found = sorted(path for path in folder.rglob("*.parquet") if not _is_hidden(path.relative_to(folder)))
    if not found:
        raise ShardError(f"{folder}: no .parquet file in it")
    yield from found


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "_")) for part in path.parts)


def _opened(path: Path, columns: dict[str, str]) -> pq.ParquetFile:
    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise ShardError(f"{path}: no readable Parquet file ({error}); write it again") from error
    missing = [name for name in columns.values() if name not in file.schema_arrow.names]
    if missing:
        there = ", ".join(file.schema_arrow.names)
        raise ShardError(f"{path}: no column {', '.join(missing)}; there are {there}")
    return file


def _sha256(path: Path) -> str:
    try:
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
        return digest.hexdigest()
    except OSError as error:
        raise ShardError(f"{path}: cannot be read ({error.strerror})") from error
