"""The command line as a person or a pipe meets it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from clusterx import Source, __version__, extract
from clusterx.cli import app
from clusterx.extras import missing

TEXT = "到2027年，全市高新技术企业达到850家以上。\n"
OTHER = "力争到2026年，建成智能工厂30家。\n"
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    runner = CliRunner(env={"COLUMNS": "140"})  # the width of a table follows the terminal
    return lambda *args, stdin=None: runner.invoke(app, [str(arg) for arg in args], input=stdin)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "规划.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.txt"
    path.write_text(OTHER, "utf-8")
    return path


def program(*args: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "clusterx", *map(str, args)]
    return subprocess.run(command, capture_output=True, check=False, **options)  # type: ignore[call-overload]


# -- what comes out -------------------------------------------------------------------------------------------------


def test_one_file_in_a_pipe_gives_the_extraction_itself(run: Run, file: Path) -> None:
    result = run("extract", file)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == extract(TEXT).model_dump(mode="json")
    assert json.loads(result.stdout)["targets"][0]["quantity"]["value"] == "850"


def test_several_files_give_a_line_each_with_their_names(run: Run, file: Path, other: Path) -> None:
    lines = [json.loads(line) for line in run("extract", file, other).stdout.splitlines()]
    assert [line["file"] for line in lines] == [str(file), str(other)]
    assert [line["extraction"]["targets"][0]["indicator"] for line in lines] == ["高新技术企业", "智能工厂"]


def test_json_of_several_files_is_an_array(run: Run, file: Path, other: Path) -> None:
    items = json.loads(run("extract", file, other, "--format", "json").stdout)
    assert [item["file"] for item in items] == [str(file), str(other)]


def test_jsonl_of_one_file_is_one_line(run: Run, file: Path) -> None:
    (line,) = run("extract", file, "--format", "jsonl").stdout.splitlines()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    expected = {"file": str(file), "version": __version__, "sha256": digest}
    expected["extraction"] = extract(TEXT).model_dump(mode="json")
    assert json.loads(line) == expected


def test_a_table_shows_amount_period_place_and_words(run: Run, file: Path) -> None:
    output = run("extract", file, "--format", "table").stdout
    for cell in ("高新技术企业", "≥ 850家", "2027-12-31", "1:", "targets 1"):
        assert cell in output


def test_columns_of_a_table_are_aligned_with_wide_characters(run: Run, file: Path) -> None:
    from rich.cells import cell_len

    lines = run("extract", file, "--format", "table").stdout.splitlines()
    rows = [line for line in lines if line.startswith(tuple("┏┃┡│└"))]
    assert len(rows) >= 5
    assert len({cell_len(row) for row in rows}) == 1


def test_control_characters_never_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.txt"
    hostile.write_text("到2027年，\x1b]0;x\x07全市高新技术\x1b[31m企业达到850家以上。", "utf-8")
    output = run("extract", hostile, "--format", "table").stdout
    assert "\x1b" not in output
    assert "\x07" not in output


@pytest.mark.parametrize("args", [["-"], []])
def test_standard_input(run: Run, args: list[str]) -> None:
    result = run("extract", *args, stdin=TEXT)
    assert json.loads(result.stdout)["targets"][0]["quantity"]["value"] == "850"


def test_published_resolves_relative_dates(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("去年，全市新增高新技术企业120家。", "utf-8")
    (target,) = json.loads(run("extract", path, "--published", "2024-03-05").stdout)["targets"]
    assert target["period"]["end"] == "2023-12-31"


@pytest.mark.parametrize("content", ["", " \n\t　\n"])
def test_blank_input_is_an_empty_result_and_no_error(run: Run, tmp_path: Path, content: str) -> None:
    path = tmp_path / "blank.txt"
    path.write_text(content, "utf-8")
    result = run("extract", path)
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert [found[kind] for kind in ("policies", "targets", "mechanisms", "projects")] == [[]] * 4


# -- what goes in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-be"])
def test_encodings_that_are_read(run: Run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "encoded.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    result = run("extract", path)
    assert json.loads(result.stdout) == extract(TEXT).model_dump(mode="json")
    assert ("GB18030" in result.stderr) == encoding.startswith("gb")
    assert ("UTF-16" in result.stderr) == encoding.startswith("utf-16")


REFUSED = {
    "japanese": (
        "到２０２７年までに企業を８５０社にする。".encode("shift_jis"),
        ["neither UTF-8", "offset 0", "iconv"],
    ),
    "damaged": (TEXT.encode()[:40] + b"\xff" + TEXT.encode()[40:], ["damaged UTF-8", "offset 40", "iconv -c"]),
    "latin": ("Überraschung für Käufer größerer Häuser".encode("latin-1"), ["neither UTF-8", "iconv"]),
    "utf16": (TEXT.encode("utf-16") + b"\x00\xd8A\x00", ["damaged UTF-16", "save it as UTF-8"]),
    "binary": (b"\x7fELF\0\0\0\1", ["binary", "NUL byte at offset 4"]),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", ["PDF", "broken", "qpdf"]),
    "docx": (b"PK\x03\x04\x14\0", ["zip", "broken", "fetch it again"]),
    "html": (b"<!DOCTYPE html>", ["empty or broken"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_is_named_with_reason_and_remedy(run: Run, tmp_path: Path, file: Path, name: str) -> None:
    data, words = REFUSED[name]
    path = tmp_path / f"{name}.bin"
    path.write_bytes(data)
    result = run("extract", path, file)
    assert result.exit_code == 1
    assert all(word in result.stderr for word in [str(path), *words, "1 of 2 inputs"])
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == [str(file)]


def test_missing_files_and_patterns_without_files_are_named_and_the_rest_is_done(
    run: Run, tmp_path: Path, file: Path
) -> None:
    missing, pattern = tmp_path / "missing.txt", tmp_path / "*.doc"
    result = run("extract", missing, pattern, file)
    assert result.exit_code == 1
    assert f"{missing}: no such file" in result.stderr
    assert f"{pattern}: no file has a name of this form" in result.stderr
    assert "2 of 3 inputs" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_files_without_permission_are_named(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, limits: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(sys.modules["clusterx.read.files"], "load", refuse)
    result = run("extract", file)
    assert result.exit_code == 1
    assert f"{file}: no permission" in result.stderr


def test_a_document_that_breaks_the_reader_does_not_stop_the_others(
    run: Run, file: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(source: Source, **options: object) -> object:
        if source.text == TEXT:
            raise RuntimeError("out of order")
        return extract(source.text)

    monkeypatch.setattr("clusterx.documents.extract_source", broken)
    result = run("extract", file, other)
    assert result.exit_code == 1
    assert f"{file}: cannot be read (RuntimeError: out of order)" in result.stderr
    assert [json.loads(line)["file"] for line in result.stdout.splitlines()] == [str(other)]


def test_names_that_are_no_text_can_be_written(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.txt"
    try:
        Path(os.fsdecode(name)).write_text(TEXT, "utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    result = program("extract", os.fsdecode(name), "--format", "jsonl")
    assert result.returncode == 0
    assert json.loads(result.stdout)["file"].endswith("\ufffd.txt")


# -- where it goes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "lines"), [("out.jsonl", 1), ("out.json", None), ("OUT.JSONL", 1)])
def test_output_form_follows_the_name(run: Run, file: Path, tmp_path: Path, name: str, lines: int | None) -> None:
    output = tmp_path / name
    result = run("extract", file, "-o", output)
    assert (result.exit_code, result.stdout) == (0, "")
    content = json.loads(output.read_text("utf-8"))
    assert (content["extraction"] if lines else content) == extract(TEXT).model_dump(mode="json")
    assert {path.name for path in tmp_path.iterdir()} == {file.name, name}


def test_output_keeps_the_mode_of_the_file_it_replaces(run: Run, file: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    output.touch()
    output.chmod(0o640)
    run("extract", file, "-o", output)
    assert output.stat().st_mode & 0o777 == 0o640


def test_output_stays_as_it_was_when_nothing_could_be_read(run: Run, file: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    assert run("extract", file, "-o", output).exit_code == 0
    before = output.read_bytes()
    result = run("extract", tmp_path / "missing.txt", "-o", output)
    assert result.exit_code == 1
    assert "missing.txt" in result.stderr
    assert output.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {file.name, "out.jsonl"}


@pytest.mark.parametrize("name", ["out.jsonl", "out.json"])
def test_a_file_of_another_is_not_replaced(run: Run, file: Path, tmp_path: Path, name: str) -> None:
    output = tmp_path / name
    output.write_text('{"mine": 1}\n')
    result = run("extract", file, "-o", output)
    assert result.exit_code == 1
    assert "--overwrite" in result.stderr
    assert output.read_text() == '{"mine": 1}\n'
    for options in (["--overwrite"], []):  # the second time it is our own
        assert run("extract", file, "-o", output, *options).exit_code == 0
    assert "850" in output.read_text("utf-8")


def test_output_stays_as_it_was_when_the_run_is_interrupted(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(source: Source, **options: object) -> object:
        raise KeyboardInterrupt

    output = tmp_path / "out.jsonl"
    assert run("extract", file, "-o", output).exit_code == 0
    before = output.read_bytes()
    monkeypatch.setattr("clusterx.documents.extract_source", interrupted)
    assert run("extract", file, "-o", output).exit_code == 130
    assert output.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {file.name, "out.jsonl"}


def test_output_that_cannot_be_written_is_named_with_the_remedy(run: Run, file: Path, tmp_path: Path) -> None:
    for output, words in ((tmp_path / "no" / "out.jsonl", "make the folder first"), (tmp_path, "name a file")):
        result = run("extract", file, "-o", output)
        assert result.exit_code == 1
        assert str(output) in result.stderr
        assert words in result.stderr


def test_an_input_is_never_overwritten(run: Run, file: Path) -> None:
    result = run("extract", file, "-o", file)
    assert result.exit_code == 2
    assert file.read_text("utf-8") == TEXT


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_said_plainly(file: Path) -> None:
    into_file = program("extract", file, "-o", "/dev/full")
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "clusterx", "extract", str(file)]
        into_pipe = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    for result in (into_file, into_pipe):
        assert result.returncode == 1
        assert b"No space left" in result.stderr
        assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("form", ["json", "jsonl", "table"])
def test_a_broken_pipe_is_quiet(file: Path, form: str) -> None:
    command = [sys.executable, "-m", "clusterx", "extract", *[str(file)] * 20, "--format", form]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 1


# -- the other commands ---------------------------------------------------------------------------------------------


def test_version_and_help(run: Run) -> None:
    assert run("--version").stdout == f"clusterx {__version__}\n"
    assert run("extract", "--help").exit_code == 0
    assert "Usage" in run().output


@pytest.mark.parametrize(
    "args",
    [
        ["extract", "x.txt", "--published", "2024"],
        ["extract", "x.txt", "--published", "2024-02-30"],
        ["extract", "x.txt", "--format", "xml"],
        ["schema", "recipe"],
        ["unknown"],
        ["mentions"],
    ],
)
def test_a_wrong_command_line_is_status_2_with_the_reason(run: Run, args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert "Error" in result.stderr
    assert result.stdout == ""


def test_an_unknown_schema_is_answered_with_the_known_ones(run: Run) -> None:
    assert "policy, target, mechanism, project, extraction" in run("schema", "recipe").stderr


def test_mentions_lists_quantities_and_periods(run: Run, file: Path) -> None:
    found = [json.loads(line) for line in run("mentions", file).stdout.splitlines()]
    assert [(m["kind"], TEXT[m["start"] : m["end"]] == m["text"]) for m in found] == [
        ("period", True),
        ("quantity", True),
    ]
    assert "≥ 850家" in run("mentions", file, "--format", "table").stdout


def test_clean_prints_the_text_as_it_is_read(run: Run) -> None:
    damaged = "全市高(gāo)新技術企業(yè)達到850家。\n"
    assert run("clean", "-", stdin=damaged).stdout == "全市高新技术企业达到850家。\n"


def test_clean_explains_each_repair_with_its_place_and_level(run: Run) -> None:
    lines = run("clean", "-", "--explain", stdin="第一行。\n全市高(gāo)新技术企业达到850家。\n").stdout.splitlines()
    (line,) = [line for line in lines if "gāo" in line]
    place, _kind, level, _change = line.split("\t")
    assert place.startswith("2:")
    assert level in {"exact", "lexicon", "guess"}


@pytest.mark.parametrize("command", ["mentions", "clean"])
def test_the_other_commands_refuse_what_is_no_text(run: Run, tmp_path: Path, command: str) -> None:
    result = run(command, tmp_path / "missing.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no such file" in result.stderr


def test_without_the_extra_the_program_says_what_to_install(tmp_path: Path) -> None:
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    (tmp_path / "typer.py").write_text("raise ModuleNotFoundError(\"No module named 'typer'\", name='typer')")
    result = program("extract", "x.txt", env={**os.environ, "PYTHONPATH": path})
    assert result.returncode == 2
    assert result.stderr.decode() == f"{missing('The command line', 'cli')}\n"
