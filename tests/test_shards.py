"""The stage with a language model over Parquet files: nothing half-written, nothing done twice, never faster than allowed."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterx import Extraction, extract

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: python -m pip install '.[spark]'")

import pyarrow.parquet as pq  # noqa: E402

from clusterx.export.output import OutputError  # noqa: E402
from clusterx.spark import Pace, ShardError, StopReading, fill_shards  # noqa: E402

TEXT = "到2027年，全市高新技术企业达到{}家。"


def write_shards(folder: Path, shards: int = 3, rows: int = 5) -> None:
    for shard in range(shards):
        place = folder / f"day={shard % 2}" / f"part-{shard}.parquet"
        place.parent.mkdir(parents=True, exist_ok=True)
        names = [f"{shard}-{row}" for row in range(rows)]
        pq.write_table(
            pa.table({"url": names, "text": [TEXT.format(100 * shard + row + 1) for row in range(rows)]}), place
        )
    (folder / "_SUCCESS").touch()
    (folder / "day=0" / ".part-0.parquet.crc").touch()


class Asked:
    """Stands for a model: reads by rule and counts what it is asked; `fails` are the texts that it cannot answer."""

    def __init__(self, *fails: str, error: Exception | None = None, usage: Any = None) -> None:
        self.texts: Counter[str] = Counter()
        self.fails = fails
        self.error = error or ConnectionError("the line is dead")
        self.usage = usage

    def __call__(self, text: str, *, published: datetime.date | None) -> Extraction:
        self.texts[text] += 1
        if any(part in text for part in self.fails):
            raise self.error
        return extract(text, published=published)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write_shards(tmp_path / "in")
    return tmp_path / "in"


def rows_of(folder: Path) -> dict[str, Any]:
    """All results below a folder, by id."""
    return {row["id"]: row for path in sorted(folder.rglob("*.parquet")) for row in pq.read_table(path).to_pylist()}


def test_every_document_gets_its_result(source: Path, tmp_path: Path) -> None:
    asked, said = Asked(), []
    progress = fill_shards(source, tmp_path / "out", asked, tell=said.append)
    rows = rows_of(tmp_path / "out")
    assert {name: row["targets"][0]["quantity"]["value"] for name, row in rows.items()} == {
        f"{shard}-{row}": str(100 * shard + row + 1) for shard in range(3) for row in range(5)
    }
    assert {path.relative_to(tmp_path / "out") for path in (tmp_path / "out").rglob("*") if path.is_file()} == {
        path.relative_to(source) for path in source.rglob("*.parquet") if not path.name.startswith(".")
    }
    assert (progress.written, progress.skipped, progress.documents, progress.errors) == (3, 0, 15, 0)
    assert len(said) == 3


def test_what_is_done_is_not_done_again(source: Path, tmp_path: Path) -> None:
    fill_shards(source, tmp_path / "out", Asked())
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.parquet")}
    again = Asked()
    assert fill_shards(source, tmp_path / "out", again).skipped == 3
    assert not again.texts
    assert {path: path.read_bytes() for path in before} == before


def test_a_changed_shard_is_done_again(source: Path, tmp_path: Path) -> None:
    fill_shards(source, tmp_path / "out", Asked())
    pq.write_table(pa.table({"url": ["new"], "text": [TEXT.format(7)]}), source / "day=1" / "part-1.parquet")
    again = Asked()
    progress = fill_shards(source, tmp_path / "out", again)
    assert (progress.written, progress.skipped) == (1, 2)
    assert again.texts == {TEXT.format(7): 1}
    assert "1-0" not in rows_of(tmp_path / "out")


def test_a_failed_document_keeps_its_place_and_is_asked_again(source: Path, tmp_path: Path) -> None:
    progress = fill_shards(source, tmp_path / "out", Asked("103家"))
    assert (progress.written, progress.errors) == (3, 1)
    assert progress.incomplete == [str(tmp_path / "out" / "day=1" / "part-1.parquet")]
    assert rows_of(tmp_path / "out")["1-2"]["error"] == "ConnectionError: the line is dead"
    again = Asked()
    progress = fill_shards(source, tmp_path / "out", again)
    assert (progress.written, progress.skipped, progress.incomplete) == (1, 2, [])
    assert rows_of(tmp_path / "out")["1-2"]["error"] is None


def test_a_row_that_can_never_be_read_does_not_keep_its_shard_open(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    pq.write_table(pa.table({"url": [1, 2], "text": [None, TEXT.format(5)]}), tmp_path / "in" / "a.parquet")
    progress = fill_shards(tmp_path / "in", tmp_path / "out", Asked())
    assert (progress.errors, progress.incomplete) == (1, [])
    assert fill_shards(tmp_path / "in", tmp_path / "out", Asked()).skipped == 1
    assert rows_of(tmp_path / "out")[1]["error"] == "the text is null"


def test_a_model_that_cannot_be_asked_stops_the_run(source: Path, tmp_path: Path) -> None:
    with pytest.raises(StopReading, match="wrong key"):
        fill_shards(source, tmp_path / "out", Asked("103家", error=StopReading("wrong key")))
    left = sorted(path.name for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert left == ["part-0.parquet", "part-2.parquet"]  # those of day=0, which come first
    assert fill_shards(source, tmp_path / "out", Asked()).skipped == 2


@pytest.mark.parametrize("after", [1, 7, 12])
def test_a_killed_run_leaves_no_half_file_and_goes_on(source: Path, tmp_path: Path, after: int) -> None:
    script = (
        "import os, sys, clusterx\n"
        "from clusterx.spark import fill_shards\n"
        "asked = 0\n"
        "def ask(text, *, published):\n"
        "    global asked\n"
        "    asked += 1\n"
        "    if asked > int(sys.argv[3]): os.kill(os.getpid(), 9)\n"
        "    return clusterx.extract(text, published=published)\n"
        "fill_shards(sys.argv[1], sys.argv[2], ask, concurrency=1)\n"
    )
    command = [sys.executable, "-c", script, str(source), str(tmp_path / "out"), str(after)]
    assert subprocess.run(command, capture_output=True).returncode == -9
    left = [path for path in (tmp_path / "out").rglob("*.parquet") if not path.name.startswith(".")]
    assert len(left) == after // 5
    assert all(pq.read_table(path).num_rows == 5 for path in left)
    assert fill_shards(source, tmp_path / "out", Asked()).skipped == after // 5
    fill_shards(source, tmp_path / "whole", Asked())
    assert rows_of(tmp_path / "out") == rows_of(tmp_path / "whole")
    assert not [path for path in (tmp_path / "out").rglob("*") if path.name.endswith(".part")]


def test_several_documents_are_asked_at_a_time(source: Path, tmp_path: Path) -> None:
    together = Barrier(3)  # broken unless three are asked at once

    def ask(text: str, *, published: datetime.date | None) -> Extraction:
        together.wait(timeout=30)
        return extract(text)

    pq.write_table(pa.table({"url": list("abc"), "text": ["甲", "乙", "丙"]}), tmp_path / "in" / "only.parquet")
    for path in source.rglob("part-*.parquet"):
        path.unlink()
    fill_shards(source, tmp_path / "out", ask, concurrency=3)
    assert {row["error"] for row in rows_of(tmp_path / "out").values()} == {None}
    assert not together.broken


def test_dates_come_from_their_column(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    days = [datetime.date(2023, 5, 4), None]
    text = "今年以来，全市新开工项目达到50个。"
    pq.write_table(pa.table({"name": ["a", "b"], "body": [text, text], "day": days}), tmp_path / "in" / "a.parquet")
    fill_shards(tmp_path / "in", tmp_path / "out", Asked(), text="body", id="name", published="day")
    ends = {name: row["targets"][0]["period"]["end"] for name, row in rows_of(tmp_path / "out").items()}
    assert ends == {"a": days[0], "b": None}


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        (lambda folder: None, "no such folder"),
        (lambda folder: folder.mkdir(), "no .parquet file in it"),
        (
            lambda folder: (folder.mkdir(), (folder / "a.parquet").write_bytes(b"PAR1 and no more")),
            "no readable Parquet file",
        ),
        (
            lambda folder: (folder.mkdir(), pq.write_table(pa.table({"x": [1]}), folder / "a.parquet")),
            "no column url, text; there are x",
        ),
    ],
)
def test_bad_input_is_named(tmp_path: Path, prepare: Any, says: str) -> None:
    prepare(tmp_path / "in")
    with pytest.raises(ShardError, match=says):
        fill_shards(tmp_path / "in", tmp_path / "out", Asked())
    assert not list((tmp_path / "out").rglob("*.parquet"))


@pytest.mark.parametrize("below", ["", "results"])
def test_results_are_not_written_among_the_documents(source: Path, below: str) -> None:
    with pytest.raises(ShardError, match="read again"):
        fill_shards(source, source / below, Asked())


@pytest.mark.skipif(os.name != "posix", reason="/dev/full is Linux's")
def test_a_folder_that_cannot_be_written_is_named(source: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file, no folder")
    with pytest.raises(OutputError, match="cannot write"):
        fill_shards(source, tmp_path / "out", Asked())


class Clock:
    """Time that passes only while someone sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


