"""The examples run, and what they print is right."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from clusterx import extract

EXAMPLES = Path(__file__).parents[1] / "examples"
DOCUMENTS = sorted((EXAMPLES / "documents").glob("*.txt"))


def run(script: str, *documents: Path) -> str:
    command = [sys.executable, EXAMPLES / script, *documents]
    return subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run("targets_to_csv.py", *DOCUMENTS))))


# One plain target of each document: what a reader who sees only the text would write down.
EXPECTED = [
    {"file": "three_year_action_plan.txt", "value": "600000000", "unit": "美元", "bound": "at_least"},
    {"file": "three_year_action_plan.txt", "value": "80", "status": "planned", "end": "2026-12-31"},
    {"file": "chain_leader_news.txt", "value": "8.9", "unit": "%", "status": "achieved"},
    {"file": "cluster_list_news.txt", "value": "70000000000", "unit": "元", "status": "planned", "end": "2027-12-31"},
    {"file": "project_list_table.txt", "value": "3860000000", "unit": "元"},
]  # fmt: skip


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda row: f"{row['file']}-{row['value']}")
def test_targets_to_csv_has_the_target(rows: list[dict[str, str]], expected: dict[str, str]) -> None:
    assert [row for row in rows if expected.items() <= row.items()], expected


def test_targets_to_csv_reads_every_document(rows: list[dict[str, str]]) -> None:
    assert {row["file"] for row in rows} == {path.name for path in DOCUMENTS}
    assert all(row["indicator"] and row["bound"] for row in rows)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_read_with_evidence_quotes_the_source(path: Path) -> None:
    source = path.read_text("utf-8")
    output = run("read_with_evidence.py", path)
    spans = re.findall(r"^    (\d+)–(\d+) ", output, re.MULTILINE)
    assert spans
    assert all(f"{source[int(a) : int(b)]!r}" in output for a, b in spans)


def test_read_with_evidence_shows_clean_names_over_damaged_words() -> None:
    output = run("read_with_evidence.py", EXAMPLES / "documents" / "chain_leader_news.txt")
    (block,) = re.findall(r"^Mechanism 1\+6\+15\+N推进架构 .*\n(?:    .*\n)+", output, re.MULTILINE)
    assert "推(tui)(tui)(tui)進架構" in block


def test_read_files_tells_what_each_file_is_and_holds(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes("<html><title>甲市行动计划</title><p>到2027年，高新技术企业达到850家。</html>".encode("gbk"))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7")
    command = [sys.executable, EXAMPLES / "read_files.py", *DOCUMENTS, page, tmp_path / "broken.pdf"]
    done = subprocess.run(command, capture_output=True, check=False, text=True, encoding="utf-8")
    assert done.returncode == 1
    assert f"{page} (html, gb18030): 甲市行动计划" in done.stdout
    assert f"{tmp_path / 'broken.pdf'}: this PDF is broken" in done.stdout
    assert done.stdout.count("targets, ") == len(DOCUMENTS) + 1


def test_data_frame_adds_up_what_can_be_added() -> None:
    header, *lines = run("data_frame.py", *DOCUMENTS).splitlines()
    assert header == "investment_unit,count,sum"
    sums = {unit: (int(count), int(total)) for unit, count, total in (line.split(",") for line in lines)}
    wanted = [
        p.investment
        for path in DOCUMENTS
        for p in extract(path.read_text("utf-8")).projects
        if p.phase is None and p.investment and p.investment.value is not None
    ]
    assert sum(count for count, _ in sums.values()) == len(wanted) >= 5
    assert sums["元"][1] == sum(q.value for q in wanted if q.value and q.unit == "元")


def test_folder_to_dataset_answers_its_question(tmp_path: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = ["sh", EXAMPLES / "folder_to_dataset.sh", DOCUMENTS[0].parent, tmp_path / "out.duckdb"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", env={**os.environ, "PATH": path})
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == 5
    values = [Decimal(row["quantity_value"]) for row in rows]
    assert values == sorted(values, reverse=True)
    assert {row["quantity_unit"] for row in rows} <= {"元", "美元"}
    assert values[0] == 100_000_000_000


def test_every_example_document_is_marked_as_invented() -> None:
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    assert "invented" in readme
    assert all(f"`{path.name}`" in readme for path in EXAMPLES.rglob("*.*") if path.suffix in {".txt", ".py", ".sh"})
