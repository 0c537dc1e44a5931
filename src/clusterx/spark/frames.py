"""DataFrames of texts to DataFrames of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from clusterx.clean import MAX_CHARS
from clusterx.export.columns import TABLES
from clusterx.extras import needs_extra
from clusterx.pipeline import Date, Extractor

with needs_extra("spark", "extracting on Spark"):
    import pyarrow as pa
    from pyspark.sql import functions
    from pyspark.sql.types import BinaryType, DataType, DateType, NullType, StringType, TimestampNTZType, TimestampType

    from clusterx.spark.flatten import Flatten, fields_of, table_schema
    from clusterx.spark.read_rows import PUBLISHED, TEXT, Reader, read_batches
    from clusterx.spark.schema import ERROR, ERROR_FIELD, EXTRACTION_FIELDS, ID, as_ddl

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

TEXTS: tuple[type[DataType], ...] = (StringType, BinaryType, NullType)
DATES: tuple[type[DataType], ...] = (DateType, TimestampType, TimestampNTZType, StringType, NullType)


def extract(
    df: DataFrame,
    text: str = "text",
    id: str = "url",
    published: Date | None = None,
    *,
    max_chars: int = MAX_CHARS,
    extractor: Extractor | None = None,
) -> DataFrame:
    """Read every text of a DataFrame: one row for each row of `df`, none lost.

    `text`: the column of texts; a binary column holds files (`spark.read.format("binaryFile")`): text in any encoding, HTML, PDF, Word.
    `id`: the column that names the document; it becomes `id`. `published`: a column of dates, timestamps or `YYYY-MM-DD`, or one date
    for all; where it is null the date that the page itself states counts. `max_chars`: a longer text is an error row.
    `extractor`: own words and rules (docs/extending.md).

    The result has the columns `id`, those of `clusterx.Extraction` as nested structs, and `error`: null, or why this row could not
    be read. Raises ValueError for a column that is not there and a date that is none, and TypeError for a column of another type.
    """
    _check(df, text, "text", TEXTS)
    _check(df, id, "id")
    column, day = _published(df, published)
    reader = Reader(day, max_chars, extractor)
    wanted = {ID: id, TEXT: text, **({PUBLISHED: column} if column else {})}
    rows = df.select([functions.col(f"`{source}`").alias(name) for name, source in wanted.items()])

    def work(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return read_batches(batches, reader)

    own_id = f"`{ID}` {rows.schema[ID].dataType.simpleString()}"
    return rows.mapInArrow(work, f"{own_id}, {as_ddl(pa.schema([*EXTRACTION_FIELDS, ERROR_FIELD]))}")


def tables(df: DataFrame) -> dict[str, DataFrame]:
    """The flat tables of a result of `extract`, by name: documents, targets, … with the columns of the codebook.

    Each table is a query of its own over `df`: write the result to Parquet and read it back, or cache it, so that the texts are
    read once. Rows with an error are in no table: `df.where("error IS NOT NULL")` has them.
    """
    missing = [name for name in (ID, *(field.name for field in EXTRACTION_FIELDS), ERROR) if name not in df.columns]
    if missing:
        raise ValueError(f"this is no result of clusterx.spark.extract: it has no column {', '.join(missing)}")
    return {name: _table(df.where(f"{ERROR} IS NULL"), name) for name in TABLES}


def _table(df: DataFrame, name: str) -> DataFrame:
    needed = df.select(ID, *fields_of(name))
    return needed.mapInArrow(Flatten(name), as_ddl(table_schema(name)))


def _check(df: DataFrame, name: str, argument: str, types: tuple[type[DataType], ...] = (DataType,)) -> None:
    if name not in df.columns:
        raise ValueError(f"{argument}={name!r} is no column; there are {', '.join(df.columns)}")
    kind = df.schema[name].dataType
    if not isinstance(kind, types):
        wanted = " or ".join(sorted({one.typeName() for one in types} - {"void"}))
        raise TypeError(f"{argument}={name!r} must be a column of {wanted}, not {kind.simpleString()}; cast it first")


def _published(df: DataFrame, published: Date | None) -> tuple[str | None, date | None]:
    """The column of dates, or the date of all documents."""
    if published is None or isinstance(published, date):
        return None, published
    if not isinstance(published, str):
        raise TypeError(f"published must be a column's name or a date, not {type(published).__name__}")
    if published in df.columns:
        _check(df, published, "published", DATES)
        return published, None
    try:
        return None, date.fromisoformat(published)
    except ValueError:
        raise ValueError(f"published={published!r} is neither a column nor a date as 2024-03-28") from None
