"""Questions in SQL to a dataset, which they can neither change nor leave: no other file, no network, no setting.

A DuckDB file is opened read-only; of a folder of Parquet files each is a table. Both through DuckDB (extra `data`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple, cast

from clusterx.export.duck import need_data
from clusterx.export.parts import safe

QueryFormat = Literal["table", "csv", "json"]
SHOWN = 200
_BATCH = 1000
# In this order: the last one ends all changes.
_LOCKED = {"autoinstall_known_extensions": "false", "enable_external_access": "false", "lock_configuration": "true"}
_ASKING = ("SELECT", "EXPLAIN")


class QueryError(ValueError):
    """A dataset that cannot be opened, or a question that cannot be answered; the message says why."""


class Answer(NamedTuple):
    """Names of the columns, and the rows as they come."""

    columns: list[str]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def ask(dataset: Path, question: str) -> Iterator[Answer]:
    """The answer to one SQL question. Raises QueryError, also while rows are read."""
    duckdb = need_data("duckdb", "SQL")
    try:
        with _open(duckdb, dataset) as database:
            _check_question(database, question)
            result = database.execute(question)
            columns = [name for name, *_ in result.description or ()]
            yield Answer(columns, _rows(result))
    except duckdb.Error as error:
        raise QueryError("\n".join(str(error).strip().splitlines()[:6])) from error


def _check_question(database: Any, question: str) -> None:
    """A folder that may be read may be written, too, as far as DuckDB is concerned."""
    kinds = [str(statement.type).rpartition(".")[2].upper() for statement in database.extract_statements(question)]
    if len(kinds) != 1 or kinds[0] not in _ASKING:
        raise QueryError("one SELECT, please: a dataset is only read")


def _open(duckdb: Any, dataset: Path) -> Any:
    if dataset.is_dir():
        files = sorted(dataset.glob("*.parquet"))
        if not files:
            raise QueryError(f"{dataset}: no Parquet files in this folder; write the dataset as .parquet or .duckdb")
        database = duckdb.connect(":memory:")
        for file in files:
            database.execute(f'CREATE VIEW "{file.stem}" AS SELECT * FROM read_parquet({_literal(file)})')
        database.execute("SET allowed_directories = [" + _literal(dataset) + ", " + _literal(dataset.resolve()) + "]")
        for name, value in _LOCKED.items():
            database.execute(f"SET {name} = {value}")
        return database
    if not dataset.exists():
        raise QueryError(f"{dataset}: no such file; check the name")
    try:
        return duckdb.connect(str(dataset), read_only=True, config=_LOCKED)
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise QueryError(f"{dataset}: this is no DuckDB dataset ({reason}); write one with -o NAME.duckdb") from error


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _rows(result: Any) -> Iterator[tuple[Any, ...]]:
    while batch := result.fetchmany(_BATCH):
        yield from batch


def write_answer(answer: Answer, stream: BinaryIO, form: QueryFormat) -> None:
    """The answer for a reader (at most SHOWN rows), as CSV safe for spreadsheets, or as JSON lines."""
    if form == "table":
        from clusterx.export.table import write_grid

        write_grid(answer.columns, ([_words(cell) for cell in row] for row in answer.rows), SHOWN, stream)
    elif form == "csv":
        _write_csv(answer, stream)
    else:
        for row in answer.rows:
            item = dict(zip(answer.columns, map(_plain, row), strict=True))
            stream.write(json.dumps(item, ensure_ascii=False, default=str).encode() + b"\n")


def _write_csv(answer: Answer, stream: BinaryIO) -> None:
    wrapper = TextIOWrapper(cast(Any, stream), "utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(wrapper)
        writer.writerow(map(safe, answer.columns))
        writer.writerows(_safe_row(row) for row in answer.rows)
    finally:
        wrapper.detach()


def _safe_row(row: Iterable[Any]) -> list[str]:
    return [safe(cell) if isinstance(cell, str) else _words(cell) for cell in row]


def _words(cell: Any) -> str:
    value = _plain(cell)
    return "" if value is None else str(value)


def _plain(cell: Any) -> Any:
    """Decimals without padding, as strings; days in ISO form."""
    if isinstance(cell, Decimal):
        text = format(cell, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return cell.isoformat() if isinstance(cell, date) else cell
