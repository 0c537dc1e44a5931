"""Records as data frames and Arrow tables, with the columns of `columns` and real types.

Decimals are `Decimal` in pandas (which has no decimal column of its own) and decimal columns in polars and Arrow; dates are dates,
in pandas `datetime64[s]`.

    >>> from clusterx import extract
    >>> result = extract("到2027年，高新技术企业达到850家。")
    >>> typed_rows([("规划.txt", result)], "targets")[0][4:8]
    [Decimal('850'), None, None, '家']
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from clusterx.export.columns import TABLES, ColumnType
from clusterx.export.rows import PRECISION, SCALE, Row, flat_rows, typed_row
from clusterx.records import Extraction
from clusterx.several import check_several

Library = Literal["pandas", "polars"]
Documents = Iterable[tuple[str, Extraction]]
LIBRARIES: tuple[Library, ...] = ("pandas", "polars")


def make_frame(documents: Documents, kind: str, library: Library | None = None) -> Any:
    """A data frame of the table `kind` for (id, extraction) pairs, of `library`, by default of the first that is installed.

    Raises ValueError for a table that there is none of, ImportError that says what to install.
    """
    _check_kind(kind)
    if library not in (None, *LIBRARIES):
        raise ValueError(f"library must be one of {', '.join(LIBRARIES)}, not {library!r}")
    found = library or next((name for name in LIBRARIES if _is_installed(name)), None)
    if found is None:
        raise ImportError("a data frame needs pandas or polars: python -m pip install pandas")
    frames = _need(found)
    rows = typed_rows(documents, kind)
    return _pandas(frames, rows, kind) if found == "pandas" else _polars(frames, rows, kind)


def make_arrow(documents: Documents, kind: str) -> Any:
    """A `pyarrow.Table` of the table `kind` for (id, extraction) pairs. Raises as `make_frame`."""
    _check_kind(kind)
    arrow = _need("pyarrow")
    rows = typed_rows(documents, kind)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(TABLES[kind].columns)
    schema = arrow_schema(kind)
    return arrow.table(
        [arrow.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )


def arrow_schema(kind: str) -> Any:
    """The `pyarrow.Schema` of a table, the meaning of each column in its metadata."""
    arrow = _need("pyarrow")
    types: dict[ColumnType, Any] = {
        "string": arrow.string(),
        "integer": arrow.int64(),
        "decimal": arrow.decimal128(PRECISION, SCALE),
        "float": arrow.float64(),
        "date": arrow.date32(),
    }
    return arrow.schema(
        [
            arrow.field(c.name, types[c.type], metadata={"meaning": c.meaning, "unit": c.unit})
            for c in TABLES[kind].columns
        ]
    )


def typed_rows(documents: Documents, kind: str) -> list[Row]:
    """The rows of one table, decimals and dates as such."""
    check_several(
        documents, "documents", "pairs of id and Extraction", "of one result: result.to_frame(), result.to_arrow()"
    )
    return [typed_row(kind, row) for name, extraction in documents for row in flat_rows(extraction, name)[kind]]


def _pandas(pandas: Any, rows: list[Row], kind: str) -> Any:
    names = [column.name for column in TABLES[kind].columns]
    frame = pandas.DataFrame(rows, columns=names, dtype=object)
    types = {"integer": "Int64", "float": "float64", "date": "datetime64[s]"}
    return frame.astype({c.name: types[c.type] for c in TABLES[kind].columns if c.type in types})


def _polars(polars: Any, rows: list[Row], kind: str) -> Any:
    types: dict[ColumnType, Any] = {
        "string": polars.String,
        "integer": polars.Int64,
        "decimal": polars.Decimal(PRECISION, SCALE),
        "float": polars.Float64,
        "date": polars.Date,
    }
    schema = {column.name: types[column.type] for column in TABLES[kind].columns}
    return polars.DataFrame(rows, schema=schema, orient="row")


def _check_kind(kind: str) -> None:
    if kind not in TABLES:
        raise ValueError(f"there is no table {kind!r}; choose one of: {', '.join(TABLES)}")


def _is_installed(module: str) -> bool:
    return find_spec(module) is not None


def _need(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        brought = ", which the extra [arrow] brings" if module == "pyarrow" else ""
        raise ImportError(f"this needs {module}{brought}: python -m pip install {module}") from error
