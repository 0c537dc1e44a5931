"""Whatever a server answers: no value that the text does not bear out, no rule's value changed, no budget exceeded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llm_server import Call, Reply, Server, answer, answered, completion, error

import clusterx
from clusterx.clean import clean_text
from clusterx.llm import LLM, ground
from clusterx.llm.fields import CUES, FIELDS, NEW
from clusterx.llm.ground import find_quote
from clusterx.llm.model import Patience
from clusterx.records import Period, Quantity, Record
from clusterx.text import Span

TEXT = """关于印发《滨海市高端铜材产业集群行动方案》的通知
一、主要目标
（一）规模。到2027年，全市高新技术企业达到850家，由市科技局牵头落实。各县区要力争在年底前盘活闲置厂房，打造千亿级集群。
二、重点项目
云岭铜箔制造基地项目正在建设，共150家企业配套，投资不低于13.5亿元以上，由江川铜业股份有限公司负责，位于滨江新区。选址已定，占地不少于1300亩。
小松绿能项目总投资30亿元，占地300亩，属于新型储能产业，年产20万套。
市工信局建立“1+4+N”工作机制，由市工信局牵头成立专班。
"""
FULL = (*CUES, NEW)
KINDS = ("policies", "targets", "mechanisms", "projects")
BEFORE = clusterx.extract(TEXT)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(lambda call: []) as running:
        yield running


def pieces() -> st.SearchStrategy[str]:
    """Words of the text, whole or cut anywhere, changed in a character, or words of one's own."""
    ends = st.tuples(st.integers(0, len(TEXT)), st.integers(1, 30))
    cut = ends.map(lambda pair: TEXT[pair[0] : pair[0] + pair[1]])
    changed = st.tuples(cut, st.sampled_from("0123456789亿万家个不超约至上")).map(lambda p: p[0][:1] + p[1] + p[0][2:])
    whole = st.sampled_from(
        [m.text for m in clusterx.mentions(TEXT)] + ["市科技局", "高新技术企业", "滨江新区", "小松绿能项目"]
    )
    return st.one_of(whole, cut, changed, st.text(max_size=8))


CODES = [*FIELDS, *(code.partition(".")[2] for code in FIELDS), "quantity", ""]
answers = st.lists(
    st.fixed_dictionaries(
        {"q": st.integers(-1, 30), "f": st.sampled_from(CODES), "quote": pieces()},
        optional={"r": st.integers(0, 3), "value": st.one_of(st.none(), pieces(), st.integers(0, 10**12).map(str))},
    ),
    max_size=14,
)
replies = st.one_of(
    answers,
    answers,
    answers.map(lambda told: completion(json.dumps({"answers": told}))),
    answers.map(lambda told: completion(tool_calls=[json.dumps([one]) for one in told])),
    st.sampled_from([error(500), error(400, "Content Exists Risk"), completion(""), completion("x", finish="length")]),
    st.text(max_size=60).map(lambda text: Reply(text=text)),
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda x: st.lists(x, max_size=3))
    .map(lambda value: completion(json.dumps({"answers": value}))),
)  # fmt: skip


def ask(server: Server, told: list[Any], **options: Any) -> tuple[clusterx.Extraction, LLM]:
    """What comes of the text when the server answers this, one after the other and then nothing."""
    first = len(server.calls)

    def behave(call: Call) -> Any:
        at = call.index - first
        return told[at] if at < len(told) else []

    server.behave = behave
    llm = LLM("m", base_url=server.url, api_key="k", cache=False, fields=FULL, retries=2, timeout=20.0, **options)
    llm.patience = Patience(retries=2, first=0.0001)
    return clusterx.extract(TEXT, llm=llm), llm


def values(record: Record) -> dict[str, Any]:
    return {name: value for name, value in record if name not in ("evidence", "confidence") and value not in (None, ())}


def rewritten(value: Any) -> list[str]:
    """The words of a value as the text must have them."""
    if isinstance(value, Quantity | Period):
        return [value.text]
    return [part for each in (value if isinstance(value, tuple) else (value,)) for part in [str(each)]]


