"""Formulas as mechanisms: “1+4+6+N”工作架构, “231”产业集群, “六个一”工作机制, with what their parts are.

>>> from clusterx.rules.mechanism_view import read_view
>>> found = find_formula_mechanisms(read_view("构建“1+3+N”梯度培育体系，即1家链主企业、3家骨干企业、N家配套企业。"))[0]
>>> found.name, [(c.count, c.name) for c in found.values["components"]]
('1+3+N梯度培育体系', [(1, '链主企业'), (3, '骨干企业'), (None, '配套企业')])
>>> find_formula_mechanisms(read_view("“15”个要素保障小组，“2030”产业布局，3+2培养"))
[]
"""

from __future__ import annotations

from clusterx.mentions.formulas import Formula, find_formulas, parse_count
from clusterx.pattern import Pattern
from clusterx.records import Component
from clusterx.rules.mechanism_draft import Candidate
from clusterx.rules.mechanism_parts import Explanation, explain_counts, split_ones
from clusterx.rules.mechanism_view import Quote, Tail, View, words
from clusterx.rules.rule import Clue
from clusterx.text import Span

PLUS = Pattern(r"\s*[+＋]\s*")
COUNTED_PART = Pattern(
    r"(?:(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})|(?P<open>[NnXx]|若干))(?:个|家|名|位|支|套|条|批|项|张|份|所)(?P<name>\p{Han}{2,14})"
)
_OFFICE = r"办(?:公室)?|专?班|工作组|组|部|处|队|中心|站"
OFFICE = Pattern(rf"(?P<count>\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})(?P<name>{_OFFICE})")
OFFICES = Pattern(rf"(?:(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})(?:{_OFFICE})){{2,4}}")
YEAR = Pattern(r"20[0-4]\d")
HAN = Pattern(r"\p{Han}")
COUNTING = "个条家大项支名位套类批只份张年月日号米天亿万"
BRACKET = Pattern(r"（[^（）\n]{1,160}）")
TAKEN_BY_FORMULA = ("frame", "system", "programme", "platform", "team", "event")
TAKEN_BY_DIGITS = ("frame", "system", "programme")
FORMING = frozenset(
    {
        "构建",
        "形成",
        "建立",
        "打造",
        "健全",
        "完善",
        "实行",
        "推行",
        "落实",
        "实施",
        "采取",
        "采用",
        "按照",
        "探索",
        "坚持",
        "执行",
        "聚焦",
    }
)


def find_formula_mechanisms(view: View) -> list[Candidate]:
    """Every formula that names a mechanism."""
    found = (_mechanism(view, formula) for formula in find_formulas(view.text))
    return [mechanism for mechanism in found if mechanism]


def _mechanism(view: View, formula: Formula) -> Candidate | None:
    quoted = view.text[formula.end : formula.end + 1] in tuple("”’")
    start = formula.start - (view.text[formula.start - 1 : formula.start] in tuple("“‘"))
    close = formula.end + quoted
    tail = _tail(view, formula, close)
    end = tail.end if tail else close
    told = explain_counts(view.text, formula, start, close)
    if tail is None and not (quoted and formula.kind != "digits" and _stands_alone(view, start, close, told)):
        return None
    kind = "programme" if tail and formula.kind == "digits" and tail.head.family == "programme" else "formula"
    name = f"{formula.text}{tail.words if tail else ''}"
    made = Candidate(f"formula:{formula.text}", name, kind, start, end, "mechanism.formula", rank=len(name))
    made.weak = view.in_title(start)
    _explain(view, made, formula, told)
    return made


def _tail(view: View, formula: Formula, close: int) -> Tail | None:
    bracket = BRACKET.match(view.text, close)
    tail = view.tail(bracket.end() if bracket else close)
    if tail is None:
        return None
    if formula.kind == "digits" and (YEAR.fullmatch(formula.text) or tail.words[0] in COUNTING):
        return None
    allowed = TAKEN_BY_DIGITS if formula.kind == "digits" else TAKEN_BY_FORMULA
    return tail if tail.head.family in allowed else None


def _stands_alone(view: View, start: int, close: int, told: Explanation | None) -> bool:
    """A code without a head noun counts if the text explains it, or forms it and says no more."""
    if told:
        return True
    following = view.text[close : close + 1]
    return view.phrase(start).verb in FORMING and HAN.match(following) is None


def _explain(view: View, made: Candidate, formula: Formula, told: Explanation | None) -> None:
    counts = told.counts if told else formula.counts
    names = told.names if told else (None,) * len(counts)
    if not counts:
        return
    made.values["components"] = tuple(Component(count=c, name=n) for c, n in zip(counts, names, strict=True))
    if told:
        made.clues.append(Clue(told.start, told.end, ("components",), "mechanism.components"))
        made.claims += [Span(m.start, m.end) for item in told.items for m in view.quantities(*item)]


def ones_quote(view: View, quote: Quote) -> Candidate | None:
    """“一条产业链、一位市领导、一个工作专班”工作模式."""
    names = split_ones(quote.text)
    tail = view.tail(quote.end) if names else None
    if tail is None:
        return None
    components = tuple(Component(count=1, name=name) for name in names)
    made = Candidate(
        f"ones:{quote.text}", f"{quote.text}{tail.words}", "formula", quote.start, tail.end, "mechanism.ones"
    )
    made.values["components"] = components
    made.claims += [Span(m.start, m.end) for m in view.quantities(quote.start, quote.end)]
    return made


def counted_quote(view: View, quote: Quote) -> Candidate | None:
    """“1名总链长+6名分链长+12个工作专班”组织架构: a formula whose parts are told in it."""
    if "+" not in quote.text and "＋" not in quote.text:
        return None
    parts = [COUNTED_PART.fullmatch(part) for part in PLUS.split(quote.text)]
    tail = view.tail(quote.end) if len(parts) > 1 and all(parts) else None
    if tail is None or tail.head.family not in TAKEN_BY_FORMULA:
        return None
    told = [part for part in parts if part]
    components = tuple(Component(count=None if p["open"] else parse_count(p["count"]), name=p["name"]) for p in told)
    name = f"{quote.text}{tail.words}"
    made = Candidate(f"counted:{quote.text}", name, "formula", quote.start, tail.end, "mechanism.counted")
    made.values["components"] = components
    made.claims += [Span(m.start, m.end) for m in view.quantities(quote.start, quote.end)]
    return made


def offices_quote(view: View, quote: Quote) -> Candidate | None:
    """“一办四组”工作架构: one office, four groups."""
    tail = view.tail(quote.end) if OFFICES.fullmatch(quote.text) else None
    if tail is None or tail.head.family not in TAKEN_BY_DIGITS:
        return None
    components = tuple(Component(count=parse_count(p["count"]), name=p["name"]) for p in OFFICE.finditer(quote.text))
    name = f"{quote.text}{tail.words}"
    made = Candidate(f"counted:{quote.text}", name, "formula", quote.start, tail.end, "mechanism.counted")
    made.values["components"] = components
    made.claims += [Span(m.start, m.end) for m in view.quantities(quote.start, quote.end)]
    return made


def is_forming(verb: str) -> bool:
    """Whether a verb sets up what follows it."""
    return verb in FORMING or verb in words("setup") or verb in words("launch")
