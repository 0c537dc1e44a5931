"""What is held or attended so many times: the event is named in the clause before, or behind examples of it.

继续办好供需对接活动，下半年至少组织3场    供需对接活动
参加药交会、东北亚博览会等展会9场          参加展会
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.rules.figures import Figure
from clusterx.rules.indicator import noun_phrase
from clusterx.rules.rule import Reading

CLAUSE_MARK = Pattern("[，；：。\t|]")
EVENT_UNITS = frozenset(("场", "次", "场次", "期", "届"))
EXAMPLES = Pattern(
    r"(?:(?:企业|公司)?(?P<verb>参加|参展|亮相))?(?:[^、，]{2,16}、)*[^、，]{2,16}等(?:[一系列重点知名大型专业各类国内外]{0,6})(?P<noun>(?:展会|展览|博览会|赛事|大赛|论坛|活动|会展|推介会|对接会|展销会|平台活动)(?:活动)?)"
)
HOLDING = Pattern(r"^.{0,6}?(?:办好|办优|开好|搞好|组织好|举办好|用好|抓好)(?=[“\p{Han}]{3})")
EVENT_NOUN = Pattern(r"(?:会|活动|论坛|大赛|比赛|沙龙|培训|培训班|路演|讲座|集市|专场)$")


def event_before(reading: Reading, figure: Figure) -> str:
    """常态化举办产销对接会，年均不少于4场: of a figure whose unit is one of EVENT_UNITS."""
    start = max(figure.sentence.start, figure.clause - 60)
    noun = noun_phrase(CLAUSE_MARK.split(reading.clean[start : max(start, figure.clause - 1)])[-1])
    noun = HOLDING.sub("", noun)
    return noun if EVENT_NOUN.search(noun) and len(noun) <= 24 else ""


def without_examples(noun: str, figure: Figure) -> str:
    """参加展会 of 参加药交会、东北亚博览会等展会9场: those attended are examples of what is counted."""
    if figure.unit not in EVENT_UNITS or "等" not in noun:
        return noun
    listed = EXAMPLES.fullmatch(noun)
    return f"{listed['verb'] or ''}{listed['noun']}" if listed else noun
