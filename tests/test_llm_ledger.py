"""Nothing is paid for twice: answered chunks stay answered, failed ones are asked again, killed runs go on."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from llm_server import Call, Reply, Server, answer, completion, error

import clusterx
from clusterx.llm import LLM
from clusterx.llm.ledger import Ledger
from clusterx.llm.model import Patience

TEXT = "到2027年，全市高新技术企业达到850家，由市科技局牵头落实。"
RIGHT = answer(1, "target.responsible", "市科技局")


def model(server: Server, path: Path, **options: Any) -> LLM:
    llm = LLM("m", base_url=server.url, **{"api_key": "sk-key", "cache": path, "timeout": 20.0, **options})
    llm.patience = Patience(retries=llm.patience.retries, first=0.001)
    return llm


def test_a_second_run_costs_nothing(tmp_path: Path) -> None:
    with Server(lambda call: [RIGHT]) as server:
        first = clusterx.extract(TEXT, llm=model(server, tmp_path / "a" / "ledger"))
        second = clusterx.extract(TEXT, llm=model(server, tmp_path / "a" / "ledger"))
        uncached = clusterx.extract(TEXT, llm=model(server, False))  # type: ignore[arg-type]
    assert len(server.calls) == 2
    assert first.targets == second.targets == uncached.targets
    assert second.usage
    assert (second.usage.calls, second.usage.cache_hits, second.usage.charged) == (0, 1, 0)
    assert (tmp_path / "a" / "ledger").stat().st_mode & 0o077 == 0


def test_the_default_place_is_the_users_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    path = LLM("m", api_key="k").ledger.path
    assert path
    assert path.is_relative_to(tmp_path)
    assert not path.exists()


@pytest.mark.parametrize("change", ["text", "model", "server", "fields"])
def test_another_question_is_another_answer(change: str, tmp_path: Path) -> None:
    with Server(lambda call: [RIGHT]) as server, Server(lambda call: [RIGHT]) as other:
        clusterx.extract(TEXT, llm=model(server, tmp_path / "l"))
        second = model(other if change == "server" else server, tmp_path / "l")
        if change == "model":
            second.model = "m2"
        if change == "fields":
            second.fields = ("target.responsible", "target.period")
        text = TEXT.replace("850", "851") + "近期完成。" if change == "text" else TEXT
        clusterx.extract(text if change != "fields" else TEXT.replace("到2027年，", ""), llm=second)
        assert len(server.calls) + len(other.calls) == 2


def test_a_failed_chunk_is_never_marked_done(tmp_path: Path) -> None:
    failures: list[Reply] = [error(500), completion("no"), completion(None, finish="content_filter")]
    for failure in failures:
        with Server(lambda call, failure=failure: failure) as server:
            result = clusterx.extract(TEXT, llm=model(server, tmp_path / "l", retries=1))
            assert not result.complete
            server.behave = lambda call: [RIGHT]
            again = clusterx.extract(TEXT, llm=model(server, tmp_path / "l"))
        assert again.complete
        assert again.targets[0].responsible == ("市科技局",)


def test_the_ledger_holds_answers_and_no_text(tmp_path: Path) -> None:
    with Server(lambda call: [RIGHT]) as server:
        llm = model(server, tmp_path / "l")
        clusterx.extract(TEXT, llm=llm)
        llm.close()
    (row,) = sqlite3.connect(tmp_path / "l").execute("select key, model, reply from answers").fetchall()
    assert len(row[0]) == 64
    assert json.loads(row[2]) == [{"q": 1, "f": "target.responsible", "quote": "市科技局"}]
    assert all("高新技术企业".encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_a_ledger_that_was_tampered_with_cannot_lie(tmp_path: Path) -> None:
    with Server(lambda call: [RIGHT]) as server:
        llm = model(server, tmp_path / "l")
        clusterx.extract(TEXT, llm=llm)
        llm.close()
        with sqlite3.connect(tmp_path / "l") as connection:
            connection.execute("update answers set reply = ?", (json.dumps([{**RIGHT, "quote": "市财政局"}]),))
        result = clusterx.extract(TEXT, llm=model(server, tmp_path / "l"))
    assert result.targets[0].responsible == ()
    assert [rejection.code for rejection in result.rejected] == ["not_in_text"]


@pytest.mark.parametrize("kept", ["", "no json", "{}", "[1]", '[{"q": 1}]'])
def test_a_row_that_cannot_be_read_is_asked_again(kept: str, tmp_path: Path) -> None:
    with Server(lambda call: [RIGHT]) as server:
        llm = model(server, tmp_path / "l")
        clusterx.extract(TEXT, llm=llm)
        llm.close()
        with sqlite3.connect(tmp_path / "l") as connection:
            connection.execute("update answers set reply = ?", (kept,))
        result = clusterx.extract(TEXT, llm=model(server, tmp_path / "l"))
    assert result.targets[0].responsible == ("市科技局",)
    assert len(server.calls) == 2


@pytest.mark.parametrize("damage", ["directory", "no database", "no room"])
def test_a_ledger_that_cannot_be_used_is_done_without(damage: str, tmp_path: Path) -> None:
    path = tmp_path / "l"
    if damage == "directory":
        path.mkdir()
    elif damage == "no database":
        path.write_bytes(b"this is no database, " * 99)
    else:
        (tmp_path / "file").write_text("x")
        path = tmp_path / "file" / "l"
    with Server(lambda call: [RIGHT]) as server:
        result = clusterx.extract(TEXT, llm=model(server, path))
    assert result.targets[0].responsible == ("市科技局",)
    (warning,) = result.warnings
    assert warning.code == "llm_ledger"
    assert str(path) in warning.message


WRITE = """
import sys, threading
from pathlib import Path
from clusterx.llm.ledger import Ledger

