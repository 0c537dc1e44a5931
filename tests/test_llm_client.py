"""What servers do: every behaviour is played by a real HTTP server on the loopback, with the real openai and instructor clients."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from llm_server import Call, Reply, Server, answer, answered, completion, error

import clusterx
from clusterx.llm import LLM
from clusterx.llm.model import Patience

TEXT = "到2027年，全市高新技术企业达到850家，由市科技局牵头落实。"
RIGHT = answer(1, "target.responsible", "市科技局")
TWO = TEXT + "\n到2026年，建成数字化车间120个，由市工信局牵头落实。"
KEY = "sk-secret-0123456789"


def model(server: Server, **options: Any) -> LLM:
    """A model on the server that does not wait long."""
    options = {"cache": False, "api_key": KEY, "timeout": 20.0, **options}
    llm = LLM("test-model", base_url=server.url, **options)
    llm.patience = Patience(retries=llm.patience.retries, first=0.002, longest=2.0)
    return llm


def each_right(call: Call) -> list[dict[str, Any]]:
    """The right answer to every question."""
    wanted = {"850家": "市科技局", "120个": "市工信局"}
    return [
        answer(q.number, q.field, body) for q in call.questions for number, body in wanted.items() if number in q.about
    ]


def after(failure: Reply, times: int = 1) -> Callable[[Call], Any]:
    """The failure first, then the right answer."""
    return lambda call: failure if call.index < times else [RIGHT]


OK = json.dumps({"answers": [RIGHT]}, ensure_ascii=False)
PASSING = {
    "too many requests": error(429, "slow down", {"Retry-After": "0.01"}),
    "too many requests, a date": error(429, "slow down", {"Retry-After": formatdate(0, usegmt=True)}),
    "too many requests, nonsense": error(429, "slow down", {"Retry-After": "soon"}),
    "internal error": error(500),
    "bad gateway, a page": Reply(502, "<html>Bad Gateway</html>"),
    "unavailable": error(503),
    "overloaded": error(529),
    "request time-out": error(408),
    "connection closed": Reply(close=True),
    "empty answer": completion(""),
    "no choices": Reply(text='{"id": "c", "object": "chat.completion", "choices": []}'),
    "choices null": Reply(text='{"choices": null}'),
    "a list": Reply(text="[1, 2]"),
    "a page": Reply(text="<html>welcome</html>"),
    "broken json": Reply(text='{"choices": [{"mess'),
    "nothing at all": Reply(text=""),
    "prose": completion("The answer is probably the bureau."),
    "json of something else": completion('{"result": "市科技局"}'),
    "arguments that are no json": completion(tool_calls=['{"answers": [{"q": 1']),
    "answers of the wrong form": completion(tool_calls=['{"answers": ["市科技局", 5]}']),
}


@pytest.mark.parametrize("failure", PASSING.values(), ids=PASSING)
def test_what_passes_is_tried_again(failure: Reply) -> None:
    with Server(after(failure)) as server:
        result = clusterx.extract(TEXT, llm=model(server))
    assert result.targets[0].responsible == ("市科技局",)
    assert result.complete
    assert result.usage
    assert (result.usage.calls, result.usage.retries) == (2, 1)


WRAPPED = {
    "fenced": completion(f"```json\n{OK}\n```"),
    "prefixed": completion(f"Here is the JSON:\n{OK}\nHope it helps."),
    "thought": completion(f'<think>maybe {{"answers": [{{"q": 1, "f": "x", "quote": "y"}}]}}</think>\n{OK}'),
    "thought without a beginning": completion(f"hmm {{}}</think>{OK}"),
    "bare list": completion(json.dumps([RIGHT])),
    "one bare answer": completion(json.dumps(RIGHT)),
    "words beside a tool call": completion("I will call the tool.", tool_calls=[OK]),
    "tool calls, one each": completion(tool_calls=[json.dumps({"answers": []}), OK]),
    "old function call": completion(function_call={"name": "Answers", "arguments": OK}),
    "content in parts": Reply(
        text=json.dumps(
            {"choices": [{"message": {"content": [{"type": "text", "text": OK}]}, "finish_reason": "stop"}]}
        )
    ),
    "number as text": completion(json.dumps({"answers": [{**RIGHT, "q": "1"}]})),
    "blanks behind, cut off": completion(OK + " " * 2000, finish="length"),
}


@pytest.mark.parametrize("wrapped", WRAPPED.values(), ids=WRAPPED)
def test_answers_are_found_in_whatever_is_around_them(wrapped: Reply) -> None:
    with Server(lambda call: wrapped) as server:
        result = clusterx.extract(TEXT, llm=model(server))
    assert result.targets[0].responsible == ("市科技局",)
    assert len(server.calls) == 1


def test_several_tool_calls_are_one_answer() -> None:
    def behave(call: Call) -> Reply:
        return completion(tool_calls=[json.dumps({"answers": [each]}) for each in each_right(call)])

    with Server(behave) as server:
        result = clusterx.extract(TWO, llm=model(server))
    assert [target.responsible for target in result.targets] == [("市科技局",), ("市工信局",)]
    assert len(server.calls) == 1


def test_a_server_that_asks_for_time_gets_it() -> None:
    with Server(after(error(429, headers={"Retry-After": "1"}))) as server:
        began = time.monotonic()
        clusterx.extract(TEXT, llm=model(server))
    assert time.monotonic() - began >= 1


def test_no_server_gets_more_time_than_the_longest_wait() -> None:
    with Server(after(error(429, headers={"Retry-After": "86400"}))) as server:
        llm = model(server)
        llm.patience = Patience(first=0.001, longest=0.05)
        result = clusterx.extract(TEXT, llm=llm)
    assert result.complete


def test_a_server_that_does_not_answer_is_given_up() -> None:
    with Server(lambda call: Reply(delay=30.0)) as server:
        result = clusterx.extract(TEXT, llm=model(server, timeout=1.0, retries=1))
    assert len(server.calls) == 2
    assert not result.complete
    assert [unfilled.reason for unfilled in result.unfilled] == ["failed"]


def test_an_answer_that_drips_is_cut_off() -> None:
    with Server(lambda call: Reply(text=" " * 4000, drip=0.05)) as server:
        began = time.monotonic()
        result = clusterx.extract(TEXT, llm=model(server, timeout=0.4, retries=0))
    assert time.monotonic() - began < 10
    assert not result.complete


HOPELESS = {
    "key": (error(401, f"Incorrect API key provided: {KEY}"), "401"),
    "key, told otherwise": (error(400, f"API key not valid: {KEY}. Please pass a valid API key."), "401"),
    "money": (error(402, "Insufficient Balance"), "402"),
    "permission": (error(403, f"{KEY} may not use this model"), "403"),
    "model": (error(404, "The model `test-model` does not exist"), "404"),
    "model, told otherwise": (error(400, "Model Not Exist"), "404"),
}


@pytest.mark.parametrize(("failure", "status"), HOPELESS.values(), ids=HOPELESS)
def test_what_cannot_succeed_is_not_tried_again(failure: Reply, status: str) -> None:
    with Server(lambda call: failure) as server:
        llm = model(server)
        results = [clusterx.extract(text, llm=llm) for text in (TEXT, TWO)]
    assert len(server.calls) == 1
    for result in results:
        (warning,) = [w for w in result.warnings if w.code == "llm_unavailable"]
        assert status in warning.message
        assert KEY not in result.model_dump_json()
        assert not result.complete
        assert {unfilled.reason for unfilled in result.unfilled} == {"unavailable"}
        assert result.targets[0].quantity.value == 850


def test_a_quota_that_is_used_up_is_no_rate() -> None:
    with Server(lambda call: error(429, "You exceeded your current quota", code="insufficient_quota")) as server:
        result = clusterx.extract(TEXT, llm=model(server))
    assert len(server.calls) == 1
    assert result.warnings[-1].code == "llm_unavailable"


def test_without_a_key_there_is_one_clear_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    result = clusterx.extract(TEXT, llm=LLM("gpt", cache=False))
    assert "OPENAI_API_KEY" in result.warnings[-1].message
    assert result.targets[0].quantity.value == 850


def test_environment_variables_name_server_and_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(lambda call: [RIGHT]) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        assert clusterx.extract(TEXT, llm=LLM("m", cache=False)).complete
    assert server.calls[0].headers["authorization"] == f"Bearer {KEY}"


def test_without_a_network_a_few_calls_are_tried_and_no_more() -> None:
    with Server(lambda call: []) as server:
        llm = model(server, retries=1)
    began = time.monotonic()
    results = [clusterx.extract(TEXT, llm=llm) for _ in range(6)]
    assert sum(result.usage.calls for result in results if result.usage) == 6
    assert time.monotonic() - began < 10
    assert all(result.warnings[-1].code == "llm_unavailable" for result in results)
    assert llm.purse.spent_tokens == 0


def test_a_redirect_is_not_followed() -> None:
    with Server(lambda call: [RIGHT]) as elsewhere:
        with Server(lambda call: Reply(307, "", {"Location": f"{elsewhere.url}/chat/completions"})) as server:
            result = clusterx.extract(TEXT, llm=model(server))
        assert elsewhere.calls == []
    assert result.warnings[-1].code == "llm_unavailable"


# -- modes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("works", ["tools", "json_schema", "json_mode", "markdown_json_mode"])
def test_the_mode_that_works_is_found_and_remembered(works: str, tmp_path: Path) -> None:
    def behave(call: Call) -> Any:
        return each_right(call) if call.mode == works else error(400, "this mode is not supported")

    with Server(behave) as server:
        first = clusterx.extract(TEXT, llm=model(server, cache=tmp_path / "l"))
        tried = len(server.calls)
        second = clusterx.extract(TWO, llm=model(server, cache=tmp_path / "l"))
    assert [first.usage.mode, second.usage.mode] == [works, works]  # type: ignore[union-attr]
    assert tried == 1 + ["tools", "json_schema", "json_mode", "markdown_json_mode"].index(works)
    assert len(server.calls) == tried + 1
    assert first.complete
    assert second.complete


def test_a_model_that_cannot_call_tools_is_asked_for_json() -> None:
    with Server(lambda call: completion("what tool?") if call.mode == "tools" else [RIGHT]) as server:
        result = clusterx.extract(TEXT, llm=model(server))
    assert result.usage
    assert (result.usage.mode, result.usage.calls) == ("json_schema", 2)


def test_a_server_that_takes_no_request_is_given_up() -> None:
    with Server(lambda call: error(400, "bad request")) as server:
        llm = model(server)
        results = [clusterx.extract(TEXT, llm=llm) for _ in range(6)]
    assert len(server.calls) == 12
    assert not any(result.complete for result in results)


def test_a_model_that_takes_other_words_gets_them() -> None:
    def behave(call: Call) -> Any:
        if "max_tokens" in call.body:
            return error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        if "temperature" in call.body:
            return error(400, "Unsupported value: 'temperature' does not support 0 with this model.")
        return [RIGHT]

    with Server(behave) as server:
        llm = model(server)
        assert clusterx.extract(TEXT, llm=llm).complete
        assert [call.mode for call in server.calls] == ["tools"] * 3
        assert server.calls[-1].body["max_completion_tokens"] > 0
        clusterx.extract(TWO, llm=llm)
    assert len(server.calls) == 4


def test_white_space_loops_end_at_the_token_cap_and_change_the_mode() -> None:
    def behave(call: Call) -> Any:
        if call.mode == "tools":
            return completion(tool_calls=["{" + "\n " * 400], finish="length")
        return [RIGHT]

    with Server(behave) as server:
        result = clusterx.extract(TEXT, llm=model(server))
    assert all(call.body["max_tokens"] <= 4096 for call in server.calls)
    assert [call.mode for call in server.calls] == ["tools", "json_schema"]
    assert result.complete


# -- what has to be divided -------------------------------------------------------------------------------------------


def test_a_cut_off_answer_gets_more_room() -> None:
    def behave(call: Call) -> Any:
        cut = call.body["max_tokens"] < 700
        return completion(tool_calls=['{"answers": [{"q": 1, "f": "target.resp'], finish="length") if cut else [RIGHT]

    with Server(behave) as server:
        result = clusterx.extract(TEXT, llm=model(server))
    assert result.complete
    assert len(server.calls) == 2


def test_a_text_with_too_many_answers_is_divided() -> None:
    def behave(call: Call) -> Any:
        return answered(call, each_right(call)[:1], finish="length" if len(call.questions) > 1 else None)

    with Server(behave) as server:
        llm = model(server)
        result = clusterx.extract(TWO, llm=llm)
        calls = len(server.calls)
        again = clusterx.extract(TWO, llm=llm)
    assert result.complete
    assert [target.responsible for target in result.targets] == [("市科技局",), ("市工信局",)]
    assert len(server.calls) == calls
    assert again.usage
    assert again.usage.cache_hits == 2


REFUSALS = {
    "DeepSeek": error(400, "Content Exists Risk", type="invalid_request_error"),
    "Azure": error(400, "The response was filtered", code="content_filter"),
    "Qwen": error(400, "Input data may contain inappropriate content.", code="data_inspection_failed"),
    "words of its own": error(400, "系统检测到不合规的输入", code="1301"),
    "moderated": error(403, "Your input was flagged by moderation"),
    "finish reason": completion(None, finish="content_filter"),
    "refusal": completion(None, refusal="I'm sorry, I cannot help with that."),
    "apology": completion("抱歉，我无法回答这个问题。"),
    "risk in words": completion("Content Exists Risk"),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_a_refused_sentence_is_isolated(refusal: Reply) -> None:
    def behave(call: Call) -> Any:
        return refusal if "850家" in call.prompt else each_right(call)

    with Server(behave) as server:
        llm = model(server)
        clusterx.extract(TWO.splitlines()[1], llm=llm)
        result = clusterx.extract(TWO, llm=llm)
    assert [target.responsible for target in result.targets] == [(), ("市工信局",)]
    assert [(unfilled.reason, unfilled.asked.text) for unfilled in result.unfilled if unfilled.asked] == [
        ("refused", TEXT)
    ]
    assert not result.complete
    assert [warning.code for warning in result.warnings] == ["llm_incomplete"]


def test_a_request_that_is_too_long_is_divided() -> None:
    def behave(call: Call) -> Any:
        long = len(call.questions) > 1
        return error(400, "This model's maximum context length is 512 tokens") if long else each_right(call)

    with Server(behave) as server:
        assert clusterx.extract(TWO, llm=model(server)).complete
    assert len(server.calls) == 3


def test_a_server_that_always_cuts_off_is_not_asked_for_ever() -> None:
    text = "\n".join(TEXT.replace("850", str(850 + n)) for n in range(60))
    with Server(lambda call: completion("x" * 99, finish="length")) as server:
        result = clusterx.extract(text, llm=model(server))
    assert len(server.calls) <= 70
    assert len(result.targets) == 60
    assert not result.complete
