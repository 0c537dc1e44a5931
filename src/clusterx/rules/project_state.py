"""What is known while projects are read: the one that is being told of, and what the words around say of all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from clusterx.mentions import Found
from clusterx.pattern import Pattern
from clusterx.records import ProjectStatus
from clusterx.rules.project_names import Name
from clusterx.rules.project_stage import stage_of
from clusterx.rules.project_work import Work
from clusterx.text import Span

STAGED = Pattern(
    r"(?P<stage>签约|签下|签订|开工|竣工|投产)了?(?:重大|重点|产业|工业|亿元以上)*(?:项目)?\d+余?个(?:项目)?"
)
SO_MANY = Pattern(rf"(?:集中|一次|一次性|现场|同日|共|成功)?{STAGED.source}")
OPENING = Pattern(
    r"(?:同台|压轴|率先|首批|最先|同日|同时|同期|当天|当日|今日|此次|本次|集中|现场|新)(?P<stage>签约|开工|竣工|投产|落户|复工)(?:的)?(?:项目)?(?:，?(?:还|也)?(?:有|包括|是)|：)"
)


@dataclass(slots=True)
class State:
    works: dict[str, Work] = field(default_factory=dict)
    current: Work | None = None
    whole: Work | None = None
    headed: Work | None = None  # the project that is the heading of this section
    opening: tuple[ProjectStatus, Span] | None = None  # 今日开工的有: what follows has that stage
    occasion: tuple[ProjectStatus, Span] | None = None  # 一次签下3个项目: those that the paragraph goes on to name
    side_by_side: list[Name] = field(default_factory=list)  # A、B，总投资分别为…
    pair: tuple[Name, Name] | None = None  # A和B: 前者总投资…；后者…
    last: Work | None = None  # the last one named: where a paragraph names nothing else, 二期 means its own
    elsewhere: bool = False  # the paragraph has named something else
    divided: Work | None = None  # the last one, if it has phases: a clause that does so too
    short: dict[str, Work] = field(default_factory=dict)  # 当地人都叫它“星河”
    posted: bool = False  # an emoji stands before its title
    fresh: bool = False  # the title is the last line that was read
    reach: int = 0  # where what belongs to `headed` ends so far
    aggregate: bool = True  # whether the sentence may tell of many projects
    pending: list[tuple[Span, Found]] = field(default_factory=list)  # 斥资5.3亿元, before the name is said


def stage_of_count(text: str, sentence: Span) -> tuple[ProjectStatus, Span] | None:
    """The stage that a count of unnamed projects has: 开原市一次签下3个项目。A…；B…."""
    counted = SO_MANY.search(text, *sentence) if STAGED.search(text, *sentence) else None
    if counted is None:
        return None
    stage = "signed" if "签" in counted["stage"] else stage_of(counted["stage"])
    return (stage, Span(*counted.span())) if stage else None


def stage_of_opening(text: str, start: int, names: list[Name]) -> tuple[ProjectStatus, Span] | None:
    """The stage that the words before the first name give to all of the sentence: 同台签约的，还有A、B."""
    told = OPENING.search(text, start, names[0].start) if names else None
    stage = stage_of(told["stage"]) if told else None
    return (stage, Span(*told.span("stage"))) if told and stage else None
