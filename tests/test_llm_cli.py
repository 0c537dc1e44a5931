"""The commands with a language model, as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from llm_server import Call, Server, answer, error

import clusterx
from clusterx.extras import install

TEXT = "到2027年，全市高新技术企业达到850家，由市科技局牵头落实。\n"
PREFIX = [sys.executable, "-m", "clusterx"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    everything = {**os.environ, "PYTHONPATH": str(Path(clusterx.__file__).parents[1]), "COLUMNS": "200", **environment}
    return subprocess.run(
        [*PREFIX, *arguments], capture_output=True, text=True, encoding="utf-8", env=everything, check=False
    )


@pytest.fixture
def document(tmp_path: Path) -> str:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, "utf-8")
    return str(path)


def right(call: Call) -> list[dict[str, Any]]:
    return [answer(1, "target.responsible", "市科技局")]


def test_extract_asks_the_model_once_and_then_the_ledger(document: str, tmp_path: Path) -> None:
    ledger = str(tmp_path / "ledger")
    with Server(right) as server:
        options = ["--llm-model", "m", "--llm-base-url", server.url, "--cache", ledger]
        for _ in range(2):
            done = run("extract", document, *options, OPENAI_API_KEY="sk-key")
            assert done.returncode == 0, done.stderr
            assert json.loads(done.stdout)["targets"][0]["responsible"] == ["市科技局"]
        assert len(server.calls) == 1
        assert server.calls[0].headers["authorization"] == "Bearer sk-key"


def test_a_wrong_key_is_said_once_and_the_records_of_the_rules_are_written(document: str, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TEXT, "utf-8")
    with Server(lambda call: error(401, "Incorrect API key provided: sk-key")) as server:
        done = run(
            "extract", document, str(other), "--llm-model", "m", "--llm-base-url", server.url, "--no-cache", OPENAI_API_KEY="sk-key"
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("401") == 1
    assert "sk-key" not in done.stderr + done.stdout
    results = [json.loads(line)["extraction"] for line in done.stdout.splitlines()]
    assert [result["targets"][0]["quantity"]["value"] for result in results] == ["850", "850"]
    assert len(server.calls) == 1


def test_a_budget_leaves_questions_open(document: str) -> None:
    with Server(right) as server:
        done = run(
            "extract", document, "--llm-model", "m", "--llm-base-url", server.url, "--no-cache", "--llm-budget-tokens", "10"
        )  # fmt: skip
    assert done.returncode == 1
    assert "1 of 1 results have questions without an answer" in done.stderr
    assert not json.loads(done.stdout)["complete"]
    assert server.calls == []


def test_plan_asks_nobody(document: str) -> None:
    with Server(right) as server:
        options = ["--llm-model", "m", "--llm-base-url", server.url, "--no-cache", "--llm-price", "2,8"]
        done = run("plan", document, *options)
        table = run("plan", document, document, *options, "--format", "table")
    assert server.calls == []
    planned = json.loads(done.stdout)
    assert [question["field"] for question in planned["questions"]] == ["responsible"]
    assert 0 < float(planned["cost"]) < 0.01
    assert "1 questions in 1 calls" in table.stdout
    assert "2 files: 2 questions in 2 calls" in table.stdout
    assert "target.responsible 高新技术企业 850家" in table.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--llm-price", "cheap"], "price"),
        (["--llm-budget-money", "5"], "price"),
        (["--llm-budget-tokens", "-5"], "llm-budget-tokens"),
        (["--no-cache", "--cache", "x"], "exclude each other"),
    ],
)
def test_options_that_make_no_sense_are_refused(arguments: list[str], said: str, document: str) -> None:
    done = run("extract", document, "--llm-model", "m", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_extra_there_is_a_clear_message(document: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class No:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name.partition('.')[0] in ('openai', 'instructor'): raise ModuleNotFoundError(name=name)\n"
        "sys.meta_path.insert(0, No())\n",
        "utf-8",
    )
    path = os.pathsep.join([str(tmp_path), str(Path(clusterx.__file__).parents[1])])
    done = run("extract", document, "--llm-model", "m", PYTHONPATH=path)
    assert done.returncode == 1
    assert install("llm") in done.stderr
    assert "Traceback" not in done.stderr
    assert run("extract", document, PYTHONPATH=path).returncode == 0


def test_the_example_shows_the_plan_and_then_the_answers(document: str) -> None:
    script = str(Path(__file__).parents[1] / "examples" / "ask_a_model.py")
    with Server(right) as server:
        everything = {**os.environ, "OPENAI_BASE_URL": server.url, "XDG_CACHE_HOME": str(Path(document).parent)}
        command = [sys.executable, script, "m", document]
        planned, asked = (
            subprocess.run(
                [*command, *more], capture_output=True, text=True, encoding="utf-8", env=everything, check=True
            )
            for more in ([], ["--ask"])
        )
    assert "1 questions, 1 calls" in planned.stdout
    assert "target.responsible of 高新技术企业" in planned.stdout
    assert "responsible: '市科技局' at 23" in asked.stdout
    assert "complete: True" in asked.stdout
    assert len(server.calls) == 1


def test_nothing_of_it_is_imported_without_a_model() -> None:
    code = "import sys, clusterx; clusterx.extract('产值达到5亿元。'); print([m for m in sys.modules if 'openai' in m or '.llm' in m])"
    path = str(Path(clusterx.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": path}
    )
    assert done.stdout.strip() == "[]"