amounts = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 9000), st.floats(0, 20)), min_size=1, max_size=40)


@given(amounts, st.integers(1, 100), st.integers(100, 10**5))
def test_no_minute_holds_more_than_the_limits_and_one_document(
    asked: list[tuple[int, int, float]], requests: int, tokens: int
) -> None:
    clock = Clock()
    pace = Pace(requests, tokens, clock=clock, sleep=clock.sleep)
    sent = []
    for calls, used, seconds in asked:
        pace.wait()
        clock.now += seconds
        pace.charge(calls, used)
        sent.append((clock.now, calls, used))
    for start, *_ in sent:
        minute = [one for one in sent if start <= one[0] < start + 60]
        for index, limit in ((1, requests), (2, tokens)):
            total = sum(one[index] for one in minute)
            assert total <= limit + max(one[index] for one in minute) + 1e-6


def test_without_limits_nothing_waits() -> None:
    clock = Clock()
    pace = Pace(clock=clock, sleep=clock.sleep)
    for _ in range(10):
        pace.wait()
        pace.charge(1000, 10**6)
    assert clock.now == 0


def test_the_stage_keeps_the_pace(source: Path, tmp_path: Path) -> None:
    clock = Clock()
    pace = Pace(requests=30, clock=clock, sleep=clock.sleep)

    def ask(text: str, *, published: datetime.date | None) -> Any:
        usage = SimpleNamespace(calls=2, tokens_in=900, tokens_out=100)
        result = extract(text)
        return SimpleNamespace(usage=usage, complete=True, model_dump=result.model_dump)

    fill_shards(source, tmp_path / "out", ask, pace=pace, concurrency=1)
    assert clock.now == pytest.approx(14 * 2 * 2)  # 15 documents of 2 requests, one request every 2 seconds
    assert {row["error"] for row in rows_of(tmp_path / "out").values()} == {None}


