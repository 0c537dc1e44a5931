"""Runs: nothing gets out but the request, async and batches give what one call at a time gives."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path
from typing import Any

import pytest
from llm_server import Call, Reply, Server, completion, error
from test_llm_client import KEY, RIGHT, TEXT, TWO, each_right, model

import clusterx
from clusterx.llm import LLM

# -- nothing gets out -------------------------------------------------------------------------------------------------


def test_neither_keys_nor_texts_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    def behave(call: Call) -> Any:
        failures = [
            error(500, f"{KEY} {TEXT}"),
            Reply(close=True),
            completion(TEXT),
            error(400, TEXT),
            completion(tool_calls=[TEXT]),
        ]
        return failures[call.index] if call.index < len(failures) else [RIGHT]

    caplog.set_level(logging.DEBUG)
    with Server(behave) as server:
        clusterx.extract(TEXT, llm=model(server))
    assert len(server.calls) == 6
    assert KEY not in caplog.text
    assert "高新技术企业" not in caplog.text
    logging.getLogger("openai").warning("others may still log")
    assert "others may still log" in caplog.text


def test_the_key_is_in_no_representation(tmp_path: Path) -> None:
    with Server(lambda call: [RIGHT]) as server:
        llm = model(server, cache=tmp_path / "ledger")
        result = clusterx.extract(TEXT, llm=llm)
        llm.close()
    assert KEY not in repr(llm) + repr(llm.connection) + result.model_dump_json()
    assert all(KEY.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_templates_in_a_text_are_text() -> None:
    text = TEXT.replace("市科技局", "{{7*7}}{% raw %}市科技局")
    with Server(lambda call: []) as server:
        clusterx.extract(text, llm=model(server))
    assert "{{7*7}}{% raw %}" in server.calls[0].prompt


# -- async and batches ------------------------------------------------------------------------------------------------


def test_the_async_way_gives_the_same() -> None:
    def behave(call: Call) -> Any:
        return error(500) if call.index == 0 else each_right(call)

    async def both(llm: LLM) -> list[clusterx.Extraction]:
        return await asyncio.gather(clusterx.aextract(TEXT, llm=llm), clusterx.aextract(TWO, llm=llm))

    with Server(behave) as server:
        blocking = [clusterx.extract(text, llm=model(server)) for text in (TEXT, TWO)]
        llm = model(server)
        for _ in range(2):  # each run has an event loop of its own
            results = asyncio.run(both(llm))
            assert [r.targets for r in results] == [r.targets for r in blocking]


def test_a_batch_comes_in_order_and_asks_several_at_once() -> None:
    together = []
    open_calls = [0]

    def behave(call: Call) -> Any:
        open_calls[0] += 1
        together.append(open_calls[0])
        time.sleep(0.2)
        open_calls[0] -= 1
        return each_right(call)

    texts = [TEXT.replace("2027", str(2000 + n)) for n in range(20)]
    with Server(behave) as server:
        results = list(clusterx.extract_batch(texts, llm=model(server), concurrency=5))
    assert [str(r.targets[0].period.end.year) for r in results] == [str(2000 + n) for n in range(20)]  # type: ignore[union-attr]
    assert all(result.complete for result in results)
    assert 2 <= max(together) <= 5


def test_the_same_text_twice_at_once_is_paid_for_once() -> None:
    def behave(call: Call) -> Any:
        time.sleep(0.1)
        return each_right(call)

    with Server(behave) as server:
        results = list(clusterx.extract_batch([TEXT] * 6, llm=model(server), concurrency=6))
    assert len(server.calls) == 1
    assert all(result.targets[0].responsible == ("市科技局",) for result in results)


@pytest.mark.parametrize("concurrency", [0, -1, 1.5, True])
def test_a_batch_of_no_width_is_refused(concurrency: Any) -> None:
    with pytest.raises(ValueError, match="concurrency"):
        clusterx.extract_batch([TEXT], llm=LLM("m", api_key="k", cache=False), concurrency=concurrency)
