"""Read what only your own documents say: a unit, a name and two rules of your own.

python extend.py
"""

from __future__ import annotations

from regex import Match

from clusterx import Draft, Extractor, Reading, Rule, Span

TEXT = """甲县2024年亩均效益综合评价结果公布：A类企业68家，B类215家，C类97家，D类12家。
县里同步启动青禾计划，为A类企业配备服务专员。
到2027年，全县标准厂房达到120标房。
"""

# One table, tab-separated: the columns are those of clusterx/data/units.tsv, here without the ones that are not needed.
UNITS = "unit\tdimension\taliases\n标房\tcount\t标准房\n"


def read_yield_class(match: Match[str], reading: Reading) -> Draft | None:
    """A类企业68家 as a target, but only in a sentence that speaks of 亩均效益."""
    sentence = reading.outline.sentence(match.start())
    if "亩均" not in reading.clean[sentence.start : match.start()]:
        return None
    number = reading.mentions_in(match.start("number"), match.end())[0]
    values = {
        "indicator": f"亩均效益评价{match['grade']}类企业",
        "quantity": number.quantity,
        "measure": "level",
        "status": "achieved",
    }
    return Draft(values, claims=[Span(number.start, number.end)])


def read_green_plan(match: Match[str], reading: Reading) -> Draft:
    """The county's own programme, which stands in no quotation marks."""
    return Draft({"name": match["name"], "kind": "programme"}, confidence=0.95)


RULES = [
    Rule(
        name="own.yield_class",
        record="target",
        pattern=r"(?P<grade>[ABCD])类(?:企业)?(?P<number>\d{1,6}家)",
        build=read_yield_class,
        examples=("亩均效益评价中，A类企业68家。",),
    ),
    Rule(
        name="own.green_plan",
        record="mechanism",
        pattern=r"(?:启动|实施|推进)(?P<name>青禾计划)",
        build=read_green_plan,
        examples=("全县实施青禾计划。", "启动青禾计划。"),
    ),
]

extractor = Extractor(lexicon=[("units", UNITS)], rules=RULES)


def main() -> None:
    """Print what is read, and by which rule."""
    result = extractor.extract(TEXT)
    for target in result.targets:
        print(f"{target.indicator} = {target.quantity.value} {target.quantity.unit}  [{target.evidence[0].by}]")
    for mechanism in result.mechanisms:
        print(f"{mechanism.name} ({mechanism.kind})  [{mechanism.evidence[0].by}]")


if __name__ == "__main__":
    main()
