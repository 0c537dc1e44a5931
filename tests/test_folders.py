"""Folders to datasets: the same output whatever happens on the way, and nothing lost."""

from __future__ import annotations

import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from clusterx import __version__, extract
from clusterx import documents as documents_module
from clusterx.batch import Journal, JournalError, Recipe, Run, find_inputs
from clusterx.batch import failures as failures_module
from clusterx.batch import run as run_module
from clusterx.batch import work as work_module
from clusterx.batch.inputs import Paths
from clusterx.cli import app
from clusterx.export import OutputError
from clusterx.source import Source

TEXT = "到2027年，全市高新技术企业达到{}家以上。\n"
Command = Callable[..., Result]


@pytest.fixture
def command() -> Command:
    runner = CliRunner(env={"COLUMNS": "140"})
    return lambda *args, stdin=None: runner.invoke(app, ["extract", *map(str, args)], input=stdin)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six documents on two levels."""
    for number in range(6):
        path = tmp_path / "docs" / ("sub" if number % 2 else "") / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(100 + number), "utf-8")
    return tmp_path / "docs"


def program(*args: object, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "clusterx", "extract", *map(str, args)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def values(path: Path) -> list[str]:
    return [line["extraction"]["targets"][0]["quantity"]["value"] for line in lines(path)]


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if "clusterx" in path.name or path.name.startswith("."))


# -- what goes in ---------------------------------------------------------------------------------------------------


def test_a_folder_is_read_with_all_below_it_in_order_of_names(command: Command, folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    result = command(folder, "-o", output)
    assert result.exit_code == 0, result.stderr
    names = [str(Path(line["file"]).relative_to(folder)) for line in lines(output)]
    assert names == ["0.txt", "2.txt", "4.txt", "sub/1.txt", "sub/3.txt", "sub/5.txt"]
    assert lines(output)[0]["extraction"] == extract(TEXT.format(100)).model_dump(mode="json")
    assert "6 documents" in result.stderr
    assert "targets 6" in result.stderr
    assert left_over(tmp_path) == []


def test_a_pattern_means_the_files_that_match(command: Command, folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    assert command(folder / "**" / "[13].txt", "-o", output).exit_code == 0
    assert values(output) == ["101", "103"]


def test_what_is_named_twice_is_read_once(command: Command, folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    assert command(folder / "0.txt", folder, f"{folder}/./2.txt", "-o", output).exit_code == 0
    assert values(output) == ["100", "102", "104", "101", "103", "105"]


def test_the_names_of_many_files_take_little_more_than_their_bytes(tmp_path: Path) -> None:
    wanted = [str(tmp_path / f"{number % 7}" / f"通知{number:05}\udcff.txt") for number in range(30_000)]
    wanted.sort()
    tracemalloc.start()
    paths = Paths()
    for path in wanted:
        paths.add(path)
    assert list(paths) == wanted
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(paths) == 30_000
    assert taken < 60 * len(wanted)


def test_a_folder_goes_to_standard_output_line_by_line(command: Command, folder: Path) -> None:
    found = [json.loads(line) for line in command(folder).stdout.splitlines()]
    assert [line["extraction"]["targets"][0]["quantity"]["value"] for line in found] == [
        "100", "102", "104", "101", "103", "105",
    ]  # fmt: skip


def test_what_is_no_document_is_passed_over_and_counted(command: Command, folder: Path, tmp_path: Path) -> None:
    for name in ("a.jpg", "b.css", ".hidden", "~$report.docx"):
        (folder / name).write_bytes(b"\0")
    (folder / "link").symlink_to(folder, target_is_directory=True)
    result = command(folder, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0
    assert "6 documents" in result.stderr
    assert "passed over: hidden files 2, .css files 1, .jpg files 1, links to folders 1" in result.stderr


def test_the_output_may_stand_in_the_folder_that_is_read(command: Command, folder: Path) -> None:
    for form in ("jsonl", "csv"):
        for _ in range(2):
            result = command(folder, "-o", folder / f"out.{form}")
            assert result.exit_code == 0, result.stderr
            assert "6 documents" in result.stderr


def test_archives_are_read_member_by_member(command: Command, folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("x/8.txt", TEXT.format(108).encode("gbk"))
        archive.writestr("pic.png", b"\x89PNG")
    with tarfile.open(folder / "b.tar.gz", "w:gz") as tar:
        data = TEXT.format(109).encode()
        info = tarfile.TarInfo("九.txt")
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    output = tmp_path / "out.jsonl"
    result = command(folder, "-o", output, "--workers", 2)
    assert result.exit_code == 0, result.stderr
    assert values(output) == ["100", "102", "104", "108", "109", "101", "103", "105"]
    assert [line["file"] for line in lines(output)][3:5] == [f"{folder}/a.zip!/x/8.txt", f"{folder}/b.tar.gz!/九.txt"]


def test_an_archive_of_another_name_and_a_document_named_like_one(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(folder / "a.dat", "w") as archive:
        archive.writestr("8.txt", TEXT.format(108))
    (folder / "b.zip").write_text(TEXT.format(109), "utf-8")
    for workers in (1, 2):
        output = tmp_path / f"out{workers}.jsonl"
        assert command(folder, "-o", output, "--workers", workers).exit_code == 0
        assert values(output) == ["100", "102", "104", "108", "109", "101", "103", "105"]


def test_standard_input_into_tables(command: Command, tmp_path: Path) -> None:
    result = command("-", "-o", tmp_path / "out.csv", "--workers", 2, stdin=TEXT.format(7))
    assert result.exit_code == 0, result.stderr
    assert '"家"' in (tmp_path / "out.csv" / "targets.csv").read_text("utf-8-sig")


# -- what fails -----------------------------------------------------------------------------------------------------


@pytest.fixture
def broken(folder: Path) -> Path:
    (folder / "3b.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / "sub" / "2.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    return folder


@pytest.mark.parametrize("workers", [1, 2])
def test_failures_stand_beside_the_output_with_reason_and_the_rest_is_done(
    command: Command, broken: Path, tmp_path: Path, workers: int
) -> None:
    output = tmp_path / "out.jsonl"
    result = command(broken, "-o", output, "--workers", workers)
    assert result.exit_code == 1
    assert len(values(output)) == 6
    failures = lines(tmp_path / "out.jsonl.failures.jsonl")
    assert [Path(failure["file"]).name for failure in failures] == ["3b.pdf", "2.doc"]
    assert "qpdf" in failures[0]["reason"]
    assert ".docx" in failures[1]["reason"]
    assert "2 of 8 inputs" in result.stderr
    assert all(failure["reason"] in result.stderr for failure in failures)
    assert left_over(tmp_path) == []


def test_failures_of_an_earlier_run_go_when_there_are_none(command: Command, broken: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    assert command(broken, "-o", output).exit_code == 1
    (broken / "3b.pdf").unlink()
    (broken / "sub" / "2.doc").unlink()
    assert command(broken, "-o", output).exit_code == 0
    assert not (tmp_path / "out.jsonl.failures.jsonl").exists()


def test_an_error_of_ours_is_kept_with_its_traceback(
    command: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = documents_module.extract_source

    def sometimes(source: Source, **options: Any) -> Any:
        if "103" in source.text:
            raise RuntimeError("out of order")
        return real(source, **options)

    monkeypatch.setattr(documents_module, "extract_source", sometimes)
    result = command(folder, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    (failure,) = lines(tmp_path / "out.jsonl.failures.jsonl")
    assert "RuntimeError: out of order" in failure["reason"]
    assert failure["traceback"].startswith("Traceback")


def test_fail_fast_stops_writes_nothing_and_goes_on_later(command: Command, broken: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    result = command(broken, "-o", output, "--fail-fast")
    assert result.exit_code == 1
    assert "3b.pdf" in result.stderr
    assert "2.doc" not in result.stderr
    assert f"{output} was not written" in result.stderr
    assert not output.exists()
    (broken / "3b.pdf").unlink()
    (broken / "sub" / "2.doc").unlink()
    assert command(broken, "-o", output, "--fail-fast").exit_code == 0
    assert len(values(output)) == 6


def test_when_nothing_can_be_read_the_output_stays_as_it_was(command: Command, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.pdf").write_bytes(b"%PDF-1.7 broken")
    result = command(tmp_path / "docs", "-o", output)
    assert result.exit_code == 1
    assert not output.exists()
    assert left_over(tmp_path) == []


def test_a_folder_without_permission_is_named(
    command: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def refuse(path: Any = ".") -> Any:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    result = command(folder, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert f"{folder}/sub: no permission to list this folder" in result.stderr
    assert values(tmp_path / "out.jsonl") == ["100", "102", "104"]


def test_a_worker_that_dies_takes_one_document_with_it(folder: Path, tmp_path: Path) -> None:
    inputs = find_inputs([str(folder)])
    result = Run(inputs, tmp_path / "out.jsonl", Deadly("jsonl"), workers=2)()
    assert [failure.name for failure in result.failures] == [str(folder / "sub" / "1.txt")]
    assert "SIGKILL" in result.failures[0].reason
    assert values(tmp_path / "out.jsonl") == ["100", "102", "104", "103", "105"]


class Deadly(Recipe):
    """A recipe that one document kills."""

    def extract(self, source: Source) -> Any:
        if "101" in source.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().extract(source)


def test_the_documents_that_waited_at_a_worker_that_died_are_all_read_once(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(60):
        (docs / f"{number:02}.txt").write_text(TEXT.format(2000 + number if number != 30 else 101), "utf-8")
    result = Run(find_inputs([str(docs)]), tmp_path / "out.jsonl", Deadly("jsonl"), workers=2)()
    assert [Path(failure.name).name for failure in result.failures] == ["30.txt"]
    assert values(tmp_path / "out.jsonl") == [str(2000 + number) for number in range(60) if number != 30]


# -- interruptions --------------------------------------------------------------------------------------------------


def many(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        name = folder / f"{number:03}.txt"
        name.write_text("".join(TEXT.format(number * 100 + line) for line in range(15)), "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    return folder


def test_killed_at_any_moment_and_run_again_it_writes_what_an_undisturbed_run_writes(tmp_path: Path) -> None:
    docs = many(tmp_path / "docs", 80)
    begin = time.monotonic()
    whole = program(docs, "-o", tmp_path / "whole.jsonl")
    assert whole.wait() == 1
    lasts = time.monotonic() - begin
    rng = random.Random(7)
    killed = 0
    output = tmp_path / "out.jsonl"
    for workers in (1, 2, 1, 2, 1):
        process = program(docs, "-o", output, "--workers", workers)
        time.sleep(rng.uniform(0.3, 0.9) * lasts)
        killed += process.poll() is None
        process.kill()
        process.communicate()
    assert killed
    assert program(docs, "-o", output).wait() == 1
    assert output.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    failures = [tmp_path / f"{name}.jsonl.failures.jsonl" for name in ("out", "whole")]
    assert failures[0].read_bytes() == failures[1].read_bytes()
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("written", [70_000, 150_000])  # the other worker is still starting; both are at work
def test_ctrl_c_keeps_what_was_read_and_says_so(tmp_path: Path, written: int) -> None:
    docs = many(tmp_path / "docs", 150)
    process = program(docs, "-o", tmp_path / "out.jsonl", "--workers", 2, start_new_session=True)
    journal = tmp_path / "out.jsonl.clusterx-journal"
    while not (journal.exists() and sum(path.stat().st_size for path in journal.iterdir()) > written):
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers, too
    _, message = process.communicate()
    assert process.returncode == 130, message
    assert message.startswith(b"clusterx: interrupted; what was read is kept")
    assert b"Traceback" not in message
    assert journal.exists()
    assert not (tmp_path / "out.jsonl").exists()


class Stop(BaseException):
    """What a kill is to the code: nothing catches it."""


STEPS = ("add", "commit", "parts", "remove")


@pytest.mark.parametrize("form", ["jsonl", "csv"])
@pytest.mark.parametrize("step", [*STEPS, "replace 0", "replace 1", "replace 2"])
def test_stopped_at_each_step_and_run_again_the_output_is_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Any, step: str
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    wanted = run(folder, tmp_path / f"whole.{form}", form)
    output = tmp_path / f"out.{form}"
    with monkeypatch.context() as patch:
        if step in STEPS:
            patch.setattr(Journal, step, stop)
        else:
            stopping = StoppingOs(int(step[-1]))
            patch.setattr(failures_module, "os", stopping)
            patch.setattr(run_module, "os", stopping)
        if form == "csv":
            # the folder that is replaced
            output.mkdir()
            (output / "clusterx.json").write_text(json.dumps({"clusterx": __version__}))
        stopped = False
        try:
            run(folder, output, form)
        except Stop:
            stopped = True
    assert stopped or step == "replace 2"
    assert run(folder, output, form) == wanted
    assert left_over(tmp_path) == []


def stop(*args: object, **options: object) -> Iterator[Any]:
    raise Stop


class StoppingOs:
    """`os`, but the replacement of that number stops the program right after it."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def replace(self, before: Path, after: Path) -> None:
        os.replace(before, after)
        self.left -= 1
        if self.left < 0:
            raise Stop


