"""Extracted documents to flat tables: the columns of `clusterx.export.columns`, the same as in CSV, Parquet and DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from clusterx.export.columns import TABLES, ColumnType
from clusterx.export.rows import PRECISION, SCALE, flat_rows, typed_row
from clusterx.spark.schema import ERROR, EXTRACTION_FIELDS, ID

TYPES: dict[ColumnType, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(PRECISION, SCALE),
    "float": pa.float64(),
    "date": pa.date32(),
}


def table_schema(name: str) -> pa.Schema:
    """The columns of the table `name`.

    >>> table_schema("targets").field("quantity_value").type
    Decimal128Type(decimal128(38, 9))
    """
    return pa.schema([pa.field(column.name, TYPES[column.type]) for column in TABLES[name].columns])


@dataclass(frozen=True)
class Flatten:
    """Batches of extracted documents to batches of the rows of one table; rows with an error have none."""

    table: str

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        schema = table_schema(self.table)
        for batch in batches:
            rows = [row for document in batch.to_pylist() if document[ERROR] is None for row in self._rows(document)]
            columns = list(zip(*rows, strict=True)) or [()] * len(schema)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _rows(self, document: dict[str, Any]) -> Iterator[list[Any]]:
        extraction = {field.name: _as_json(document[field.name]) for field in EXTRACTION_FIELDS}
        extraction["document"]["noise"] = dict(extraction["document"]["noise"])
        rows = flat_rows(extraction, str(document[ID]))
        return (typed_row(self.table, row) for row in rows[self.table])


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_as_json(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