@pytest.mark.parametrize("limit", [0, -5])
def test_a_pace_that_means_nothing_is_refused(limit: int) -> None:
    with pytest.raises(ValueError, match="requests a minute"):
        Pace(requests=limit)


DOCUMENTS = sorted((Path(__file__).parents[1] / "examples" / "documents").glob("*.txt"))


def write_documents(place: Path) -> None:
    """Documents in which rules leave something open."""
    texts = [path.read_text("utf-8") for path in DOCUMENTS]
    pq.write_table(pa.table({"url": [path.stem for path in DOCUMENTS], "text": texts}), place)


def test_a_real_model_is_asked_once_and_its_usage_kept(source: Path, tmp_path: Path) -> None:
    pytest.importorskip("instructor", reason="instructor is not installed: python -m pip install '.[llm]'")
    from llm_server import Server

    from clusterx.llm import LLM

    write_documents(source / "day=0" / "part-0.parquet")
    asked = []
    with Server(lambda call: []) as server:
        for folder in ("out", "again"):  # another folder, the same ledger
            model = LLM("m", base_url=server.url, api_key="k", cache=str(tmp_path / "ledger.sqlite"))
            fill_shards(source, tmp_path / folder, model)
            asked.append(len(server.calls))
    assert asked[0] == asked[1] > 0
    rows = rows_of(tmp_path / "out")
    assert sum(rows[path.stem]["usage"]["calls"] for path in DOCUMENTS) == asked[0]
    assert all(row["complete"] for row in rows.values())


def test_a_wrong_key_stops_the_run(source: Path, tmp_path: Path) -> None:
    pytest.importorskip("instructor", reason="instructor is not installed: python -m pip install '.[llm]'")
    from llm_server import Server, error

    from clusterx.llm import LLM

    write_documents(source / "day=0" / "part-0.parquet")
    with Server(lambda call: error(401)) as server:
        model = LLM("m", base_url=server.url, api_key="k", cache=False)
        with pytest.raises(StopReading, match="does not accept the key"):
            fill_shards(source, tmp_path / "out", model)
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
