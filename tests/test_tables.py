"""Flat tables: what stands in the records stands in the rows, and nothing else."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from clusterx import extract
from clusterx.export import straight
from clusterx.export.cells import sheet_code
from clusterx.export.codebook import HEADER, codebook
from clusterx.export.columns import CHILDREN, RECORD_MODELS, SEPARATOR, TABLES
from clusterx.export.parts import encode_part, safe
from clusterx.export.rows import fit, flat_rows, index_of, typed_row
from clusterx.records import Extraction

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*/docs/*.txt"))
Rows = dict[str, list[list[Any]]]


@pytest.fixture(scope="module")
def extractions() -> dict[str, dict[str, Any]]:
    return {path.stem: extract(path.read_text("utf-8")).model_dump(mode="json") for path in GOLDEN[::4]}


@pytest.fixture(scope="module")
def rows(extractions: dict[str, dict[str, Any]]) -> dict[str, Rows]:
    return {name: flat_rows(extraction, name) for name, extraction in extractions.items()}


def leaves(value: Any) -> list[str]:
    """Every value below, as text, of what is no list of objects."""
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    if isinstance(value, list):
        return [] if not value or isinstance(value[0], dict) else [SEPARATOR.join(value)]
    return [] if value is None else [str(value)]


def test_every_value_of_a_record_stands_in_its_row(
    extractions: dict[str, dict[str, Any]], rows: dict[str, Rows]
) -> None:
    seen = 0
    for name, extraction in extractions.items():
        for table in RECORD_MODELS:
            for record, row in zip(extraction[table], rows[name][table], strict=True):
                cells = [str(cell) for cell in row if cell is not None]
                assert cells == [name, *leaves(record)]
                seen += 1
    assert seen > 100


def test_every_item_of_a_list_has_a_row_of_its_own(
    extractions: dict[str, dict[str, Any]], rows: dict[str, Rows]
) -> None:
    for name, extraction in extractions.items():
        for table, child in CHILDREN.items():
            wanted = [
                [name, record["id"], str(n), *leaves(item)]
                for record in extraction[child.parent]
                for n, item in enumerate(record[child.field], 1)
            ]
            assert [[str(cell) for cell in row if cell is not None] for row in rows[name][table]] == wanted


def test_rows_are_as_wide_as_their_table_and_keys_are_unique(rows: dict[str, Rows]) -> None:
    for tables in rows.values():
        assert list(tables) == list(TABLES)
        for name, found in tables.items():
            table = TABLES[name]
            assert all(len(row) == len(table.columns) for row in found)
            places = [index_of(name, key) for key in table.keys]
            keys = [tuple(row[place] for place in places) for row in found]
            assert len(set(keys)) == len(keys)
            assert all(None not in key for key in keys)


def test_evidence_points_to_its_record(rows: dict[str, Rows]) -> None:
    for tables in rows.values():
        ids = {(name, row[1]) for name in RECORD_MODELS for row in tables[name]}
        assert {(row[1], row[2]) for row in tables["evidence"]} == ids


def test_counts_of_a_document_are_those_of_the_tables(rows: dict[str, Rows]) -> None:
    for tables in rows.values():
        (document,) = tables["documents"]
        for name in (*RECORD_MODELS, "warnings", "uncovered"):
            assert document[index_of("documents", name)] == len(tables[name])


def test_typed_rows_have_the_types_of_the_columns(rows: dict[str, Rows]) -> None:
    types = {"string": "str", "integer": "int", "decimal": "Decimal", "float": "float", "date": "date"}
    seen = set()
    for tables in rows.values():
        for name, found in tables.items():
            for row in found:
                for column, cell in zip(TABLES[name].columns, typed_row(name, row), strict=True):
                    assert cell is None or type(cell).__name__ == types[column.type]
                    assert cell is None or not column.values or column.list or cell in column.values
                    seen.add(type(cell).__name__)
    assert seen == {*types.values(), "NoneType"}


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        ("850", "850"),
        ("-0.5", "-0.5"),
        ("12345678901234567890123456789", "12345678901234567890123456789"),
        ("99999999999999999999999999999.999999999", "99999999999999999999999999999.999999999"),
        ("99999999999999999999999999999.9999999999", None),  # rounding would need a thirtieth digit
        ("123456789012345678901234567890", None),
        ("66.66666666666666666666666667", "66.666666667"),
        ("0.123456789", "0.123456789"),
        ("0.1234567891", "0.123456789"),
        ("0.0000001239", None),
        ("-66.66666666666666666666666667", "-66.666666667"),
    ],
)
def test_numbers_that_fit_a_decimal_column(number: str, wanted: str | None) -> None:
    assert fit(number) == wanted
    if wanted:
        assert abs(Decimal(wanted) - Decimal(number)) <= abs(Decimal(number)) * Decimal("1e-9")


def test_a_number_beyond_the_columns_is_left_out_with_a_warning() -> None:
    extraction = extract("到2027年，高新技术企业达到850家。").model_dump(mode="json")
    extraction["targets"][0]["quantity"]["value"] = "1" + "0" * 40
    tables = flat_rows(extraction, "a.txt")
    assert tables["targets"][0][index_of("targets", "quantity_value")] is None
    assert tables["targets"][0][index_of("targets", "quantity_text")] == "850家"
    (warning,) = tables["warnings"]
    assert warning[2] == "number_beyond_tables"
    assert "targets.quantity_value" in warning[3]
    assert "1" + "0" * 40 in warning[3]
    assert tables["documents"][0][index_of("documents", "warnings")] == 1


def awkward(extraction: Extraction) -> Extraction:
    """A number that no column holds, and texts with all that lines and sheets must mask."""
    first, *rest = extraction.targets
    target = first.model_copy(
        update={
            "indicator": '=1&2<"a"|b>\x01_x0041_\t',
            "quantity": first.quantity.model_copy(update={"value": Decimal("1e40"), "text": " 亿\u3000"}),
            "industries": ("甲|乙", "丙"),
        }
    )
    return extraction.model_copy(update={"targets": (target, *rest)})


@pytest.mark.parametrize("form", ["csv", "duckdb"])
@pytest.mark.parametrize("change", [awkward, lambda extraction: extraction], ids=["awkward", "as it is"])
def test_what_is_written_of_records_is_what_the_rows_hold(form: Any, change: Any) -> None:
    for path in GOLDEN[::4]:
        extraction = extract(path.read_text("utf-8"))
        extraction = change(extraction) if extraction.targets else extraction
        wanted = flat_rows(extraction, path.name, {"bytes": 7})
        written = encode_part(extraction, path.name, {"bytes": 7}, form).decode().split("\0")
        for name, text in zip(TABLES, written, strict=True):
            found = list(csv.reader(io.StringIO(text, newline="")))
            guard = safe if form == "csv" else str
            assert found == [
                ["" if cell is None else guard(cell) if isinstance(cell, str) and column.type == "string" else str(cell)
                 for cell, column in zip(row, TABLES[name].columns, strict=True)]
                for row in wanted[name]
            ]  # fmt: skip


def test_what_is_remembered_of_cells_is_bounded_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [(extract(path.read_text("utf-8")), path.name, {}) for path in GOLDEN[::4]]
    usual = [encode_part(*document, "xlsx") for document in documents]
    monkeypatch.setattr(straight, "_MOST_REMEMBERED", 1)
    writer = straight.Writer(lambda column: sheet_code(column.type), "", "<row>", "</row>")
    assert ["\0".join(writer.write(*document)).encode() for document in documents] == usual
    assert {len(positions) for positions in writer._positions.values()} <= {0, 1}


def test_every_row_of_a_sheet_has_all_cells_in_order() -> None:
    """They have no references: where a cell stands is which one it is."""
    for path in GOLDEN[::4]:
        extraction = extract(path.read_text("utf-8"))
        rows = flat_rows(extraction, path.name)
        written = encode_part(extraction, path.name, {}, "xlsx").decode().split("\0")
        for (name, table), text in zip(TABLES.items(), written, strict=True):
            found = [list(row) for row in ElementTree.fromstring(f"<sheet>{text}</sheet>")]
            assert [[cell.find("*") is not None for cell in row] for row in found] == [
                [cell not in (None, "") for cell in row] for row in rows[name]
            ]
            dates = [column.type == "date" for column in table.columns]
            assert all(["s" in cell.attrib for cell in row] == dates for row in found)


def test_the_page_on_tables_names_every_table_with_its_key() -> None:
    page = (Path(__file__).parents[1] / "docs" / "tables.md").read_text("utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    keys = {
        name: re.findall("`(.*?)`", row[3]) for row in rows if len(row) == 5 for name in re.findall("`(.*?)`", row[1])
    }
    assert keys == {name: list(table.keys) for name, table in TABLES.items()}


def test_the_codebook_describes_every_column_once() -> None:
    book = codebook()
    assert [row[:2] for row in book] == [(t.name, c.name) for t in TABLES.values() for c in t.columns]
    for row in book:
        entry = dict(zip(HEADER, row, strict=True))
        assert len(entry["meaning"]) > 10
        if entry["type"] == "decimal(38,9)":
            assert (entry["table"], entry["unit"]) in {other[:2] for other in book}
