"""The tables of a dataset in every format: the same rows, real types, safe to open, described."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import polars
import pyarrow
import pytest
from typer.testing import CliRunner, Result

from clusterx import Extraction, extract
from clusterx.batch import Recipe, Run, find_inputs
from clusterx.cli import app
from clusterx.export import OutputError
from clusterx.export import workbook as workbook_module
from clusterx.export.codebook import HEADER, codebook
from clusterx.export.columns import TABLES
from clusterx.export.frames import make_arrow, make_frame
from clusterx.export.rows import flat_rows, typed_row
from clusterx.extras import install

DOCUMENTS = sorted((Path(__file__).parent / "golden" / "composed" / "docs").glob("*.txt"))[:6]
HOSTILE = '=cmd|"/c calc"!A1,\n@SUM(1)；到2027年，“=甲”企业\t达到850家。\n=SUM(1)产业产值达到850亿元。\n'
Rows = dict[str, list[list[Any]]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    for path in DOCUMENTS:
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "=hostile.txt").write_text(HOSTILE, "utf-8")
    return folder


@pytest.fixture(scope="module")
def wanted(folder: Path) -> Rows:
    """The rows of every table, typed, in the order of the inputs."""
    rows: Rows = {name: [] for name in TABLES}
    for path in sorted(folder.iterdir()):
        text = path.read_text("utf-8").replace("\r\n", "\n")
        found = flat_rows(extract(text).model_dump(mode="json"), str(path), facts(path, text))
        for name in TABLES:
            rows[name] += [typed_row(name, row) for row in found[name]]
    return rows


def facts(path: Path, text: str) -> dict[str, Any]:
    from hashlib import sha256

    data = path.read_bytes()
    return {
        "format": "text", "encoding": "utf-8", "bytes": len(data), "sha256": sha256(data).hexdigest(), "characters": len(text),
    }  # fmt: skip


@pytest.fixture(scope="module")
def make(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    made: dict[str, Path] = {}

    def make_once(form: Any) -> Path:
        if form not in made:
            made[form] = tmp_path_factory.mktemp(form) / f"out.{form}"
            Run(find_inputs([str(folder)]), made[form], Recipe(form))()
        return made[form]

    return make_once


def untyped(rows: Iterable[Iterable[Any]]) -> list[list[str]]:
    return [["" if cell is None else plain(cell) for cell in row] for row in rows]


def plain(cell: Any) -> str:
    if isinstance(cell, Decimal):
        text = format(cell, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return cell.isoformat() if isinstance(cell, date) else str(cell)


# -- DuckDB and Parquet ---------------------------------------------------------------------------------------------

TYPES = {"string": "VARCHAR", "integer": "BIGINT", "decimal": "DECIMAL(38,9)", "float": "DOUBLE", "date": "DATE"}


@pytest.mark.parametrize("form", ["duckdb", "parquet"])
def test_databases_hold_every_row_with_real_types(make: Callable[[str], Path], wanted: Rows, form: str) -> None:
    output = make(form)
    with duckdb.connect(str(output) if form == "duckdb" else ":memory:") as database:
        for name, table in TABLES.items():
            source = name if form == "duckdb" else f"'{output / f'{name}.parquet'}'"
            described = database.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
            assert [(row[0], row[1]) for row in described] == [(c.name, TYPES[c.type]) for c in table.columns]
            assert [list(row) for row in database.execute(f"SELECT * FROM {source}").fetchall()] == wanted[name]
    assert len(wanted["targets"]) > 50


def test_keys_lead_from_table_to_table(make: Callable[[str], Path]) -> None:
    with duckdb.connect(str(make("duckdb"))) as database:
        for name, table in TABLES.items():
            keys = ", ".join(table.keys)
            doubled = database.execute(f"SELECT {keys} FROM {name} GROUP BY ALL HAVING count(*) > 1").fetchall()
            lost = database.execute(
                f"SELECT 1 FROM {name} WHERE document_id NOT IN (SELECT document_id FROM documents)"
            ).fetchall()
            assert (doubled, lost) == ([], [])
        joined = database.execute(
            "SELECT count(*) FROM evidence JOIN targets ON record_table = 'targets' AND record_id = id "
            "AND evidence.document_id = targets.document_id WHERE list_contains(string_split(fields, '|'), 'quantity')"
        ).fetchone()
        targets = database.execute("SELECT count(*) FROM targets").fetchone()
        assert joined
        assert targets
        assert joined[0] >= targets[0]


def test_the_codebook_is_in_the_database_in_parquet_and_beside_the_files(make: Callable[[str], Path]) -> None:
    with duckdb.connect(str(make("duckdb"))) as database:
        assert database.execute("SELECT * FROM codebook").fetchall() == codebook()
        comments = database.execute("SELECT comment FROM duckdb_columns() WHERE table_name = 'targets'").fetchall()
        assert [comment for (comment,) in comments] == [column.meaning for column in TABLES["targets"].columns]
    with duckdb.connect(":memory:") as database:
        file = make("parquet") / "targets.parquet"
        metadata = dict(
            database.execute(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{file}')").fetchall()
        )
    book = [dict(zip(HEADER, row, strict=True)) for row in codebook() if row[0] == "targets"]
    assert json.loads(metadata["codebook"]) == book
    for form in ("csv", "parquet"):
        with (make(form) / "codebook.csv").open(encoding="utf-8-sig", newline="") as stream:
            found = [tuple(row) for row in csv.reader(stream)]
        assert found == [HEADER, *codebook()]


# -- CSV ------------------------------------------------------------------------------------------------------------


def test_csv_holds_every_row(make: Callable[[str], Path], wanted: Rows) -> None:
    for name, table in TABLES.items():
        data = (make("csv") / f"{name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        header, *rows = csv.reader(data.decode("utf-8-sig").splitlines(keepends=True))
        assert header == [column.name for column in table.columns]
        without_guard = [[cell[1:] if cell[:1] == "'" else cell for cell in row] for row in rows]
        assert without_guard == untyped(wanted[name])


def test_no_cell_of_a_csv_is_a_formula(make: Callable[[str], Path]) -> None:
    guarded = 0
    for path in make("csv").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.reader(stream):
                for cell in row:
                    guarded += cell.startswith("'")
                    assert not cell.startswith(("=", "+", "@", "\t", "\r", "\n", "＝"))
                    assert not cell.startswith("-") or float(cell) < 0
    assert guarded


def test_lines_of_a_csv_end_as_the_standard_says(make: Callable[[str], Path]) -> None:
    data = (make("csv") / "targets.csv").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")


# -- Excel ----------------------------------------------------------------------------------------------------------


def test_a_workbook_holds_every_row_as_what_it_is(make: Callable[[str], Path], wanted: Rows) -> None:
    book = openpyxl.load_workbook(make("xlsx"))
    assert book.sheetnames == ["codebook", *TABLES]
    for name, table in TABLES.items():
        header, *rows = book[name].iter_rows()
        assert [cell.value for cell in header] == [column.name for column in table.columns]
        found = [[cell_of(cell) for cell in row] for row in rows]
        assert found == [[spreadsheet(cell) for cell in row] for row in wanted[name]]
        assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d"}


def cell_of(cell: Any) -> Any:
    assert cell.data_type != "f"
    return cell.value


def spreadsheet(cell: Any) -> Any:
    """A cell as a workbook has it: empty strings are nothing, numbers are floats, days are midnight."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == int(cell) else float(cell)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    return cell if cell != "" else None