def run(folder: Path, output: Path, form: Any) -> dict[str, bytes]:
    Run(find_inputs([str(folder)]), output, Recipe(form))()
    files = sorted(output.iterdir()) if output.is_dir() else [output]
    failures = output.with_name(output.name + ".failures.jsonl")
    return {path.name.replace(output.name, "OUT"): path.read_bytes() for path in [*files, failures]}


def test_what_was_read_is_not_read_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out.jsonl"
    unfinished(folder, output, monkeypatch, Recipe("jsonl"))
    (folder / "0.txt").write_text(TEXT.format(999), "utf-8")
    os.utime(folder / "2.txt", (1, 1))
    seen = interrupt_after(monkeypatch, 100)
    Run(find_inputs([str(folder)]), output, Recipe("jsonl"))()
    assert values(output) == ["999", "102", "104", "101", "103", "105"]
    assert [Path(name).name for name in seen] == ["0.txt", "1.txt", "3.txt", "5.txt"]


def interrupt_after(monkeypatch: pytest.MonkeyPatch, documents: int) -> list[str]:
    """Stop before a document when so many were read; returns their names as they come."""
    real = Recipe.extract
    seen: list[str] = []

    def counted(self: Recipe, source: Source) -> Any:
        if len(seen) == documents:
            raise Stop
        seen.append(source.name)
        return real(self, source)

    monkeypatch.setattr("clusterx.batch.work.Recipe.extract", counted)
    return seen


