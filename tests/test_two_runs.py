"""Two runs for one output at once, and what a killed one leaves: real processes, stopped while they wait for standard input."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clusterx.batch import Journal, JournalError, Recipe
from clusterx.batch.lock import InUseError, RunLock
from clusterx.export.output import open_output

TEXT = "到2027年，全市高新技术企业达到{}家以上。\n"
WITHOUT_FLOCK = "import sys; sys.modules['fcntl'] = None; from clusterx.__main__ import main; main()"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents, from whose parent the program is run."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))  # that holds from elsewhere
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    for number, name in enumerate(("a.txt", "b.txt")):
        (tmp_path / "docs" / name).write_text(TEXT.format(100 + number), "utf-8")
    return tmp_path


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts the program, which then waits for standard input; it is killed at the end if it is there still."""
    started = []

    def run(*args: object, code: str = "") -> subprocess.Popen[str]:
        program = ["-c", code] if code else ["-m", "clusterx"]
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [sys.executable, *program, *map(str, args)], stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def finish(process: subprocess.Popen[str], text: str = "") -> str:
    """What it says once it has its standard input, and with which status it ends."""
    out, err = process.communicate(text, timeout=120)
    assert "Traceback" not in err
    return f"{process.returncode} {out}{err}"


def wait_for(process: subprocess.Popen[str], met: Callable[[], object]) -> None:
    """Until the program has come so far, which it has to before it ends."""
    end = time.monotonic() + 60
    while not met():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.01)


def hidden() -> list[str]:
    return sorted(name for name in os.listdir(".") if name.startswith(".") or "clusterx" in name)


def files(path: str) -> list[str]:
    return [json.loads(line)["file"] for line in Path(path).read_text("utf-8").splitlines()]


# -- one document, without a journal --------------------------------------------------------------------------------


def test_what_a_killed_run_had_begun_goes_with_the_next_run_and_that_of_a_living_one_stays(
    folder: Path, start: Start
) -> None:
    killed = start("extract", "-", "-o", "out.json")
    wait_for(killed, hidden)
    (left,) = hidden()
    killed.kill()
    killed.communicate()
    assert hidden() == [left]
    others = [".out.json.gz.abcdefgh.part", ".out.json.notes.part", ".other.json.abcdefgh.part"]
    for name in others:
        Path(name).touch()
    living = start("extract", "-", "-o", "out.json")
    wait_for(living, lambda: left not in hidden() and len(hidden()) == 4)
    (its,) = {*hidden()} - {*others}
    assert finish(start("extract", "docs/a.txt", "-o", "out.json")).startswith("0 ")
    assert its in hidden()
    assert "100" in Path("out.json").read_text("utf-8")
    assert finish(living, TEXT.format(777)).startswith("0 ")
    assert "777" in Path("out.json").read_text("utf-8")
    assert hidden() == sorted(others)


def test_a_run_over_a_folder_removes_what_a_killed_run_for_one_document_left(folder: Path, start: Start) -> None:
    killed = start("extract", "-", "-o", "out.jsonl")
    wait_for(killed, hidden)
    killed.kill()
    killed.communicate()
    assert finish(start("extract", "docs", "-o", "out.jsonl")).startswith("0 ")
    assert hidden() == []


