"""Who set up a mechanism, where the clause that names it says so: 甲市创新推行“链长制”.

>>> from clusterx.rules.mechanism_view import read_view
>>> view = read_view("今年以来，甲市创新推行“链长制”，成立服务团。")
>>> [view.text[start:end] for start, end in [find_actor(view, 11)]]
['甲市']
>>> find_actor(view, 19) is None
True
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.rules.mechanism_draft import Candidate
from clusterx.rules.mechanism_view import View, one_of
from clusterx.rules.rule import Clue
from clusterx.text import Span

CLAUSE = Pattern(r"(?r)[^，。；：！？、（）《》“”\n 　]{4,40}")
ACTOR = Pattern(
    r"(?:今年以来|近年来|目前|近日|日前|为此|同时)?"
    r"(?P<actor>(?![各全本我该每由其])\p{Han}{1,10}?(?:省|市|县|区|州|盟|政府|委员会|管委会|局|厅|园区|集团|公司))"
    r"(?:已|正|还|又|也|率先|创新|全面|积极|探索|深入|大力|在全省|在全国|在全市|持续|先后|专门|牵头|联合|建立健全)*"
    rf"(?:{one_of('setup', 'launch')}|推出|打造|形成|健全|完善|创立|首创|执行|落地)"
)


def find_actor(view: View, start: int) -> Span | None:
    """Who sets up what is named at `start`."""
    clause = CLAUSE.match(view.text, 0, start)
    found = ACTOR.match(view.text, clause.start(), start) if clause else None
    return Span(*found.span("actor")) if found else None


def give_actors(view: View, mechanisms: list[Candidate]) -> None:
    """Note who set up each mechanism."""
    for mechanism in mechanisms:
        actor = None if mechanism.weak else find_actor(view, mechanism.start)
        if actor:
            mechanism.values["actor"] = view.text[actor.start : actor.end]
            mechanism.clues.append(Clue(actor.start, actor.end, ("actor",), "mechanism.actor"))