def test_numbers_that_excel_would_round_are_text(tmp_path: Path) -> None:
    extraction = extract("到2027年，高新技术企业达到850家。")
    exact = extraction.targets[0].quantity.model_copy(update={"value": Decimal("1234567890123456789")})
    target = extraction.targets[0].model_copy(update={"quantity": exact})
    part = part_of(extraction.model_copy(update={"targets": (target,)}))
    workbook_module.write_workbook([part], tmp_path / "a.xlsx", {"clusterx": "1"})
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["targets"]
    assert "1234567890123456789" in [cell.value for cell in list(sheet.rows)[1]]


def part_of(extraction: Extraction) -> bytes:
    from clusterx.export.parts import encode_part

    return encode_part(extraction, "a.txt", {}, "xlsx")


def test_a_table_that_no_sheet_holds_is_refused_and_the_journal_stays(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_module, "MOST_ROWS", 20)
    with pytest.raises(OutputError, match=r"more than 19 rows, which no Excel sheet holds; write \.duckdb"):
        Run(find_inputs([str(folder)]), tmp_path / "out.xlsx", Recipe("xlsx"))()
    assert not (tmp_path / "out.xlsx").exists()


# -- data frames ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return extract(DOCUMENTS[0].read_text("utf-8"))


@pytest.mark.parametrize("kind", list(TABLES))
def test_frames_and_arrow_tables_hold_the_rows(extraction: Extraction, kind: str) -> None:
    rows = [typed_row(kind, row) for row in flat_rows(extraction.model_dump(mode="json"), "a.txt")[kind]]
    names = [column.name for column in TABLES[kind].columns]
    table = extraction.to_arrow(kind, document_id="a.txt")
    assert table.schema.names == names
    assert [list(row.values()) for row in table.to_pylist()] == rows
    frame = extraction.to_frame(kind, document_id="a.txt", library="polars")
    assert isinstance(frame, polars.DataFrame)
    assert [list(row) for row in frame.rows()] == rows
    frame = extraction.to_frame(kind, document_id="a.txt")
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == names
    as_objects = frame.astype(object).where(frame.notna(), None).values.tolist()
    assert untyped([from_pandas(cell) for cell in row] for row in as_objects) == untyped(rows)