def test_nothing_that_is_being_written_is_taken_for_a_leftover(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from clusterx.export.output import open_output\n"
        "for number in range(150):\n"
        "    with open_output(sys.argv[1]) as stream: stream.write(b'x' * 5000)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "out.json")]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    assert [process.communicate()[1] for process in processes] == [b""] * 3
    assert os.listdir(tmp_path) == ["out.json"]
    assert (tmp_path / "out.json").read_bytes() == b"x" * 5000


def test_without_flock_what_may_belong_to_a_living_run_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterx.export.holding.fcntl", None)
    left = tmp_path / ".out.json.abcdefgh.part"
    left.touch()
    with open_output(tmp_path / "out.json") as stream:
        stream.write(b"{}")
    assert sorted(os.listdir(tmp_path)) == [left.name, "out.json"]
    monkeypatch.undo()
    with open_output(tmp_path / "out.json") as stream:
        stream.write(b"{}")
    assert os.listdir(tmp_path) == ["out.json"]


# -- with a journal -------------------------------------------------------------------------------------------------


def begun(output: str) -> bool:
    """Whether a run has read the documents of the folder, and so waits for standard input."""
    return sum(path.stat().st_size for path in Path(f"{output}.clusterx-journal").glob("parts-*")) > 1


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
@pytest.mark.parametrize("options", [(), ("--overwrite",), ("--overwrite", "--workers", 2)])
def test_a_second_run_is_refused_and_costs_the_first_one_nothing(
    folder: Path, start: Start, name: str, options: tuple[object, ...]
) -> None:
    first = start("extract", "docs", "-", "-o", name)
    wait_for(first, lambda: begun(name))
    said = finish(start("extract", "docs", "-o", name, *options))
    assert said == (
        f"1 clusterx: {name}.clusterx-journal: another run is writing this output (process {first.pid}); nothing was "
        "changed. Wait for it, or stop it, or name another output\n"
    )
    assert not Path(name).exists()
    assert begun(name)
    assert "3 documents" in finish(first, TEXT.format(9))
    assert hidden() == []
    assert finish(start("extract", "docs", "-o", name, *options)).startswith("0 ")


@pytest.mark.parametrize("options", [(), ("--overwrite",)])
def test_a_killed_run_keeps_nobody_away(folder: Path, start: Start, options: tuple[str, ...]) -> None:
    killed = start("extract", "docs", "-", "-o", "out.jsonl")
    wait_for(killed, lambda: begun("out.jsonl"))
    killed.kill()
    killed.communicate()
    assert hidden() == ["out.jsonl.clusterx-journal"]
    following = start("extract", "docs", "-", "-o", "out.jsonl", *options)
    wait_for(following, lambda: Path("out.jsonl.clusterx-journal/lock").read_text().startswith(f"{following.pid} "))
    said = finish(start("extract", "docs", "-o", "out.jsonl", "--overwrite"))
    assert f"(process {following.pid})" in said
    assert finish(following, TEXT.format(9)).startswith("0 ")
    assert files("out.jsonl") == ["docs/a.txt", "docs/b.txt", "-"]
    assert hidden() == []


@pytest.mark.parametrize("first_has_it", [True, False])
@pytest.mark.parametrize("second_has_it", [True, False])
def test_without_flock_a_second_run_is_refused_too(
    folder: Path, start: Start, first_has_it: bool, second_has_it: bool
) -> None:
    first = start("extract", "docs", "-", "-o", "out.jsonl", code="" if first_has_it else WITHOUT_FLOCK)
    wait_for(first, lambda: begun("out.jsonl"))
    for options in ((), ("--overwrite",)):
        code = "" if second_has_it else WITHOUT_FLOCK
        said = finish(start("extract", "docs", "-o", "out.jsonl", *options, code=code))
        named = f" (process {first.pid})" if first_has_it and second_has_it else ""
        assert f"another run is writing this output{named}; nothing was changed" in said
        assert said.startswith("1 ")
    assert "3 documents" in finish(first, TEXT.format(9))
    assert hidden() == []


def test_a_run_on_another_machine_is_named_with_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("clusterx.batch.lock.platform.node", lambda: "west-2")
        lock = RunLock(folder / "out.jsonl.clusterx-journal")
    with pytest.raises(JournalError, match=rf"writing this output \(process {os.getpid()} on west-2\); nothing"):
        Journal(folder / "out.jsonl", Recipe("jsonl").fingerprint(), overwrite=True)
    lock.remove()
    assert hidden() == []


def test_a_damaged_journal_that_nobody_uses_may_be_overwritten(folder: Path, start: Start) -> None:
    journal = Path("out.jsonl.clusterx-journal")
    journal.mkdir()
    (journal / "journal.sqlite3").write_text("no database")
    (journal / "output").mkdir()
    (journal / "output" / "out.jsonl").touch()
    said = finish(start("extract", "docs", "-o", "out.jsonl"))
    assert "this is no journal, or a damaged one (file is not a database); run with --overwrite to begin anew" in said
    assert finish(start("extract", "docs", "-o", "out.jsonl", "--overwrite")).startswith("0 ")
    assert hidden() == []


def test_however_many_come_and_go_one_at_a_time_is_in(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from clusterx.batch.lock import InUseError, RunLock\n"
        "inside, entered = Path(sys.argv[1], 'inside'), 0\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "while entered < 100:\n"
        "    try: lock = RunLock(Path(sys.argv[1], 'journal'))\n"
        "    except InUseError: continue\n"
        "    os.close(os.open(inside, os.O_CREAT | os.O_EXCL))\n"
        "    Path(sys.argv[1], 'journal', 'parts').touch()\n"
        "    inside.unlink()\n"
        "    entered += 1\n"
        "    (lock.remove if entered % 3 else lock.release)()\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    assert [process.stdout.readline() for process in processes if process.stdout] == [b"ready\n"] * 4
    for process in processes:  # all at once, so that they are in each other's way
        assert process.stdin is not None
        process.stdin.write(b"\n")
    said = [(process.communicate(timeout=300), process.returncode) for process in processes]
    assert said == [((b"", b""), 0)] * 4


def test_a_lock_is_held_against_its_own_process_and_ends_with_its_folder(tmp_path: Path) -> None:
    lock = RunLock(tmp_path / "journal")
    with pytest.raises(InUseError, match=f"^process {os.getpid()}$"):
        RunLock(tmp_path / "journal")
    shutil.rmtree(tmp_path / "journal")  # by hand
    other = RunLock(tmp_path / "journal")
    lock.release()
    with pytest.raises(InUseError):
        RunLock(tmp_path / "journal")
    other.remove()
    assert os.listdir(tmp_path) == []