@settings(max_examples=50)
@given(st.lists(replies, min_size=1, max_size=4))
def test_every_value_is_in_the_text_and_no_rule_is_overruled(server: Server, told: list[Any]) -> None:
    result, _ = ask(server, told)
    mentions = {(m.quantity or m.period) for m in clusterx.mentions(TEXT)}
    clean = clean_text(TEXT).text
    for kind in KINDS:
        before = {record.id: record for record in getattr(BEFORE, kind)}
        after = {record.id: record for record in getattr(result, kind)}
        assert set(before) <= set(after)
        for id_, record in after.items():
            old = values(before[id_]) if id_ in before else {}
            new = values(record)
            assert {name: new[name] for name in old} == old
            own = [e for e in record.evidence if e.by == "llm:m"]
            assert all(TEXT[e.start : e.end] == e.text for e in own)
            for name in set(new) - set(old) - {"id", "kind", "status"}:
                spans = [e for e in own if name in e.fields]
                assert spans, name
                if isinstance(new[name], Quantity | Period):
                    assert new[name] in mentions
                    assert new[name].text == clean_text(spans[0].text).text
                for words in rewritten(new[name]):
                    assert find_quote(words, clean.replace("“", "").replace("”", ""), [Span(0, len(clean))])
    clusterx.Extraction.model_validate_json(result.model_dump_json())


@settings(max_examples=30)
@given(st.lists(replies, min_size=1, max_size=6), st.integers(0, 12_000))
def test_no_budget_is_exceeded(server: Server, told: list[Any], budget: int) -> None:
    first = len(server.calls)
    result, llm = ask(server, told, budget_tokens=budget)
    sent = sum(call.tokens_in for call in server.calls[first:])
    assert sent <= llm.purse.spent_tokens <= budget or sent == 0
    assert result.complete == (not result.unfilled)


@given(pieces(), st.sampled_from(["", " ", "　", "\u200b", "\xa0"]))
def test_what_is_grounded_is_there(quote: str, blank: str) -> None:
    span = ground(quote, TEXT)
    if span is not None:
        same = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
        found, wanted = (
            "".join(clean_text(words).text.split()).translate(same) for words in (TEXT[slice(*span)], quote)
        )
        assert found == wanted
    for mention in clusterx.mentions(TEXT):
        if mention.quantity and blank:
            loose = mention.text.replace("亿", f"{blank}亿").replace("家", f"{blank}家")
            assert ground(loose, TEXT) == ground(mention.text, TEXT)


@settings(max_examples=40)
@given(st.sampled_from([m for m in clusterx.mentions(TEXT) if m.quantity]), st.data())
def test_no_cut_of_a_number_is_a_number(server: Server, mention: clusterx.Mention, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(mention.text) - 1))
    end = data.draw(st.integers(start + 1, len(mention.text)))
    cut = mention.text[start:end]
    told = [answer(q, f"project.{f}", cut) for q in range(1, 20) for f in ("investment", "capacity", "land")]
    result, _ = ask(server, [told])
    found = (
        {p.investment for p in result.projects}
        | {p.capacity for p in result.projects}
        | {p.land for p in result.projects}
    )
    known = (
        {p.investment for p in BEFORE.projects}
        | {p.capacity for p in BEFORE.projects}
        | {p.land for p in BEFORE.projects}
    )
    assert all(quantity == mention.quantity and cut == quantity.text for quantity in found - known if quantity)


def test_the_text_leaves_enough_open(server: Server) -> None:
    llm = LLM("m", base_url=server.url, api_key="k", cache=False, fields=FULL)
    fields = {question.field for question in clusterx.plan(TEXT, llm).questions}
    assert fields >= {"responsible", "companies", "location", "industries", "land", ""}


def test_a_true_answer_is_taken(server: Server) -> None:
    def behave(call: Call) -> Reply:
        quotes = {
            "responsible": "市科技局",
            "location": "滨江新区",
            "companies": "江川铜业股份有限公司",
            "land": "占地不少于1300亩",
        }
        told = [
            answer(q.number, q.field, quote)
            for q in call.questions
            for f, quote in quotes.items()
            if q.field.endswith(f)
        ]
        return answered(call, told)

    server.behave = behave
    result = clusterx.extract(TEXT, llm=LLM("m", base_url=server.url, api_key="k", cache=False, fields=FULL))
    assert result.usage
    assert result.usage.fields_by_model >= 4
    assert any(p.land and p.land.bound == "at_least" for p in result.projects)