def test_the_summary_says_what_an_earlier_run_has_read(
    command: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out.jsonl"
    unfinished(folder, output, monkeypatch, Recipe("jsonl"))
    result = command(folder, "-o", output)
    assert "6 documents in" in result.stderr
    assert "read by an earlier run: 3\n" in result.stderr
    alone = command(folder / "0.txt", "-o", tmp_path / "one.csv")
    assert "1 document in" in alone.stderr
    assert "earlier run" not in alone.stderr


def test_files_that_come_and_go_between_interruptions(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out.jsonl"
    unfinished(folder, output, monkeypatch, Recipe("jsonl"))
    (folder / "2.txt").unlink()
    (folder / "00.txt").write_text(TEXT.format(7), "utf-8")
    Run(find_inputs([str(folder)]), output, Recipe("jsonl"))()
    assert values(output) == ["100", "7", "104", "101", "103", "105"]


# -- what is there already ------------------------------------------------------------------------------------------


def unfinished(folder: Path, output: Path, monkeypatch: pytest.MonkeyPatch, recipe: Recipe) -> None:
    with monkeypatch.context() as patch:
        interrupt_after(patch, 3)
        with pytest.raises(Stop):
            Run(find_inputs([str(folder)]), output, recipe)()


@pytest.mark.parametrize("what", ["version", "published"])
def test_an_unfinished_run_of_another_kind_is_never_mixed_in(
    command: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    output = tmp_path / "out.jsonl"
    if what == "version":
        with monkeypatch.context() as patch:
            patch.setattr(work_module, "__version__", "0.0.9")
            unfinished(folder, output, monkeypatch, Recipe("jsonl"))
        args = []
    else:
        unfinished(folder, output, monkeypatch, Recipe("jsonl"))
        args = ["--published", "2024-01-02"]
    result = command(folder, "-o", output, *args)
    assert result.exit_code == 1
    assert "--overwrite" in result.stderr
    assert ("clusterx 0.0.9, now" if what == "version" else "published none, now 2024-01-02") in result.stderr
    assert not output.exists()
    assert command(folder, "-o", output, *args, "--overwrite").exit_code == 0
    assert len(values(output)) == 6
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "parquet", "duckdb", "xlsx"])
def test_an_output_of_another_version_is_replaced_only_when_asked(
    command: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    output = tmp_path / f"out.{form}"
    with monkeypatch.context() as patch:
        patch.setattr(work_module, "__version__", "0.0.9")
        patch.setattr("clusterx.export.lines.__version__", "0.0.9")
        patch.setattr("clusterx.batch.existing.__version__", "0.0.9")
        assert command(folder, "-o", output).exit_code == 0
        assert command(folder, "-o", output).exit_code == 0
    before = content(output)
    result = command(folder, "-o", output)
    assert result.exit_code == 1
    assert f"was written by clusterx 0.0.9, this is {__version__}; nothing was changed" in result.stderr
    assert content(output) == before
    assert command(folder, "-o", output, "--overwrite").exit_code == 0
    assert command(folder, "-o", output).exit_code == 0
    assert left_over(tmp_path) == []


def content(path: Path) -> Any:
    return {file.name: file.read_bytes() for file in path.iterdir()} if path.is_dir() else path.read_bytes()


@pytest.mark.parametrize("form", ["jsonl", "duckdb", "xlsx"])
def test_a_file_of_somebody_else_is_replaced_only_when_asked(
    command: Command, folder: Path, tmp_path: Path, form: str
) -> None:
    output = tmp_path / f"out.{form}"
    output.write_text("my own data")
    result = command(folder, "-o", output)
    assert result.exit_code == 1
    assert "was not written by clusterx" in result.stderr
    assert output.read_text() == "my own data"
    assert command(folder, "-o", output, "--overwrite").exit_code == 0
    assert output.read_bytes() != b"my own data"


def test_a_folder_of_somebody_else_is_never_replaced(command: Command, folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.mkdir()
    (output / "mine.txt").write_text("my own data")
    for args in ([], ["--overwrite"]):
        result = command(folder, "-o", output, *args)
        assert result.exit_code == 1
        assert "a folder that clusterx did not write" in result.stderr
    assert [path.name for path in output.iterdir()] == ["mine.txt"]


def test_two_runs_for_one_output_do_not_meet(command: Command, folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    with Journal(output, Recipe("jsonl").fingerprint()):
        result = command(folder, "-o", output)
        assert result.exit_code == 1
        assert "another run is writing this output" in result.stderr
    assert command(folder, "-o", output).exit_code == 0


@pytest.mark.parametrize("name", ["none/out.csv", "none/out.jsonl"])
def test_an_output_in_no_folder_is_refused_before_anything_is_read(
    command: Command, folder: Path, tmp_path: Path, name: str
) -> None:
    result = command(folder, "-o", tmp_path / name)
    assert result.exit_code == 1
    assert "make the folder first" in result.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--workers", 2], "--workers needs a file"),
        (["--format", "csv"], "--format csv needs a file"),
        (["-o", "out.xls"], ".xls is not written"),
        (["--workers", 0, "-o", "out.csv"], "--workers"),
    ],
)
def test_a_wrong_command_line(command: Command, folder: Path, args: list[object], words: str) -> None:
    result = command(folder, *args)
    assert result.exit_code == 2
    assert words in result.stderr


# -- disks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_a_disk_that_fills_up_costs_nothing_that_was_read(tmp_path: Path, workers: int) -> None:
    docs = many(tmp_path / "docs", 40)
    output = tmp_path / "out.jsonl"
    limit = 128 * 1024
    process = program(
        docs,
        "-o",
        output,
        "--workers",
        workers,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    _, message = process.communicate()
    assert process.returncode == 1
    assert b"File too large); what was done is kept: free some space and run the same command again" in message
    assert b"Traceback" not in message
    assert not output.exists()
    assert (tmp_path / "out.jsonl.clusterx-journal").exists()
    assert run(docs, output, "jsonl") == run(docs, tmp_path / "whole.jsonl", "jsonl")


def test_a_part_that_is_cut_short_is_never_written_out(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out.jsonl"
    unfinished(folder, output, monkeypatch, Recipe("jsonl"))
    (segment,) = (tmp_path / "out.jsonl.clusterx-journal").glob("parts-*")
    os.truncate(segment, segment.stat().st_size - 1)
    with pytest.raises(JournalError, match=r"is damaged.*--overwrite"):
        Run(find_inputs([str(folder)]), output, Recipe("jsonl"))()
    assert not output.exists()
    Run(find_inputs([str(folder)]), output, Recipe("jsonl"), overwrite=True)()
    assert len(values(output)) == 6


def test_output_errors_leave_the_journal(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(run_module, "write_dataset", full)
        with pytest.raises(OutputError, match="No space left on device; free some space"):
            Run(find_inputs([str(folder)]), tmp_path / "out.jsonl", Recipe("jsonl"))()
        seen = interrupt_after(patch, 0)
    Run(find_inputs([str(folder)]), tmp_path / "out.jsonl", Recipe("jsonl"))()
    assert seen == []
    assert len(values(tmp_path / "out.jsonl")) == 6


# -- what is shown --------------------------------------------------------------------------------------------------


def test_a_terminal_shows_progress_and_a_pipe_does_not(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "clusterx", "extract", str(folder), "-o", str(tmp_path / "out.jsonl")]
    here, there = os.openpty()
    process = subprocess.Popen(command, stderr=there, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"})
    os.close(there)
    shown = b""
    with suppress(OSError):  # the terminal is closed when the program ends
        while part := os.read(here, 65536):
            shown += part
    assert process.wait() == 0
    assert b"6/6" in shown
    assert "records" in shown.decode()
    piped = subprocess.run([*command[:-1], str(tmp_path / "other.jsonl")], stderr=subprocess.PIPE, check=True)
    assert b"6/6" not in piped.stderr
    assert b"6 documents" in piped.stderr
    quiet = subprocess.run([*command, "-q"], stderr=subprocess.PIPE, check=True)
    assert quiet.stderr == b""