ledgers = [Ledger(Path(sys.argv[1])) for _ in range(4)]
problems = []

def write(number):
    for n in range(20):
        ledgers[number].put(f"{sys.argv[2]}-{number}-{n}", "m", "[]", 1, 1)

threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
print("ready", flush=True)
sys.stdin.readline()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*[ledger.problem for ledger in ledgers], sep="\\n")
"""


def test_several_processes_and_threads_write_one_ledger(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, str(tmp_path / "l"), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for number in range(3)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [writer.communicate()[0].split() for writer in writers] == [["None"] * 4] * 3
    ledger = Ledger(tmp_path / "l")
    assert all(ledger.get(f"{p}-{t}-{n}") == "[]" for p in range(3) for t in range(4) for n in range(20))


def test_an_error_of_the_disk_that_passes_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterx.llm.ledger.PAUSES", (0.0, 0.0))
    ledger = Ledger(tmp_path / "l")
    told = [sqlite3.OperationalError("disk I/O error")] * 2
    opened = ledger._open

    def fails_at_first() -> sqlite3.Connection:
        if told:
            raise told.pop()
        return opened()

    monkeypatch.setattr(ledger, "_open", fails_at_first)
    ledger.put("k", "m", "[]", 1, 1)
    assert (ledger.problem, ledger.get("k")) == (None, "[]")
    told += [sqlite3.OperationalError("disk I/O error")] * 3
    ledger.put("other", "m", "[]", 1, 1)
    assert ledger.problem == f"the ledger {tmp_path / 'l'} cannot be used: disk I/O error"
    told += [sqlite3.OperationalError("disk I/O error")] * 2
    assert (ledger.get("k"), ledger.get("k"), ledger.get("k")) == (None, None, "[]"), (
        "what did not pass is not waited for"
    )


def test_connections_that_make_one_ledger_at_the_same_moment_all_write(tmp_path: Path) -> None:
    for number in range(100):
        ledgers = [Ledger(tmp_path / f"l{number}") for _ in range(4)]
        together = threading.Barrier(4)

        def write(ledger: Ledger, key: str, together: threading.Barrier = together) -> None:
            together.wait()
            ledger.put(key, "m", "[]", 1, 1)

        threads = [threading.Thread(target=write, args=(ledger, str(n))) for n, ledger in enumerate(ledgers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [ledger.problem for ledger in ledgers] == [None] * 4
        assert [ledgers[0].get(str(n)) for n in range(4)] == ["[]"] * 4
        for ledger in ledgers:
            ledger.close()


# -- a run that is killed ---------------------------------------------------------------------------------------------

RUN = """
import sys
import clusterx
from clusterx.llm import LLM
from clusterx.llm.model import Patience

url, ledger, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
llm = LLM("m", base_url=url, api_key="k", cache=ledger, timeout=3.0)
llm.patience = Patience(retries=8, first=0.001, longest=0.02)
texts = [f"到{2026 + n % 9}年，全市第{n}类高新技术企业达到{100 + n}家，由市科技局牵头落实。" for n in range(count)]
for number, result in enumerate(clusterx.extract_batch(texts, llm=llm, concurrency=4)):
    print(number, result.complete, *result.targets[0].responsible, flush=True)
"""

FAILURES: list[Any] = [
    error(429, headers={"Retry-After": "0.01"}),
    error(500),
    error(503),
    Reply(502, "<html>"),
    Reply(close=True),
    Reply(delay=4.0),
    completion(""),
    completion("prose"),
    completion(tool_calls=['{"answers": [{"q"'], finish="length"),
    completion(tool_calls=[" " * 400], finish="length"),
    completion(tool_calls=["[["]),
    Reply(text='{"choices": ['),
]


class Flaky:
    """Fails one call in five, each time in the next way, and counts what it has answered."""

    def __init__(self) -> None:
        self.answered: list[str] = []
        self.failed = 0
        self.lock = threading.Lock()

    def __call__(self, call: Call) -> Any:
        with self.lock:
            if call.index % 5 == 4:
                self.failed += 1
                return FAILURES[self.failed % len(FAILURES)]
            self.answered.append(call.questions[0].sentences[0])
        return [answer(question.number, question.field, "市科技局") for question in call.questions]


def run(server: Server, ledger: Path, count: int, kill_after: int | None) -> list[str]:
    """The lines that a run prints, until it ends or is killed."""
    arguments = [sys.executable, "-c", RUN, server.url, str(ledger), str(count)]
    environment = {**os.environ, "PYTHONPATH": str(Path(clusterx.__file__).parents[1])}
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if kill_after is not None and len(lines) >= kill_after:
            process.send_signal(signal.SIGKILL)
            break
    process.stdout.close()
    assert process.wait(60) == (0 if kill_after is None else -signal.SIGKILL)
    return lines


def killed_twice(tmp_path: Path, count: int) -> str:
    """Run over `count` documents, killed after a third and after two thirds of them; says what it took."""
    flaky = Flaky()
    with Server(flaky) as server:
        for kill_after in (count // 3, 2 * count // 3, None):
            lines = run(server, tmp_path / "ledger", count, kill_after)
            time.sleep(0.1)
    assert lines == [f"{n} True 市科技局" for n in range(count)]
    assert flaky.failed >= count // 5
    once = set(flaky.answered)
    assert len(once) == count
    lost = len(flaky.answered) - len(once)
    assert lost <= 2 * 4, "more was paid for twice than what was on its way when the run was killed"
    return f"{count} documents complete, {len(server.calls)} calls, {flaky.failed} failed, {lost} cut off and paid for twice"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_run_that_is_killed_twice_is_completed(tmp_path: Path) -> None:
    killed_twice(tmp_path, 60)
