"""The examples over many documents run, and what they write is right."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from mirrors import damaged
from spark_session import missing_java

import clusterx
from clusterx import clean, extract

EXAMPLES = Path(__file__).parents[1] / "examples"
DOCUMENTS = sorted((EXAMPLES / "documents").glob("*.txt"))


def run(script: str, *arguments: str | Path) -> str:
    source = str(Path(clusterx.__file__).parents[1])
    env = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "PYTHONPATH": source}
    command = [sys.executable, EXAMPLES / script, *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8", env=env).stdout


def test_dedupe_documents_finds_the_copies(tmp_path: Path) -> None:
    rng = random.Random(1)
    for path in DOCUMENTS:
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    plan = clean((EXAMPLES / "documents" / "three_year_action_plan.txt").read_text("utf-8")).text
    (tmp_path / "mirror.txt").write_text(damaged(plan, rng)[0], "utf-8")
    (tmp_path / "news.txt").write_text(
        "日前，醴陵市召开会议，落实《株洲市先进制造业倍增行动方案》，部署下一步工作。", "utf-8"
    )
    lines = run("dedupe_documents.py", tmp_path).splitlines()
    (copies,) = [line for line in lines if "with copies" in line]
    assert copies.startswith("three_year_action_plan.txt with copies: mirror.txt (")
    assert "policy:株洲市先进制造业倍增行动方案@430200 is in news.txt, three_year_action_plan.txt" in lines
    assert len([line for line in lines if " is in " not in line]) == len(DOCUMENTS) + 1


@pytest.mark.skipif(missing_java() is not None, reason=missing_java() or "")
@pytest.mark.xdist_group("spark")
def test_spark_job_writes_the_tables(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed: python -m pip install '.[spark]'")
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [path.read_text("utf-8") for path in DOCUMENTS]
    (tmp_path / "in").mkdir()
    pq.write_table(
        pa.table({"url": [*(path.name for path in DOCUMENTS), "none"], "text": [*texts, None]}),
        tmp_path / "in" / "a.parquet",
    )
    said = run("spark_job.py", tmp_path / "in", tmp_path / "out", "--master", "local[1]")
    targets = [target for text in texts for target in extract(text).targets]
    assert f"{len(texts) + 1} documents, {len(targets)} targets" in said
    table = pq.read_table(tmp_path / "out" / "targets")
    assert sorted(table.column("indicator").to_pylist()) == sorted(target.indicator for target in targets)
    assert sum(filter(None, table.column("quantity_value").to_pylist())) == sum(t.quantity.value or 0 for t in targets)
    assert pq.read_table(tmp_path / "out" / "errors").to_pylist() == [{"id": "none", "error": "the text is null"}]
