"""The fabrication probe: what a model changes in a number, a unit, a year or a bound never gets into a record.

The rules for targets are switched off, so that every clause is an open question. For each clause a server on the loopback
offers its true words, or words or a value with one thing changed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from llm_server import Call, Server, answer

import clusterx
from clusterx import pipeline
from clusterx.llm import LLM

COUNT = 200
NOUNS = ("高新技术企业", "数字化车间", "绿色工厂", "省级以上创新平台", "规上工业企业", "专精特新企业", "产业链配套企业")
MONEY = ("集群营业收入", "工业总产值", "产业基金规模", "技术改造投资", "研发经费投入")
BOUNDS = (
    ("", ""),
    ("", "以上"),
    ("不少于", ""),
    ("超过", ""),
    ("约", ""),
    ("近", ""),
    ("不低于", ""),
    ("", "左右"),
    ("至少", ""),
)
MEANS = {"": "exact", "约": "about", "近": "about", "左右": "about", "不超过": "at_most", "以下": "at_most"}


class Clause(NamedTuple):
    """A clause and the words in it that say each thing."""

    noun: str
    number: str
    unit: str
    before: str
    behind: str
    year: int

    @property
    def quantity(self) -> str:
        return f"{self.before}{self.number}{self.unit}{self.behind}"

    @property
    def period(self) -> str:
        return f"到{self.year}年"

    @property
    def text(self) -> str:
        return f"{self.period}，全市{self.noun}达到{self.quantity}。"


def clauses(seed: int) -> Iterator[Clause]:
    draw = random.Random(seed)
    for _ in range(COUNT):
        before, behind = draw.choice(BOUNDS)
        year = draw.randint(2025, 2035)
        if draw.random() < 0.6:
            yield Clause(draw.choice(NOUNS), str(draw.randint(12, 980)), draw.choice("家个"), before, behind, year)
        else:
            number = f"{draw.randint(11, 99)}.{draw.randint(1, 9)}"
            yield Clause(draw.choice(MONEY), number, draw.choice(("亿元", "万元")), before, behind, year)


def changed_number(clause: Clause, draw: random.Random) -> Clause:
    digits = clause.number
    at = draw.choice([i for i, c in enumerate(digits) if c.isdigit()])
    other = draw.choice([d for d in "123456789" if d != digits[at]])
    cut = digits[1:].lstrip(".0") or "7"
    return clause._replace(number=draw.choice([digits[:at] + other + digits[at + 1 :], "1" + digits, cut]))


def changed_unit(clause: Clause, draw: random.Random) -> Clause:
    other = {
        "家": ("个", "万家", "项"),
        "个": ("家", "万个", "亿元"),
        "亿元": ("万元", "亿美元", "元"),
        "万元": ("亿元", "元", "万美元"),
    }
    return clause._replace(unit=draw.choice(other[clause.unit]))


def changed_bound(clause: Clause, draw: random.Random) -> Clause:
    mine = MEANS.get(clause.before + clause.behind, "at_least")
    others = [b for b in (*BOUNDS, ("不超过", ""), ("", "以下")) if MEANS.get("".join(b), "at_least") != mine]
    before, behind = draw.choice(others)
    return clause._replace(before=before, behind=behind)


def changed_year(clause: Clause, draw: random.Random) -> Clause:
    return clause._replace(year=clause.year + draw.choice([-3, -1, 1, 2, 10]))


CHANGES = {"number": changed_number, "unit": changed_unit, "bound": changed_bound, "year": changed_year}


def offered(clause: Clause, *, quote: Clause, value: Clause | None = None) -> list[dict[str, Any]]:
    """What a model offers for a clause, in the words of `quote` and with the value of `value`."""
    values = {"value": value.quantity} if value else {}
    dates = {"value": str(value.year)} if value else {}
    return [
        answer(1, "target.indicator", clause.noun),
        answer(1, "target.quantity", quote.quantity, **values),
        answer(1, "target.period", quote.period, **dates),
    ]


@pytest.fixture
def no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "apply_targets", lambda *_: [])


def ask(texts: list[str], offers: dict[str, list[dict[str, Any]]]) -> list[clusterx.Extraction]:
    """What comes of each text when a model offers this for it."""

    def behave(call: Call) -> list[dict[str, Any]]:
        (question,) = call.questions
        return offers[question.sentences[0]]

    with Server(behave) as server:
        llm = LLM("probe", base_url=server.url, api_key="k", cache=False, fields=["new"])
        results = list(clusterx.extract_batch(texts, llm=llm, concurrency=2))
    assert len(server.calls) == len(set(texts))
    return results


@pytest.mark.usefixtures("no_rules")
def test_true_words_are_accepted() -> None:
    told = list(clauses(1))
    results = ask([c.text for c in told], {c.text: offered(c, quote=c) for c in told})
    accepted = 0
    for clause, result in zip(told, results, strict=True):
        for target in result.targets:
            scale = {"亿元": 10**8, "万元": 10**4}.get(clause.unit, 1)
            assert target.quantity.value == Decimal(clause.number) * scale
            assert target.quantity.text == clause.quantity
            assert target.period
            assert target.period.end
            assert target.period.end.year == clause.year
            assert target.indicator == clause.noun
            accepted += 1
    assert accepted >= 198


@pytest.mark.usefixtures("no_rules")
@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize("how", ["quote", "value"])
def test_changed_words_and_values_are_not(what: str, how: str) -> None:
    draw = random.Random(len(what))
    told = list(clauses(len(how)))[: COUNT // len(CHANGES) // 2]
    false = {clause.text: CHANGES[what](clause, draw) for clause in told}
    offers = {
        c.text: offered(c, quote=false[c.text]) if how == "quote" else offered(c, quote=c, value=false[c.text])
        for c in told
    }
    results = ask([c.text for c in told], offers)
    for clause, result in zip(told, results, strict=True):
        assert result.rejected, clause
        assert result.targets == (), (clause, false[clause.text])
