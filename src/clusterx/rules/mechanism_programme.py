"""Programmes and platforms without quotation marks: 实施集群能效提升计划, （一）龙头企业培育行动, 成立起重装备产业联盟.

A programme needs a verb that launches it, or is itself the heading of a numbered item; a construction job (道路工程), a
schedule (年度投资计划) or a policy document (三年行动计划 in 《》) is none.

    >>> from clusterx.outline import build_outline
    >>> from clusterx.rules.mechanism_view import read_view
    >>> def names(text): return [c.name for c in find_programmes(read_view(text), build_outline(text))]
    >>> names("实施集群能效提升计划和质量强链工程，开展重点行动，实施年度投资计划，实施道路工程。")
    ['集群能效提升计划', '质量强链工程']
"""

from __future__ import annotations

from functools import cache

from clusterx.outline import Outline
from clusterx.pattern import Pattern
from clusterx.rules.mechanism_draft import Candidate, plain_key
from clusterx.rules.mechanism_view import Hit, Phrase, View, one_of, words

VAGUE = Pattern(
    r"专项|重点|重大|系列|各类|各项|具体|统一|共同|一致|积极|实际|主要|年度|民生|基础|系统|民心|形象|面子|上述|下列|以下|[一二三四五六七八九十]+大|相关|有关|新一轮"
)
CONSTRUCTION = Pattern(
    r"道路|管网|公路|桥|河道|小区|污水|供水|供热|供电|电网|绿化|景观|厂房|基础设施|大道|隧道|水库|校舍|医院|棚户|管道|水利|铁路|机场|港口|码头|路段|截污"
)
YEAR_OF = Pattern(r"(?:攻坚|提升|服务|落实|突破|建设|招商|发展|改革|创新|优化|深化|质量|环境|项目|作风|赶超|行动)年$")
SHORTEST = 4
LONGEST = 26
PLATFORM_VAGUE = Pattern(
    r"产业|创新|技术|战略|先进制造业|制造业|集群|产业链|行业|区域|校企|各类|专业|企业|联合|供需|产销|合作|交流|银企|政企"
)
SET_UP = ("联盟", "创新联合体", "促进会")
JOINTS = Pattern(r"(?r)以及|[、和与及]")
URGED = Pattern(r"(?:鼓励|支持|引导|推动|探索|谋划|拟)[^。；]{0,30}$")


@cache
def _gain_end() -> Pattern:
    return Pattern(f"{one_of('gain')}$")


def find_programmes(view: View, outline: Outline) -> list[Candidate]:
    """Every programme that a verb launches or that heads an item."""
    found: list[Candidate] = []
    for hit in view.hits:
        if (
            not (hit.head.family == "programme" or _is_year_of(view, hit))
            or view.text[hit.start - 1 : hit.start] in ("”", "、", "")
            or view.in_title(hit.start)
        ):
            continue
        phrase = view.phrase(hit.start)
        if (_is_programme(view, phrase, hit) and _is_launched(view, outline, phrase, hit)) or (
            _is_short(view, phrase, hit) and _heads_item(outline, phrase, hit)
        ):
            name = view.text[phrase.start : hit.end]
            key = f"named:{plain_key(view.text[phrase.start : hit.start])}"
            found.append(Candidate(key, name, "programme", phrase.start, hit.end, "mechanism.programme"))
    return found


def _is_year_of(view: View, hit: Hit) -> bool:
    """重大项目攻坚年活动."""
    return hit.head.word == "活动" and YEAR_OF.search(view.text, max(0, hit.start - 4), hit.start) is not None


def _is_programme(view: View, phrase: Phrase, hit: Hit) -> bool:
    qualifier = view.text[phrase.start : phrase.end]
    if len(VAGUE.sub("", qualifier)) < SHORTEST or len(qualifier) > LONGEST:
        return False
    if hit.head.word == "工程" and CONSTRUCTION.search(qualifier):
        return False
    return (
        "行动" in hit.head.word
        or hit.head.family == "event"
        or hit.head.word.endswith("战")
        or _gain_end().search(qualifier) is not None
    )


def _is_short(view: View, phrase: Phrase, hit: Hit) -> bool:
    """技术攻坚行动, 向海开放工程: enough of a name for the heading of an item."""
    text, word = view.text, hit.head.word
    core = text[phrase.start : hit.end].removesuffix("行动").removesuffix("专项").removesuffix("工程")
    gains = word == "工程" and _gain_end().search(core) is not None and not CONSTRUCTION.search(core)
    named = word.endswith("行动") or gains
    return named and SHORTEST <= len(core) <= LONGEST and len(VAGUE.sub("", core)) >= SHORTEST


def _is_launched(view: View, outline: Outline, phrase: Phrase, hit: Hit) -> bool:
    if phrase.verb in words("launch"):
        return True
    before = _listed_behind(view, phrase)
    if before is not None and before.head.family == "programme":
        return True
    return _heads_item(outline, phrase, hit)


def _listed_behind(view: View, phrase: Phrase) -> Hit | None:
    """The head of the name that this one is listed behind: A行动、B工程和C计划."""
    joint = JOINTS.match(view.text, 0, phrase.start)
    return view.hit_ending(joint.start()) if joint else None


def _heads_item(outline: Outline, phrase: Phrase, hit: Hit) -> bool:
    """Whether the name is the title of a labelled heading or item."""
    block = outline.block(hit.start)
    heading = block.heading
    if heading is None or not outline.text[block.start : heading.start].strip():
        return False
    begins = phrase.start == heading.start or (phrase.verb != "" and phrase.start - heading.start <= 6)
    return begins and hit.end == heading.start + len(heading.title)


def find_platforms(view: View) -> list[Candidate]:
    """Alliances that the text sets up under a name of their own."""
    found = []
    for hit in view.hits:
        if hit.head.word not in SET_UP or view.text[hit.start - 1 : hit.start] == "”" or view.in_title(hit.start):
            continue
        phrase = view.phrase(hit.start)
        qualifier = view.text[phrase.start : phrase.end]
        if _is_set_up(view, phrase) and _is_own(view, phrase, qualifier):
            name = view.text[phrase.start : hit.end]
            found.append(Candidate(f"named:{name}", name, "platform", phrase.start, hit.end, "mechanism.platform"))
    return found


def _is_set_up(view: View, phrase: Phrase) -> bool:
    """成立…联盟, and 由…牵头组建的…联盟."""
    if phrase.verb != "的":
        return phrase.verb in words("setup")
    return view.text[max(0, phrase.start - 5) : phrase.start - 1].endswith(tuple(words("setup")))


def _is_own(view: View, phrase: Phrase, qualifier: str) -> bool:
    urged = URGED.search(view.text, max(0, phrase.start - 40), phrase.start)
    return len(PLATFORM_VAGUE.sub("", qualifier)) >= 2 and urged is None
