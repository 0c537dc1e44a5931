"""What the command says of a run: nothing is left out, and whoever reads it knows how to go on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from clusterx import extract, extract_file
from clusterx.batch import run as run_module
from clusterx.batch import workers as workers_module
from clusterx.cli import app

TEXT = "到2027年，全市高新技术企业达到{}家以上。\n"
BLANK = ["", "\ufeff", " \n\t\u3000\n", "\u200b\ufeff\n"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "docs").mkdir()
    for number in range(4):
        (tmp_path / "docs" / f"{number}.txt").write_text(TEXT.format(850 + number), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: object, status: int = 0) -> str:
    """What the command says on standard error; checks its exit status."""
    result = CliRunner(env={"COLUMNS": "200"}).invoke(app, ["extract", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result.stderr


def lines(path: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


# -- documents without text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", BLANK)
def test_a_text_without_any_has_a_warning(text: str) -> None:
    (warning,) = extract(text).warnings
    assert warning.code == "empty_text"
    assert "nothing but blanks" in warning.message


def test_a_text_with_any_has_none() -> None:
    assert not [one for one in extract("\ufeff \n甲").warnings if one.code == "empty_text"]


def test_a_page_without_text_has_one_warning_that_says_why(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><script>1</script></body></html>")
    assert [one.code for one in extract_file(page).warnings] == ["no_text"]


@pytest.mark.usefixtures("folder")
def test_empty_files_are_read_and_counted_in_the_summary() -> None:
    for number, text in enumerate(BLANK):
        Path(f"docs/empty{number}.txt").write_text(text, "utf-8")
    assert "warnings: empty_text 4" in run("docs", "-o", "out.jsonl")
    assert len(lines("out.jsonl")) == 8


# -- the first failure ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.usefixtures("folder")
def test_fail_fast_tells_what_was_done_what_ended_it_and_how_to_go_on(workers: int) -> None:
    Path("docs/2b.txt").write_bytes(b"\xff\xd8\xff")
    said = run("docs", "-o", "out.jsonl", "--fail-fast", "--workers", workers, status=1)
    assert "stopped at docs/2b.txt, the first input that could not be read (--fail-fast)" in said
    assert "run the same command again" in said
    if workers == 1:  # of more, what the others had under way is not waited for
        assert "3 documents in" in said
        assert "records: targets 3" in said
        assert "what was read is kept in out.jsonl.clusterx-journal" in said
    assert "inputs could not be read" not in said
    Path("docs/2b.txt").unlink()
    assert "4 documents in" in run("docs", "-o", "out.jsonl", "--fail-fast")


@pytest.mark.usefixtures("folder")
def test_fail_fast_stops_at_a_name_that_leads_nowhere_and_keeps_nothing() -> None:
    said = run("docs", "none/*.txt", "-o", "out.jsonl", "--fail-fast", status=1)
    assert "0 documents in" in said
    assert "stopped at none/*.txt" in said
    assert "kept" not in said
    assert not list(Path().glob("out*"))


@pytest.mark.usefixtures("folder")
def test_fail_fast_stops_at_an_archive_that_cannot_be_read() -> None:
    Path("docs/1b.zip").write_bytes(b"PK\x03\x04 broken")
    Path("docs/1c.zip").write_bytes(b"PK\x03\x04 broken")
    said = run("docs", "-o", "out.jsonl", "--fail-fast", status=1)
    assert "2 documents in" in said
    assert "1c.zip" not in said


@pytest.mark.usefixtures("folder")
def test_fail_fast_on_standard_output_counts_what_came_before() -> None:
    Path("docs/2b.txt").write_bytes(b"\xff\xd8\xff")
    assert "(--fail-fast); 3 documents before it" in run("docs", "--fail-fast", status=1)


# -- nothing to read ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "parquet", "duckdb", "xlsx"])
@pytest.mark.usefixtures("folder")
def test_where_no_document_is_no_output_is(form: str) -> None:
    Path("pictures").mkdir()
    Path("pictures/a.jpg").touch()
    said = run("pictures", "-o", f"out.{form}", "-q", status=1)
    assert f"out.{form} was not written: no document was found in pictures (passed over: .jpg files 1)" in said
    assert "text, HTML, PDF and Word files" in said
    assert not list(Path().glob("out*"))
    assert "no document was found in pictures" in run("pictures", status=1)


@pytest.mark.usefixtures("folder")
def test_an_archive_without_documents_is_no_document() -> None:
    with zipfile.ZipFile("empty.zip", "w"):
        pass
    assert "no document was found in empty.zip" in run("empty.zip", "-o", "out.jsonl", status=1)


# -- the name of the output -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["docs", "docs/0.txt"])
@pytest.mark.parametrize(("name", "words"), [("out.foo", ".foo is not written"), ("out", "out has no ending")])
@pytest.mark.usefixtures("folder")
def test_a_name_that_says_no_form_is_refused(what: str, name: str, words: str) -> None:
    said = run(what, "-o", name, status=2)
    assert f"{words}" in said
    assert "name .jsonl, .json, .csv, .parquet, .duckdb or .xlsx, or give --format" in said
    assert not Path(name).exists()
    run(what, "-o", name, "--format", "jsonl")
    assert lines(name)


@pytest.mark.usefixtures("folder")
def test_a_name_that_says_another_form_is_refused() -> None:
    assert "--format jsonl contradicts the name out.csv" in run("docs", "-o", "out.csv", "--format", "jsonl", status=2)
    run("docs", "-o", "out.jsonl", "--format", "jsonl")


@pytest.mark.parametrize("what", ["docs", "docs/0.txt"])
@pytest.mark.parametrize("length", [240, 260])
@pytest.mark.usefixtures("folder")
def test_a_name_that_is_too_long_for_what_belongs_to_it_is_refused(what: str, length: int) -> None:
    name = "x" * length + ".jsonl"
    assert "give it a shorter name" in run(what, "-o", name, status=1)
    assert not list(Path().glob("x*.clusterx-journal"))


@pytest.mark.usefixtures("folder")
def test_standard_output_has_no_name() -> None:
    assert "without -o, results go to standard output" in run("docs", "-o", "-", status=2)


# -- what is passed over, and what is not lost ----------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
def test_results_that_stand_among_the_documents_are_no_documents() -> None:
    run("docs", "-o", "docs/many.json")
    run("docs", "-o", "docs/many.xlsx")
    run("docs/0.txt", "-o", "docs/one.json")
    Path("docs/page.json").write_text(json.dumps({"text": TEXT.format(9)}, ensure_ascii=False), "utf-8")
    Path("docs/broken.xlsx").write_bytes(b"PK\x03\x04")
    said = run("docs", "-o", "out.jsonl", status=1)
    assert "datasets 3" in said
    assert "docs/broken.xlsx: this begins like a zip archive" in said
    assert [line["file"] for line in lines("out.jsonl")] == [*(f"docs/{n}.txt" for n in range(4)), "docs/page.json"]


@pytest.mark.parametrize("output", [("-o", "out.jsonl"), ("--format", "jsonl")])
@pytest.mark.usefixtures("folder")
def test_members_that_are_no_documents_are_passed_over_as_in_folders(output: tuple[str, str]) -> None:
    with zipfile.ZipFile("pages.zip", "w") as archive:
        for name in ("a.txt", "b.jpg", ".hidden.txt", "sub/.git/c.txt", "../d.txt", "./e.txt", "~$f.docx"):
            archive.writestr(name, TEXT.format(5))
    result = CliRunner().invoke(app, ["extract", "pages.zip", *output])
    assert result.exit_code == 0, result.stderr
    text = Path("out.jsonl").read_text("utf-8") if output[0] == "-o" else result.stdout
    files = [json.loads(line)["file"] for line in text.splitlines()]
    assert files == [f"pages.zip!/{name}" for name in ("a.txt", "../d.txt", "./e.txt")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.usefixtures("folder")
def test_members_and_files_whose_names_meet_are_all_read() -> None:
    with zipfile.ZipFile("docs/x.zip", "w") as archive:
        for number, name in enumerate(("a.txt", "a.txt", "a.txt#2", "a.txt", "m.txt")):
            archive.writestr(name, TEXT.format(number))
    Path("docs/x.zip!").mkdir()
    Path("docs/x.zip!/m.txt").write_text(TEXT.format(9), "utf-8")
    run("docs", "-o", "out.jsonl")
    files = [line["file"] for line in lines("out.jsonl")]
    assert len(files) == len(set(files)) == 4 + 5 + 1
    assert {"docs/x.zip!/m.txt", "docs/x.zip!/m.txt#2"} <= set(files)


@pytest.mark.usefixtures("folder")
def test_an_empty_name_is_said_to_be_one() -> None:
    assert "'': an empty name" in run("", "docs", "-o", "out.jsonl", status=1)
    assert len(lines("out.jsonl")) == 4


@pytest.mark.usefixtures("folder")
def test_no_more_workers_start_than_there_are_files(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def outcomes(plan: Any, recipe: Any, workers: int, new: Any) -> Any:
        asked.append(workers)
        return workers_module.outcomes(plan, recipe, 1, new)

    monkeypatch.setattr(run_module, "outcomes", outcomes)
    run("docs", "-o", "out.jsonl", "--workers", 64)
    with zipfile.ZipFile("pages.zip", "w") as archive:
        archive.writestr("a.txt", TEXT.format(1))
    run("pages.zip", "-o", "zip.jsonl", "--workers", 3)
    assert asked == [4, 3]


def test_names_are_read_where_the_locale_knows_no_chinese(folder: Path) -> None:
    (folder / "docs" / "规划.txt").write_text(TEXT.format(1), "utf-8")
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "clusterx", "extract", "docs", "-o", "out.jsonl"]
    done = subprocess.run(command, env=env, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert lines("out.jsonl")[-1]["file"] == "docs/规划.txt"
