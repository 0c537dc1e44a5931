"""Extracted documents to flat tables: the columns of `clusterx.export.columns`, the same as in CSV, Parquet and DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from clusterx.export.columns import CHILDREN, RECORD_MODELS, TABLES, ColumnType
from clusterx.export.rows import PRECISION, SCALE, flat_rows, typed_row
from clusterx.spark.schema import EXTRACTION_FIELDS, ID

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


def fields_of(table: str) -> list[str]:
    """The fields of an extraction that the rows of a table are made of, so that only these are read.

    >>> fields_of("targets"), fields_of("mechanism_roles"), fields_of("document_noise")
    (['targets'], ['mechanisms'], ['document'])
    """
    if table in RECORD_MODELS or table == "uncovered":
        return [table]
    if table in CHILDREN:
        return [CHILDREN[table].parent]
    if table == "evidence":
        return list(RECORD_MODELS)
    if table == "document_noise":
        return ["document"]
    return [field.name for field in EXTRACTION_FIELDS]  # documents count everything; any number may be worth a warning


@dataclass(frozen=True)
class Flatten:
    """Batches of extracted documents to batches of the rows of one table. They need the columns `id` and `fields_of` it."""

    table: str

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        schema = table_schema(self.table)
        for batch in batches:
            rows = [row for document in batch.to_pylist() for row in self._rows(document)]
            columns = list(zip(*rows, strict=True)) or [()] * len(schema)
            arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _rows(self, document: dict[str, Any]) -> Iterator[list[Any]]:
        extraction: dict[str, Any] = {field.name: [] for field in EXTRACTION_FIELDS}
        extraction["document"] = {"noise": []}
        extraction |= {name: _as_json(document[name]) for name in fields_of(self.table)}
        extraction["document"]["noise"] = dict(extraction["document"]["noise"])
        rows = flat_rows(extraction, str(document[ID]))
        return (typed_row(self.table, row) for row in rows[self.table])


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_as_json(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
