"""Lines that name a project and nothing else, and what below them belongs to it.

■ 甲元年产12GWh储能电芯项目            the paragraphs below tell of it, up to the next heading
🏗️NO.3 甲元中央工厂                   so do the lines of a post below it, each as short as a heading
"""

from __future__ import annotations

from clusterx.outline import Block
from clusterx.pattern import Pattern
from clusterx.rules.project_names import Heads, Name, find_names, is_named
from clusterx.rules.project_phases import PHASE
from clusterx.rules.project_state import State
from clusterx.text import Span

OF_THE_HEADED = Pattern(  # 总投资36亿元，占地400亩; not 经开区今年以来…
    r"[\s　]*(?:（?\d{1,2}[）.．、]\s*(?:总?投资|工期|建设(?:地点|内容|规模|期限|周期|年限|工期|时间))：|(?:该|此|这个)?(?:项目|基地|园区|工程|产业园|工厂)|(?:计划|预计|估算|概算)?(?:总投资|投资)|占地|用地|建设|新建|位于|坐落|选址|由|分[一二两三]期|全长|规划|[一二三四]期|主要|拟建)"
)
NAMES_ONE = Pattern(
    r"(?:项目|工程|基地|园|园区|工厂|产线|生产线|中心|电站|大桥|隧道|公路|铁路|机场|码头)(?:[一二三四]期)?$"
)
SIGNS = Pattern(r"(?:[\s　\ufe0f\u20e3]|\p{So})*+(?:(?:NO|No|TOP|Top)\.?\s?\d{1,2}[.、：]?\s*)?")
SIGNED_FACTS = Pattern(  # 💰22亿元 📐180亩
    r"[\s　]*\p{So}\ufe0f?(?:总投资|投资|占地|用地|年产|产能)?：?[约近超逾]?\d[\d.]*(?:[百千万亿]*[美欧]?元|亩|万?平方米|[MG]Wh?|[千万亿]*[吨台套辆件片只])"
)
PLACE = r"(?:\p{Han}{1,11}(?:[省市县区镇乡州旗]|园区|街道)[·•・]\s?)?"  # 甲县·川禾轴承智能化改造项目
ALONE = Pattern(rf"{SIGNS.source}{PLACE}(?P<name>[^，。；：！？、\s]{{4,30}})[\s　]*")
SIGNED_PLACE = Pattern(f"{SIGNS.source}{PLACE}")
OF_ALL = Pattern(
    r"[\s　]*(?:今年以来|近年来|连日来|近日|日前|记者|走进|据|[全我][省市县区]|\p{Han}{2,8}[市县区](?:今年|聚焦|坚持|抢抓|围绕))"
)
OF_THIS = Pattern(
    r"[\s　]*(?:[^。\n]{0,8}。)?(?!\p{Han}{2,12}(?:公司|集团))[^。\n]{0,30}(?:项目|工程|总投资|投资|投入|技改|该|此)"
)
EMOJI = Pattern(r"[\s　]*\p{So}")
SHORT_LINE = 60


def title_of(text: str, block: Block) -> Span | None:
    """Where the name of a project may stand in a heading or in a line of its own, signs and numbers before it left out."""
    if block.heading is None:
        line = ALONE.fullmatch(text, block.start, block.end)
        return Span(*line.span("name")) if line else None
    sign = SIGNED_PLACE.match(text, block.heading.start)
    return Span(sign.end() if sign else block.heading.start, block.heading.end)


def name_of_title(text: str, title: Span, heads: Heads) -> Name | None:
    """The project that a title names, if it says nothing else."""
    if not NAMES_ONE.search(text, *title):
        return None
    names = find_names(text, *title, heads)
    name = names[-1] if names else None
    phase = PHASE.fullmatch(text, name.end, title.end) if name else None
    width = title.end - title.start - (len(phase[0]) if phase else 0)
    if not name or name.kindlike or name.end - name.start < width - 1 or not is_named(name.text):
        return None
    return name._replace(specific=True)


def goes_on_below(text: str, state: State, block: Block) -> bool:
    """今年1月已经投产🍞, in a post: what follows a title at once is no other one."""
    return state.posted and state.headed is not None and is_of_the_headed(text, state, Span(block.start, block.end))


def is_of_the_headed(text: str, state: State, block: Span) -> bool:
    """Below the name of a project: the first paragraph, short lines that follow at once, and what begins with a fact of it."""
    if state.fresh and not OF_ALL.match(text, block.start) and OF_THIS.match(text, block.start):
        return True
    follows = block.end - block.start <= SHORT_LINE and text.count("\n", state.reach, block.start) <= 1
    return bool(follows or OF_THE_HEADED.match(text, block.start) or SIGNED_FACTS.match(text, block.start))


def is_posted(text: str, title: Span) -> bool:
    """Whether an emoji stands before the title."""
    return EMOJI.match(text, text.rfind("\n", 0, title.start) + 1) is not None
