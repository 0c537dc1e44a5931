"""How projects that were named are taken up again: 该项目, 这座工厂, 前者, a short name; and which are named side by side.

>>> text = "当地人都把甲元柔性玻璃项目叫作“星河”。"
>>> short_names(text, text.index("叫"))
['星河']
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from clusterx.pattern import Pattern
from clusterx.rules.project_names import Name, head_of
from clusterx.rules.project_open import is_aggregate
from clusterx.rules.project_work import Work
from clusterx.text import Span

TAKES_UP = Pattern(
    r"[\s　]*(?:据(?:介绍|了解|悉)，?|据[^，。]{2,12}(?:介绍|透露)，)?(?:(?P<this>该|此|这[一个家座条处项](?:[^。；，\n]{2,40}的)?)|整个|新)?(?P<noun>项目|基地|工程|园区|产业园|工厂|生产线|产线|中心|园子|厂子|电站|小镇)(?!建设情况|名单|清单|数|见效|推进会|[库化])"
)
MAY_TAKE_UP = Pattern(
    r"[一二三四五首]期|该|此|这[一个家座条处项]|总投资|盘子"
)  # a text without any of these takes nothing up
SPOKEN = {"园子": "园", "园区": "园", "厂子": "厂", "工厂": "厂"}
PAIRED = Pattern(r"(?:、|和|与|及|以及)[^，。；！？\n]{0,14}")
ONE_OF_TWO = Pattern(r"[\s　]*(?:其中，?)?(?P<which>[前后])者")
# Behind its name, or before it in 这个企业内部叫作“三厂”的项目.
SHORT_NAME = Pattern(
    r"(?:简称|又称|俗称|人称|都?叫它|叫作|叫做|代号(?:为|叫)?|唤作|称之?为|称它为|称作|取名|得名)“(?P<short>[^“”，。；]{2,8})”"
)
OPENING = Pattern(r"[\s　“]*")
MANIFOLD = frozenset(("项目", "工程", "园区", "中心", "总部", "大厦", "基地"))  # nouns that stand for others as well
AND = ("、", "和", "与", "及", "以及")
REACH = 80
LONGEST_SHORT = 8
QUOTED_OR_NOT = Pattern(r"[\s　]*“?(?P<short>[^“”，。；：、\s]{2,14})")


def begins_with_noun(text: str, start: int, work: Work | None) -> bool:
    """冷链港占地280亩, of 北郊冷链港: what the name ends with stands for it."""
    noun = head_of(work.name) if work else ""
    if len(noun) < 2 or noun in MANIFOLD:
        return False
    opening = OPENING.match(text, start)
    at = opening.end() if opening else start
    return text.startswith(noun, at) and not text.startswith(("区", "化", "率", "名", "数"), at + len(noun))


def taken_up(text: str, last: Work | None, start: int, end: int) -> Work | None:
    """The project of the paragraph before, where this one goes on with 项目…, 该基地…."""
    opening = TAKES_UP.match(text, start, end)
    if not last or not opening or is_aggregate(text, start, min(end, start + 40)):
        return None
    return last if opening["noun"] in ("项目", "工程") or is_called(last, opening["noun"]) else None


def is_called(work: Work, noun: str) -> bool:
    """Whether 园区, 这座工厂 may stand for it: X产业园, X车桥厂."""
    return work.name.endswith(SPOKEN.get(noun, noun))


def pair_of(text: str, names: list[Name]) -> tuple[Name, Name] | None:
    """The last two names of a sentence where they are said together: 甲元的拆解线与乙元的外壳厂."""
    if len(names) < 2 or not PAIRED.fullmatch(text, names[-2].end, names[-1].start):
        return None
    return names[-2], names[-1]


def one_of_two(text: str, clause: Span, pair: tuple[Name, Name] | None) -> Name | None:
    """The one of a pair that a clause goes on with: 前者投资2.6亿元."""
    told = ONE_OF_TWO.match(text, *clause) if pair else None
    return pair["前后".index(told["which"])] if pair and told else None


def short_names(text: str, end: int) -> list[str]:
    """The names that a project whose own name ends at `end` is given there."""
    told = SHORT_NAME.search(text, end, end + REACH)
    return [told["short"]] if told else []


def by_short_name(text: str, clause: Span, short: Mapping[str, Work]) -> Work | None:
    """The project whose short name opens the clause: “星河”累计投入41亿元."""
    opening = QUOTED_OR_NOT.match(text, *clause) if short else None
    if not opening:
        return None
    words = opening["short"]
    return next(
        (short[words[:size]] for size in range(min(len(words), LONGEST_SHORT), 1, -1) if words[:size] in short), None
    )


def shortens(short: str, full: str) -> bool:
    """Whether the middle of the full name is left out: 海越基地, of 海越重工深远海装备制造基地."""
    if len(short) >= len(full) - 1:
        return False
    begin = next((at for at, (a, b) in enumerate(zip(short, full, strict=False)) if a != b), len(short))
    return begin >= 2 and any(full.endswith(short[at:]) for at in range(2, begin + 1) if len(short) - at >= 2)


def side_by_side(text: str, names: list[Name]) -> tuple[list[Name], list[Name]]:
    """The names of a clause, and those of them that stand in one list: where one of it is a project, all are."""
    if len(names) < 2 or any(n.kindlike for n in names) or not are_joined(text, names):
        return names, []
    if any(n.specific for n in names):
        names = [n._replace(specific=True) for n in names]
    return names, names


def are_joined(text: str, names: list[Name]) -> bool:
    return all(_joins(text[a.end : b.start]) for a, b in pairwise(names))


def _joins(between: str) -> bool:
    """、, or that behind a phase: A园二期、B项目上半年开工."""
    return between in AND or (between[:2].endswith("期") and between[2:] in AND)
