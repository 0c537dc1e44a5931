"""Batches of rows with a text to batches of rows with what was read there: what runs in the workers.

A row that cannot be read becomes a row with an `error` that says why; it stops nothing and is not lost.

    >>> batch = pa.RecordBatch.from_pylist([{"id": 7, "text": "到2027年，高新技术企业达到850家。"}, {"id": 8, "text": None}])
    >>> rows = next(read_batches([batch])).to_pylist()
    >>> rows[0]["targets"][0]["quantity"]["value"], rows[0]["error"]
    ('850', None)
    >>> rows[1]["id"], rows[1]["targets"], rows[1]["error"]
    (8, None, 'the text is null')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Protocol

import pyarrow as pa

from clusterx.clean import MAX_CHARS
from clusterx.pipeline import Extractor
from clusterx.read import ReadError, read
from clusterx.records import Extraction
from clusterx.spark.schema import ERROR, EXTRACTION_FIELDS, result_schema

ROWS_AT_A_TIME = 64  # so that a worker holds the records of few documents, however many rows Spark hands it at once
TEXT, PUBLISHED = "text", "published"
_DEFAULT = Extractor()


class RowError(ValueError):
    """Why a row cannot be read."""


class StopReading(RuntimeError):  # noqa: N818  (a signal to those who started the run)
    """Raised by what reads a text: no other row could be read either."""


class Extracts(Protocol):
    """What reads a text: `clusterx.Extractor`, and whatever else has this method."""

    def extract(self, text: str, *, published: date | None = None) -> Extraction: ...


@dataclass(frozen=True)
class Reader:
    """How rows are read; pickled to the workers. `published`: the date of all documents; a column of that name goes first."""

    published: date | None = None
    max_chars: int = MAX_CHARS
    extractor: Extracts | None = None

    def extraction(self, text: object, published: object) -> Extraction:
        """What one row holds. Raises RowError."""
        day = self.published if published is None else _as_date(published)
        clean = _as_text(text)
        if len(clean) > self.max_chars:
            raise RowError(f"the text has {len(clean)} characters, more than max_chars={self.max_chars}")
        return (self.extractor or _DEFAULT).extract(clean, published=day)


def read_batches(batches: Iterable[pa.RecordBatch], reader: Reader | None = None) -> Iterator[pa.RecordBatch]:
    """One row of `result_schema` for each row with columns `id`, `text` and, if there is one, `published`."""
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS_AT_A_TIME):
            yield read_batch(batch.slice(start, ROWS_AT_A_TIME), reader or Reader())


def read_batch(batch: pa.RecordBatch, reader: Reader, over: Callable[..., Iterable[Any]] = map) -> pa.RecordBatch:
    """One batch to one batch, its rows read by `over`: `map`, or that of a pool."""
    texts = batch.column(TEXT)
    dated = PUBLISHED in batch.schema.names
    dates = batch.column(PUBLISHED).to_pylist() if dated else [None] * batch.num_rows
    rows = list(over(partial(_row, reader), texts.to_pylist(), dates))
    columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in EXTRACTION_FIELDS]
    errors = pa.array([row.get(ERROR) for row in rows], pa.string())
    ids = batch.column("id")
    return pa.RecordBatch.from_arrays([ids, *columns, errors], schema=result_schema(ids.type))


def _row(reader: Reader, text: object, published: object) -> dict[str, Any]:
    try:
        return arrow_row(reader.extraction(text, published))
    except RowError as error:
        return {ERROR: str(error)}
    except StopReading:
        raise
    except Exception as error:  # whatever one document does, the others are still done
        return {ERROR: f"{type(error).__name__}: {error}"}


def arrow_row(extraction: Extraction) -> dict[str, Any]:
    """The fields of an extraction as `schema` has them: its JSON with dates for days, and the map of damage as pairs."""
    row = extraction.model_dump(mode="json")
    for name, set_days in _SETTERS:
        set_days(row[name])
    row["document"]["noise"] = list(row["document"]["noise"].items())
    return row


def _day_setter(kind: pa.DataType) -> Callable[[Any], None] | None:
    """What makes dates of the days in a value of this type, in place; None for a type that holds none."""
    if pa.types.is_list(kind):
        return _in_each(_day_setter(kind.value_type))
    if not pa.types.is_struct(kind):
        return None
    days = [field.name for field in kind if pa.types.is_date(field.type)]
    inner = [(field.name, setter) for field in kind if (setter := _day_setter(field.type))]

    def set_days(value: dict[str, Any] | None) -> None:
        if value is None:
            return
        for name in days:
            if value[name] is not None:
                value[name] = date.fromisoformat(value[name])
        for name, setter in inner:
            setter(value[name])

    return set_days if days or inner else None


def _in_each(setter: Callable[[Any], None] | None) -> Callable[[Any], None] | None:
    if setter is None:
        return None

    def set_days(values: list[Any]) -> None:
        for value in values:
            setter(value)

    return set_days


_SETTERS = [(field.name, setter) for field in EXTRACTION_FIELDS if (setter := _day_setter(field.type))]


def _as_text(text: object) -> str:
    if text is None:
        raise RowError("the text is null")
    if isinstance(text, bytes):
        try:
            return read(text).text
        except ReadError as error:
            raise RowError(str(error).removeprefix("bytes: ")) from error
    if not isinstance(text, str):
        raise RowError(f"the text must be a string, not {type(text).__name__}")
    return text


def _as_date(published: object) -> date:
    if isinstance(published, datetime):
        return published.date()
    if isinstance(published, date):
        return published
    try:
        return date.fromisoformat(str(published))
    except ValueError:
        raise RowError(f"published must be a date or 'YYYY-MM-DD', not {published!r}") from None
