"""Mechanisms with a proper name: programmes, platforms and systems, in quotation marks or behind a verb.

>>> from clusterx.rules.mechanism_view import read_view
>>> view = read_view("完善“揭榜领题”“协同攻关”等机制，开展“工赋甲市”专项行动，推行“项目秘书”制。")
>>> [c.name for group in quote_groups(view) for c in read_group(view, group)]
['揭榜领题机制', '协同攻关机制', '工赋甲市专项行动', '项目秘书制']
>>> [c.name for c in find_known_systems(read_view("推行揭榜挂帅、赛马等机制，按照一链一策推进。"))]
['揭榜挂帅机制', '赛马机制']
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from clusterx.lexicon import WordFinder
from clusterx.mentions.formulas import parse_count
from clusterx.pattern import Pattern
from clusterx.rules.mechanism_draft import Candidate, plain_key
from clusterx.rules.mechanism_team import BEHIND_OFFICE, drawn_people, give_size
from clusterx.rules.mechanism_view import JOINT, Quote, View, words

KINDS = {
    "programme": "programme",
    "event": "programme",
    "team": "task_force",
    "platform": "platform",
    "system": "other",
}
BETWEEN = frozenset({"", "、", "和", "与", "及", "以及"})
COUNTED = Pattern(r"等?(?:[二两三四五六七八九十\d]{1,3}(?:大|项|个)|系列|多种|新型|双)?")
LISTED = Pattern(r"等?")
BARE_SYSTEM = Pattern(r"(?:工作|负责|责任)?制(?![造定度约作剂品成药订冷氢裁式备高胜动衡服止片])")
# Sentences, and what somebody says of us: 我们的…, but “你呼我应” and “有事您找我” are names.
NO_NAME = Pattern(
    r"[。！？；《》：+＋]|[我你他她它咱您](?:们|的|都|也|就|是|在|想|不|没)|[吗吧呢啊呀]$|^[^我你您]{0,12}[我你您].{12}|^(?:十?[一二三四五六七八九]|十)五$|^[\d.,，%NnXx]+$"
    r"|^[一二三四五六七八九十\d]+[大项个](?:重大|重点|专项|主要)?$"
)
# What a talent or a firm is chosen for is a title: 入选“万人计划”.
HONOUR = Pattern(
    r"(?r)(?:入选|入围|获批|列入|评为|荣获|获评|获得|认定|申报|入库)(?:为|了)?(?:国家级?|省级?|市级?|首批)?"
)
INSTITUTION = Pattern(r"(?:企业|中心|实验室|基地|园区?|工厂|机构|公司|产业)$")  # “国家高新技术企业”等平台
# 关于“建设回收利用体系”的建议: what somebody suggests to do
SUGGESTED = Pattern(
    r"(?:建设|建立|健全|完善|构建|加快|推动|推进|加强|强化|加大|优化|深化|探索|打造|形成|落实|推广|创新)\p{Han}{3}"
)
COMPLETE = frozenset({"programme", "system", "会客厅", "早餐会", "恳谈会", "对接会"})
LONGEST_NAME = 45
LONGEST_FRONT = 4
LONGEST_QUALIFIER = 8
LISTING = frozenset({"、", "和", "与"})
OF_WHOM = Pattern(r"包|链|项目|专员|领导|挂钩|联系")
# A word before the quotation that only says where or for whom: 重点项目“月调度”机制.
VAGUE_FRONT = Pattern(
    r"(?:项目|企业|产业|产业链|集群|园区|全市|全省|全县|全区|我市|我省|市级|省级|县级|区级|国家|制造业|工业|市|省|县|区|活动|工作)$"
)
KNOWN_TAIL = Pattern(
    r"等?(?P<head>(?:工作|服务|攻关|推进|管理|运行|责任|项目)?(?:机制(?!造)|制度|模式|工程(?!师)|行动(?!方案|计划)|制(?![造定度约作剂品成药订冷氢裁式备高胜动衡服止片])))"
)


class Named(NamedTuple):
    """The head that gives a quotation its name."""

    end: int
    words: str
    family: str


def quote_groups(view: View) -> Iterator[list[Quote]]:
    """Quotations that stand side by side: “揭榜挂帅”“联合攻关”."""
    group: list[Quote] = []
    for quote in view.quotes:
        if group and view.text[group[-1].end : quote.start] not in BETWEEN:
            yield group
            group = []
        group.append(quote)
    if group:
        yield group


def read_group(view: View, group: list[Quote]) -> list[Candidate]:
    """The mechanisms that a group of quotations names with the head behind it."""
    found = [c for quote in group if (c := _complete(view, quote))]
    if not found and (named := _head(view, group)):
        found = [c for quote in group if (c := _candidate(view, quote, named, single=len(group) == 1))]
    return [] if found and HONOUR.match(view.text, 0, group[0].start) else found


def _head(view: View, group: list[Quote]) -> Named | None:
    at = group[-1].end
    bare = BARE_SYSTEM.match(view.text, at) if view.text[at : at + 1] in tuple("制工负责") else None
    if bare:
        return Named(bare.end(), bare[0], "system")
    listing = len(group) == 1 and "、" in group[0].text
    counted = (COUNTED if len(group) > 1 or listing else LISTED).match(view.text, at)
    tail = view.tail(counted.end() if counted else at)
    if tail is None or tail.head.family not in KINDS:
        return None
    said = counted[0] if counted and listing else ""
    if said and parse_count(said.rstrip("大项个")) != group[0].text.count("、") + 1:
        return None
    return Named(tail.end, f"{said}{tail.words}", tail.head.family)  # “强链、聚智、赋能、提质”四大工程


def _complete(view: View, quote: Quote) -> Candidate | None:
    """A quotation that holds its head: “百企升级行动”."""
    last = view.hit_ending(quote.end - 1)
    if last is None or not (last.head.family in COMPLETE or last.head.word in COMPLETE) or view.in_title(quote.start):
        return None
    core = quote.text.removesuffix(last.head.word)
    if len(core) < 2 or NO_NAME.search(core) or is_stock(core) or SUGGESTED.match(core):
        return None
    kind = KINDS[last.head.family]
    return Candidate(
        f"named:{core}", quote.text, kind, quote.start, quote.end, f"mechanism.{last.head.family}", confidence=0.8
    )


def _candidate(view: View, quote: Quote, named: Named, *, single: bool) -> Candidate | None:
    core = quote.text
    if not 2 <= len(core) <= LONGEST_NAME or NO_NAME.search(core) or view.in_title(quote.start):
        return None
    if named.family == "platform" and INSTITUTION.search(core):
        return None
    if is_stock(core) and (named.family not in ("programme", "team") or len(named.words) < 4):
        return None
    front = _front(view, quote) if single else ""
    name = f"{front}{core}{named.words}"
    key = f"named:{plain_key(core)}"
    end = named.end if single else quote.end
    made = Candidate(
        key, name, KINDS[named.family], quote.start - len(front), end, f"mechanism.{named.family}", rank=len(front)
    )
    if named.family == "event" and "对接" in name:
        made.kind = "platform"
    if named.family == "team":
        made.weak = BEHIND_OFFICE.match(view.text, named.end) is not None
        give_size(made, view.quantity_before(made.start) or drawn_people(view, made.start, end, setup=False))
    return made


def is_stock(term: str) -> bool:
    """Whether a term in quotation marks is a common catchword that names no system: 专精特新, 双碳."""
    return term in words("stock")


def _front(view: View, quote: Quote) -> str:
    """The words before a quotation that belong to its name: 人才“四引四育”工程."""
    phrase = view.phrase(quote.start, reach=3 * LONGEST_FRONT)
    front = view.text[phrase.start : phrase.end]
    if not 2 <= len(front) <= LONGEST_FRONT or not phrase.verb or VAGUE_FRONT.search(front) or JOINT.search(front):
        return ""
    return front


@cache
def _known() -> WordFinder[str]:
    return WordFinder({word: word for word in words("known")})


def find_known_systems(view: View) -> list[Candidate]:
    """Well-known systems without quotation marks: 揭榜挂帅机制, 领导包联制度."""
    found: list[Candidate] = []
    run: list[tuple[int, int, str]] = []
    for known in _known().find(view.text):
        if run and view.text[run[-1][1] : known[0]] not in LISTING:
            run = []
        run.append(known)
        if head := KNOWN_TAIL.match(view.text, known[1]):
            found += _known_systems(view, run, head["head"], head.end())
            run = []
    return [c for c in found if not view.in_title(c.start)]


def _known_systems(view: View, run: list[tuple[int, int, str]], head: str, end: int) -> Iterator[Candidate]:
    kind = "programme" if head.endswith(("行动", "工程")) else "other"
    for start, stop, known in run:
        phrase = view.phrase(start)
        front = view.text[phrase.start : start] if len(run) == 1 and start - phrase.start <= LONGEST_QUALIFIER else ""
        stop = end if known == run[-1][2] else stop
        yield Candidate(f"named:{known}", f"{front}{known}{head}", kind, start - len(front), stop, "mechanism.known")


def find_duties(view: View) -> list[Candidate]:
    """产业链帮包责任制: who answers for which chain, project or enterprise."""
    found = []
    for hit in view.hits:
        if hit.head.word in ("责任制", "责任制度") and not view.in_title(hit.start):
            phrase = view.phrase(hit.start)
            qualifier = view.text[phrase.start : phrase.end]
            if OF_WHOM.search(qualifier) and len(qualifier) >= 3:
                key, name = f"named:{qualifier}", f"{qualifier}{hit.head.word}"
                found.append(Candidate(key, name, "other", phrase.start, hit.end, "mechanism.duty"))
    return found
