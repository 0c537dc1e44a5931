"""Budgets hold whatever happens, and a plan says before what a run may cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from llm_server import Call, Reply, Server, answer, completion, error

import clusterx
from clusterx.llm import LLM
from clusterx.llm.budget import Cost, Meter, Purse, reserve_all
from clusterx.llm.model import Patience
from clusterx.llm.prices import Price

LINE = "到2027年，全市第{}类高新技术企业达到{}家，由市科技局牵头落实。"
TEXTS = [LINE.format(n, 100 + n) for n in range(12)]


def model(server: Server, **options: Any) -> LLM:
    llm = LLM("m", base_url=server.url, **{"api_key": "k", "cache": False, "timeout": 20.0, **options})
    llm.patience = Patience(retries=llm.patience.retries, first=0.001, longest=0.01)
    return llm


def right(call: Call) -> list[dict[str, Any]]:
    return [answer(question.number, question.field, "市科技局") for question in call.questions]


def spent(server: Server) -> int:
    """What the server would have counted for all the calls it has had, answered or not."""
    return sum(call.tokens_in + 60 * len(call.questions) for call in server.calls)


def test_a_run_stops_at_its_budget_and_says_what_is_open() -> None:
    with Server(right) as server:
        llm = model(server, budget_tokens=3000)
        results = list(clusterx.extract_batch(TEXTS, llm=llm, concurrency=3))
    assert 1 <= len(server.calls) < len(TEXTS)
    assert spent(server) <= 3000
    assert llm.purse.spent_tokens <= 3000
    done = [result for result in results if result.complete]
    assert len(done) == len(server.calls)
    for result in results:
        if not result.complete:
            assert [(u.reason, u.field) for u in result.unfilled] == [("budget", "responsible")]
            assert result.unfilled[0].asked
            assert [warning.code for warning in result.warnings] == ["llm_incomplete"]
            assert result.targets[0].quantity.value


def test_a_budget_for_each_text_leaves_the_others_theirs() -> None:
    big = "\n".join(TEXTS * 8)
    with Server(right) as server:
        llm = model(server, document_budget_tokens=1800)
        results = [clusterx.extract(text, llm=llm) for text in (TEXTS[0], big, TEXTS[1])]
    assert [result.complete for result in results] == [True, False, True]
    assert all(result.usage.charged <= 1800 for result in results if result.usage)


@pytest.mark.parametrize(
    "failure",
    [error(500), error(429), Reply(close=True), Reply(delay=30.0), completion("x"), completion("", finish="length")],
    ids=["500", "429", "closed", "late", "prose", "cut"],
)
def test_retries_count(failure: Reply) -> None:
    with Server(lambda call: failure) as server:
        llm = model(server, budget_tokens=4000, retries=50, timeout=1.0)
        result = clusterx.extract(TEXTS[0], llm=llm)
    assert 1 <= len(server.calls) <= 10
    assert spent(server) <= 4000
    assert llm.purse.spent_tokens <= 4000
    assert result.unfilled


def test_a_budget_of_nothing_sends_nothing() -> None:
    with Server(right) as server:
        result = clusterx.extract(TEXTS[0], llm=model(server, budget_tokens=0))
    assert server.calls == []
    assert result.unfilled[0].reason == "budget"


def test_money_is_a_budget_too() -> None:
    with Server(right) as server:
        llm = model(server, budget_money="0.01", price=("2", "8"))
        results = [clusterx.extract(text, llm=llm) for text in TEXTS]
    assert 1 <= len(server.calls) < len(TEXTS)
    assert llm.purse.spent_money <= Decimal("0.01")
    costs = [result.usage.cost for result in results if result.usage]
    assert sum(cost for cost in costs if cost) == llm.purse.spent_money
    first = results[0].usage
    assert first
    assert first.cost == (Decimal(2) * first.tokens_in + Decimal(8) * first.tokens_out) / 10**6


def test_a_server_that_counts_more_than_was_estimated_is_believed() -> None:
    def behave(call: Call) -> Reply:
        usage = {"prompt_tokens": 900, "completion_tokens": 50, "total_tokens": 950}
        return completion(tool_calls=['{"answers": []}'], usage=usage)

    with Server(behave) as server:
        llm = model(server, budget_tokens=5000)
        for text in TEXTS:
            clusterx.extract(text, llm=llm)
    assert len(server.calls) * 950 <= 5000
    assert llm.purse.spent_tokens == len(server.calls) * 950


@pytest.mark.parametrize(
    "usage", [None, {}, {"prompt_tokens": -5, "completion_tokens": "9"}, {"prompt_tokens": None}, "x"]
)
def test_a_server_that_does_not_count_is_estimated(usage: Any) -> None:
    with Server(lambda call: completion(tool_calls=['{"answers": []}'], usage=usage)) as server:
        result = clusterx.extract(TEXTS[0], llm=model(server, budget_tokens=2000))
    assert result.usage
    assert result.usage.tokens_in >= server.calls[0].tokens_in
    assert result.complete


def test_estimates_are_above_what_tokenizers_count() -> None:
    with Server(right) as server:
        llm = model(server)
        for text in (TEXTS[0], "\n".join(TEXTS)):
            planned = clusterx.plan(text, llm)
            clusterx.extract(text, llm=llm)
            assert planned.tokens_in >= server.calls[-1].tokens_in


# -- plan -------------------------------------------------------------------------------------------------------------


def test_a_plan_is_what_is_then_asked() -> None:
    text = "\n".join(TEXTS[:5])
    with Server(right) as server:
        llm = model(server, price=(2, 8))
        plan = clusterx.plan(text, llm)
        assert server.calls == []
        assert clusterx.plan(clusterx.extract(text), llm) == plan
        result = clusterx.extract(text, llm=llm)
        after = clusterx.plan(text, llm)
    assert len(plan.questions) == len(server.calls[0].questions) == 5
    assert plan.calls == len(server.calls) == 1
    assert {question.id for question in plan.questions} == {target.id for target in result.targets}
    assert all(q.field == "responsible" and not q.answered for q in plan.questions)
    assert result.usage
    assert plan.cost
    assert result.usage.cost
    assert plan.tokens_in >= result.usage.tokens_in
    assert plan.tokens_out >= result.usage.tokens_out
    assert plan.cost >= result.usage.cost
    assert plan.exact
    assert all(question.answered for question in after.questions)
    assert (after.calls, after.tokens_in, after.cost) == (0, 0, 0)


def test_a_plan_for_an_extraction_from_elsewhere() -> None:
    llm = LLM("m", api_key="k", base_url="http://127.0.0.1:9", cache=False)
    whole = clusterx.plan(TEXTS[0], llm)
    loaded = clusterx.Extraction.model_validate_json(clusterx.extract(TEXTS[0]).model_dump_json())
    assert clusterx.plan(loaded, llm, text=TEXTS[0]) == whole
    assert not clusterx.plan(loaded, llm).exact


def test_a_plan_says_what_a_budget_does_not_allow_for() -> None:
    options: dict[str, Any] = {"api_key": "k", "base_url": "http://127.0.0.1:9", "cache": False}
    assert clusterx.plan(TEXTS[0], LLM("m", **options, budget_tokens=5000)).within_budget
    assert not clusterx.plan(TEXTS[0], LLM("m", **options, budget_tokens=100)).within_budget
    assert not clusterx.plan(TEXTS[0], LLM("m", **options, document_budget_tokens=100)).within_budget


# -- the parts --------------------------------------------------------------------------------------------------------


def test_one_purse_that_is_empty_leaves_the_other_as_it_was() -> None:
    full, empty = Purse(tokens=100), Purse(tokens=5)
    assert not reserve_all([full, empty], Cost(6, 0))
    assert (full.spent_tokens, empty.spent_tokens) == (0, 0)


def test_the_meter_never_goes_down_once_it_has_seen_reports() -> None:
    meter = Meter()
    assert meter.bound(100) == 150
    meter.learn(100, 50)
    assert meter.bound(100) == 100
    meter.learn(100, 200)
    meter.learn(100, 50)
    assert meter.bound(100) == 221


@pytest.mark.parametrize(
    ("options", "error_type", "said"),
    [
        ({"budget_money": 1}, ValueError, "price"),
        ({"budget_tokens": -1}, ValueError, "budget"),
        ({"budget_tokens": 1.5}, TypeError, "budget"),
        ({"document_budget_money": -1, "price": (1, 1)}, ValueError, "money"),
        ({"price": (1,)}, ValueError, "price"),
        ({"price": ("a", "b")}, ValueError, "price"),
        ({"price": 5}, ValueError, "price"),
        ({"fields": ["target.colour"]}, ValueError, "target.responsible"),
        ({"fields": "new"}, TypeError, "list"),
        ({"timeout": 0}, ValueError, "timeout"),
        ({"timeout": "long"}, TypeError, "timeout"),
        ({"retries": -1}, ValueError, "retries"),
        ({"max_output": 0}, ValueError, "max_output"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(
    options: dict[str, Any], error_type: type[Exception], said: str
) -> None:
    with pytest.raises(error_type, match=said):
        LLM("m", api_key="k", **options)


def test_a_model_needs_a_name() -> None:
    for name in ("", " ", None, 5):
        with pytest.raises(TypeError, match="model"):
            LLM(name)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"clusterx\.llm\.LLM"):
        clusterx.extract("产值", llm="gpt")  # type: ignore[arg-type]


def test_prices_come_as_a_pair_or_by_model() -> None:
    assert LLM("m", api_key="k", cache=False, price={"m": (1, "2.5")}).price == Price(Decimal(1), Decimal("2.5"))
    assert LLM("n", api_key="k", cache=False, price={"m": (1, 2)}).price is None
