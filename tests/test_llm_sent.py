"""How little is sent: against sending the whole text with the same questions, as a server counts it."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest
from llm_server import Server

import clusterx
from clusterx.llm import LLM

GOLDEN = Path(__file__).parent / "golden"
LENGTH = 5000


def long_policies(folders: str = "policy_*") -> list[str]:
    """Policies of 5,000 characters, put together from annotated ones."""
    texts = [path.read_text("utf-8") for path in sorted(GOLDEN.glob(f"{folders}/docs/*.txt"))]
    order = iter(texts[start] for start in range(len(texts)))
    joined = []
    while part := "\n".join(islice(order, 4)):
        if len(part) >= LENGTH * 0.8:
            joined.append(part[:LENGTH])
    return joined


def shares(folders: str = "policy_*") -> list[tuple[int, int]]:
    """For each policy, the tokens sent and those of one call with all of its text and the same questions."""
    figures = []
    with Server(lambda call: []) as server:
        llm = LLM("m", base_url=server.url, api_key="k", cache=False)
        for text in long_policies(folders):
            first = len(server.calls)
            clusterx.extract(text, llm=llm)
            calls = server.calls[first:]
            if calls:
                sent = sum(call.tokens_in for call in calls)
                sentences = sum(len(sentence) for call in calls for sentence in call.sentences.values())
                figures.append((sent, sent + round((len(text) - sentences) * 0.8)))
    return figures


@pytest.mark.parametrize("folders", ["policy_*"])
def test_of_a_long_policy_a_quarter_is_sent(folders: str) -> None:
    figures = shares(folders)
    assert len(figures) >= 3
    for sent, all_of_it in figures:
        assert sent <= 0.25 * all_of_it, figures


def test_every_sentence_is_sent_once() -> None:
    with Server(lambda call: []) as server:
        llm = LLM("m", base_url=server.url, api_key="k", cache=False)
        for text in long_policies():
            clusterx.extract(text, llm=llm)
    for call in server.calls:
        assert len(set(call.sentences.values())) == len(call.sentences)


@pytest.mark.parametrize("text", ["", "产值。", "到2027年，全市高新技术企业达到850家。"])
def test_a_text_that_leaves_nothing_open_costs_nothing(text: str) -> None:
    with Server(lambda call: []) as server:
        result = clusterx.extract(text, llm=LLM("m", base_url=server.url, api_key="k", cache=False))
    assert server.calls == []
    assert result.complete
    assert result.usage
    assert result.usage.calls == 0


if __name__ == "__main__":
    print(json.dumps([round(sent / all_of_it, 3) for sent, all_of_it in shares()]))