def from_pandas(cell: Any) -> Any:
    return cell.date() if isinstance(cell, datetime) else cell


def test_types_of_frames(extraction: Extraction) -> None:
    arrow = {field.name: field.type for field in extraction.to_arrow().schema}
    assert arrow["quantity_value"] == pyarrow.decimal128(38, 9)
    assert arrow["period_end"] == pyarrow.date32()
    frame = extraction.to_frame()
    assert str(frame["period_end"].dtype) == "datetime64[s]"
    assert {type(value) for value in frame["quantity_value"].dropna()} == {Decimal}


def test_many_documents_in_one_frame(extraction: Extraction) -> None:
    pairs = [("a", extraction), ("b", extraction)]
    assert make_arrow(pairs, "targets").num_rows == 2 * len(extraction.targets)
    assert list(make_frame(pairs, "documents")["document_id"]) == ["a", "b"]


def test_what_is_missing_is_named(extraction: Extraction, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="no table 'recipes'; choose one of: documents, policies, targets"):
        extraction.to_frame("recipes")
    with pytest.raises(ValueError, match="library must be one of pandas, polars"):
        extraction.to_frame(library="numpy")  # type: ignore[arg-type]
    monkeypatch.setattr("clusterx.export.frames.find_spec", lambda name: None)
    with pytest.raises(ImportError, match="python -m pip install pandas"):
        extraction.to_frame()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"pyarrow, which the extra \[arrow\] brings: python -m pip install pyarrow"):
        extraction.to_arrow()


# -- SQL ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def sql() -> Callable[..., Result]:
    runner = CliRunner(env={"COLUMNS": "140"})
    return lambda *args: runner.invoke(app, ["sql", *map(str, args)])


@pytest.mark.parametrize("form", ["duckdb", "parquet"])
def test_questions_in_sql(make: Callable[[str], Path], wanted: Rows, sql: Callable[..., Result], form: str) -> None:
    output = make(form)
    question = "select count(*) as n, max(quantity_value) as most, max(period_end) as last from targets"
    values = [row[4] for row in wanted["targets"] if row[4] is not None]
    (found,) = [json.loads(line) for line in sql(output, question, "--format", "json").stdout.splitlines()]
    assert (found["n"], found["most"]) == (len(wanted["targets"]), plain(max(values)))
    header, line = sql(output, question).stdout.split()
    assert (header, line) == ("n,most,last", f"{found['n']},{found['most']},{found['last']}")
    shown = sql(output, "select * from evidence", "--format", "table").stdout
    assert f"200 of {len(wanted['evidence'])} rows" in shown
    assert sql(output, "select count(*) from codebook").stdout.split()[1] == str(len(codebook()))


@pytest.mark.parametrize("form", ["duckdb", "parquet"])
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("drop table targets", "only read"),
        ("copy (select 1) to '{folder}/x.csv'", "only read"),
        ("select 1; select 2", "only read"),
        ("", "only read"),
        ("select * from read_csv('/etc/passwd')", "disabled"),
        ("select * from target", 'Did you mean "targets"'),
        ("selec 1", "syntax error"),
    ],
)
def test_questions_that_are_refused(
    make: Callable[[str], Path], sql: Callable[..., Result], form: str, question: str, words: str
) -> None:
    output = make(form)
    result = sql(output, question.format(folder=output if output.is_dir() else output.parent))
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_datasets_that_are_none(sql: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 10_000)
    for name, words in (("no.duckdb", "no such file"), ("a.txt", "no DuckDB dataset"), ("", "no Parquet files")):
        result = sql(tmp_path / name, "select 1")
        assert result.exit_code == 1
        assert words in result.stderr


@pytest.mark.parametrize(("module", "form"), [("duckdb", "duckdb"), ("duckdb", "parquet"), ("xlsxwriter", "xlsx")])
def test_without_the_extra_the_message_names_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, form: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    result = CliRunner().invoke(app, ["extract", str(folder), "-o", str(tmp_path / f"out.{form}")])
    assert result.exit_code == 1
    assert install("data") in result.stderr
