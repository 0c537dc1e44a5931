"""Parts of documents as a DuckDB database or a folder of Parquet files, through DuckDB (extra `data`).

Both come from one spool: a CSV file a table, strings quoted, read back with the declared types, in the order of the documents and in
bounded memory. Texts, dates, decimals and numbers are what their columns say; nothing is guessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from clusterx.export.codebook import HEADER, codebook
from clusterx.export.columns import TABLES, ColumnType, Table
from clusterx.export.output import OutputError
from clusterx.export.parts import BETWEEN_TABLES
from clusterx.export.rows import PRECISION, SCALE
from clusterx.extras import missing

CODEBOOK, ABOUT = "codebook", "clusterx"
_TYPES: dict[ColumnType, str] = {
    "string": "VARCHAR", "integer": "BIGINT", "decimal": f"DECIMAL({PRECISION},{SCALE})", "float": "DOUBLE", "date": "DATE",
}  # fmt: skip
# A checkpoint instead of a log that is checkpointed when the file is closed: what is written here is written once.
_SETTINGS = {"checkpoint_threshold": "1B", "threads": 1, "memory_limit": "256MB", "preserve_insertion_order": True}
_LONGEST_LINE = 32 * 1024 * 1024


def need_data(module: str, what: str) -> Any:
    """The module, imported. Raises OutputError that names the extra if it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise OutputError(missing(what, "data")) from error


def write_duckdb(parts: Iterable[bytes], path: Path, about: Mapping[str, str]) -> None:
    """All tables, the codebook and `about` into a new database at `path`."""
    spool = _spool(parts, path.parent)
    with _database(str(path), "DuckDB output") as database:
        database.begin()
        for table in TABLES.values():
            columns = ", ".join(f"{_name(c.name)} {_TYPES[c.type]}" for c in table.columns)
            database.execute(f"CREATE TABLE {_name(table.name)} ({columns})")
            database.execute(f"INSERT INTO {_name(table.name)} {_query(table, spool)}")
            _comment(database, table)
        _insert(database, CODEBOOK, HEADER, codebook())
        _insert(database, ABOUT, ("name", "value"), list(about.items()))
        database.commit()


def write_parquet(parts: Iterable[bytes], folder: Path, about: Mapping[str, str]) -> None:
    """A file a table into `folder`; each holds the codebook of its columns in its metadata."""
    spool = _spool(parts, folder.parent)
    rows = codebook()
    with _database(":memory:", "Parquet output") as database:
        for table in TABLES.values():
            book = [dict(zip(HEADER, row, strict=True)) for row in rows if row[0] == table.name]
            metadata = {
                "codebook": json.dumps(book, ensure_ascii=False),
                **{f"clusterx_{k}": v for k, v in about.items()},
            }
            pairs = ", ".join(f"{_name(key)}: {_literal(value)}" for key, value in metadata.items())
            target = _literal(str(folder / f"{table.name}.parquet"))
            options = f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}}"
            database.execute(f"COPY ({_query(table, spool)}) TO {target} ({options})")
        _insert(database, CODEBOOK, HEADER, rows)
        target = _literal(str(folder / f"{CODEBOOK}.parquet"))
        database.execute(f"COPY {CODEBOOK} TO {target} (FORMAT parquet)")


@contextmanager
def _database(name: str, what: str) -> Iterator[Any]:
    duckdb = need_data("duckdb", what)
    try:
        with duckdb.connect(name, config=_SETTINGS) as database:
            yield database
    except duckdb.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise OutputError(f"{what} cannot be written ({reason}); free some space, or write elsewhere") from error


def _spool(parts: Iterable[bytes], folder: Path) -> Path:
    """Append every document's rows to the file of their table."""
    spool = folder / "spool"
    spool.mkdir(exist_ok=True)
    with ExitStack() as stack:
        streams = [stack.enter_context((spool / f"{name}.csv").open("wb")) for name in TABLES]
        for part in parts:
            for stream, lines in zip(streams, part.split(BETWEEN_TABLES.encode()), strict=True):
                stream.write(lines)
    return spool


def _query(table: Table, spool: Path) -> str:
    columns = ", ".join(f"{_literal(c.name)}: {_literal(_TYPES[c.type])}" for c in table.columns)
    return (
        f"SELECT * FROM read_csv({_literal(str(spool / f'{table.name}.csv'))}, header=false, auto_detect=false, delim=',', "
        f"quote='\"', escape='\"', nullstr='', allow_quoted_nulls=false, max_line_size={_LONGEST_LINE}, "
        f"buffer_size={2 * _LONGEST_LINE}, columns={{{columns}}})"
    )


def _comment(database: Any, table: Table) -> None:
    name = _name(table.name)
    comments = [f"COMMENT ON TABLE {name} IS {_literal(table.meaning)}"]
    comments += [f"COMMENT ON COLUMN {name}.{_name(c.name)} IS {_literal(c.meaning)}" for c in table.columns]
    database.execute(";".join(comments))


def _insert(database: Any, name: str, header: Iterable[str], rows: list[Any]) -> None:
    """A table of strings. Row by row, or as values in the statement, these few rows would take longer than those of a hundred documents."""
    columns = [f"unnest(?::VARCHAR[]) AS {_name(column)}" for column in header]
    database.execute(
        f"CREATE TABLE {_name(name)} AS SELECT {', '.join(columns)}", list(map(list, zip(*rows, strict=True)))
    )


def _name(name: str) -> str:
    return f'"{name}"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
