"""`clusterx plan`: what a language model would be asked, and what that costs at most, without a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterx.cli.asking import (
    BaseUrl,
    BudgetMoney,
    BudgetTokens,
    Cache,
    NamedModel,
    NoCache,
    Price,
    make_llm,
    where_kept,
)
from clusterx.cli.messages import at_terminal, print_text, read_or_stop
from clusterx.cli.options import FormatOption, Published, SomeFiles
from clusterx.pipeline import plan
from clusterx.read import STANDARD_INPUT

if TYPE_CHECKING:
    from clusterx.llm import Plan

LONGEST_SENTENCE = 60


def run(
    model: NamedModel,
    files: SomeFiles = None,
    published: Published = None,
    form: FormatOption = None,
    base_url: BaseUrl = None,
    budget_tokens: BudgetTokens = None,
    budget_money: BudgetMoney = None,
    price: Price = None,
    cache: Cache = None,
    no_cache: NoCache = False,
) -> None:
    """Show what a language model would be asked, in tokens and money, without asking it."""
    llm = make_llm(model, base_url, budget_tokens, budget_money, price, where_kept(cache, no_cache))
    names = files or [STANDARD_INPUT]
    plans = [(name, plan(read_or_stop(name).text, llm, published=published)) for name in names]
    chosen = form.value if form else "table" if at_terminal() else "json" if len(names) == 1 else "jsonl"
    print_text("".join(_written(chosen, name, planned) for name, planned in plans))
    if chosen == "table":
        print_text(_total([planned for _, planned in plans]))


def _written(form: str, name: str, planned: Plan) -> str:
    if form == "json":
        return planned.model_dump_json(indent=1) + "\n"
    if form == "jsonl":
        return f'{{"file": {_quoted(name)}, "plan": {planned.model_dump_json()}}}\n'
    return "".join(f"{line}\n" for line in _lines(name, planned))


def _quoted(name: str) -> str:
    import json

    return json.dumps(name)


def _lines(name: str, planned: Plan) -> list[str]:
    lines = [f"{name}: {_sum([planned])}"]
    for question in planned.questions:
        what = f"{question.kind}.{question.field} {question.about}" if question.kind else "new records"
        sentence = " ".join(question.sentences[0].text.split())[:LONGEST_SENTENCE]
        lines.append(f"  {what}  {'(answered) ' if question.answered else ''}{sentence}")
    return lines


def _total(plans: list[Plan]) -> str:
    within = "" if all(planned.within_budget for planned in plans) else "; more than a budget allows for"
    return f"{len(plans)} files: {_sum(plans)}{within}\n" if len(plans) > 1 or within else ""


def _sum(plans: list[Plan]) -> str:
    tokens_in, tokens_out = sum(p.tokens_in for p in plans), sum(p.tokens_out for p in plans)
    costs = [planned.cost for planned in plans if planned.cost is not None]
    money = f", cost at most {sum(costs):f}" if costs else ""
    questions = sum(len(planned.questions) for planned in plans)
    calls = sum(planned.calls for planned in plans)
    return f"{questions} questions in {calls} calls, at most {tokens_in} tokens sent and {tokens_out} received{money}"
