"""Which name goes with which number where a clause lists both: A、B和C分别达到37家、50家和60家.

names and numbers     绿色食品、生物医药行业增加值分别增长9.1%、14.6%    the tail of the last name is shared
years and numbers     2025年、2027年分别达到15%、25%                    see `Scope.paired_period`
levels and numbers    国家级、省级绿色工厂5家、10家                      without 分别
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from clusterx.pattern import Pattern
from clusterx.rules.words import one_of

# No mark of a list: 普及率, 涉及, 参与, 碳中和, 和谐
NAME_SPLIT = Pattern(
    r"、|和(?<![总饱缓中共温]和)(?!谐|平)|与(?<![参给赋]与)(?!会)|及(?<![普涉危遍波触企论]及)(?![其时格])|以及"
)
JOINED = ("和", "、", "与", "及")
MARKS = (Pattern("、"), Pattern("以及|、"), Pattern("(?<![总饱缓中共温])和(?!谐|平)|、"))
LEVELS = Pattern(
    r"(?P<front>.*?)(?P<levels>(?:(?:世界|国家|省|市|县|区)级、)+(?:世界|国家|省|市|县|区)级)(?P<tail>[^、]{2,20})$"
)
YEARS = Pattern(
    r"(?:(?:[到至]|(?<![同环])[较比])?(?:19|20)\d\d年(?:底|末)?|(?<!上、)[上下]半年|前?[一二三四]个?季度|“十[一二三四五]五”(?:时期|期间)?)[、和及]?"
)
COUNT_OF_NAMES = Pattern(r"[一二两三四五六七八九十\d]+(?:个|大|类|项)")
WHERE = Pattern(r"^.*(?:全[市县区省州国]|我[市县区省州])(?=\p{Han}{2})")  # 全市光伏、储能产业产值
# 甲区、乙县规上工业产值, 工业、农业项目: what the first names end with, the last one has before the shared words
OF_PLACES = Pattern(r"[\p{Han}A-Z]{1,8}?(?:[省市县区州旗镇乡](?![市县区州旗])|公司|集团)")
OF_TRADES = Pattern(r"\p{Han}{1,6}?(?<![企毕就创从])业")
RANKED = Pattern(r"第?[一二三四五六七八九十]")
LEVELS_SUMMED = Pattern(
    r"(?P<levels>(?:(?:国家?|省|市|州|县|区|镇|乡|村)[、和])+(?:省|市|州|县|区|镇|乡|村))[两二三四五]级(?P<tail>[^、]*)$"
)
KIND_SHARED = Pattern(r"(?<=\p{Han}{2})(?:产业(?!园)|行业|集群)(?=\p{Han}{2}|$)")  # 新材料、高端装备产业产值
HEAD_SHARED = Pattern(
    r"工业|规上|规模以上|固定资产|地区生产|社会消费|进出口|一般公共|签约|开工|竣工|投产|引进|落地|入驻|要素|居民|企业|项目|产品|平台|人才|园区|设备|装备|加工|领域|环节|材料|用地"
)
FRONT_VERB = Pattern(rf"{one_of('verb')}?")
RATE = Pattern(r"\p{Han}{2}率")
SHARED_ENDINGS = (
    "增速",
    "增幅",
    "降幅",
    "占比",
    "比重",
    "产值",
    "增加值",
    "总量",
    "数量",
    "覆盖率",
    "营业收入",
    "营收",
    "产能",
    "产量",
    "产出",
    "排放量",
    "出口额",
    "销售额",
    "营业额",
    "利润总额",
    "面积",
    "余额",
)


class Numbered(Protocol):
    """What this module needs of a figure."""

    left: int
    start: int
    end: int
    name: str | None
    place: tuple[int, int] | None
    head: tuple[int, int] | None


F = TypeVar("F", bound=Numbered)


def pair_names(text: str, figures: Sequence[F]) -> Sequence[F]:
    """Set `name`, `place` and `head` of the figures that a list of names or years belongs to."""
    if not figures:
        return figures
    first = None
    if text.find("分别", figures[0].left, figures[-1].start) >= 0:
        first = next((i for i, f in enumerate(figures) if text.find("分别", f.left, f.start) >= 0), None)
    if first is None:
        if len(figures) > 1 and text.find("级、", figures[0].left, figures[-1].start) >= 0:
            _pair_levels(text, figures)
        if len(figures) > 1:
            _pair_joined(text, figures)
        return figures
    group = [figures[first], *_following(text, figures, first + 1)]
    words = group[0].left, group[0].start
    head, _, verb = text[slice(*words)].partition("分别")
    head = YEARS.sub("", head)
    names = _names(head, len(group))
    if not names and (adding := FRONT_VERB.match(verb)):  # 分别新增A、B、C 5家、10家、30家
        names = [adding[0] + name for name in _names(verb[adding.end() :], len(group))]
        verb = "" if names else verb
    for place, figure in enumerate(group):
        figure.name = (names[place] if names else head) + verb
        figure.place = (place, len(group))
        figure.head = words
    return figures


def _following(text: str, figures: Sequence[F], first: int) -> list[F]:
    """The figures that go on the list from the `first` on: nothing but a mark between them."""
    group: list[F] = []
    for at in range(first, len(figures)):
        figure = figures[at]
        if len(text[figure.left : figure.start].strip("、和及与，")) > 1:
            break
        group.append(figure)
    return group


def _names(head: str, count: int) -> list[str]:
    if "级、" in head and (leveled := LEVELS.match(head)):
        levels = leveled["levels"].split("、")
        if len(levels) == count:
            return [f"{leveled['front']}{level}{leveled['tail']}" for level in levels]
    if summed := LEVELS_SUMMED.match(head):
        levels = NAME_SPLIT.split(summed["levels"])
        return [f"{level}级{summed['tail']}" for level in levels] if len(levels) == count else []
    names = _parted(head, count)
    if not names:
        return []
    names = _with_shared_front(_ranked_alike(names))
    tail = _shared_tail(names)
    return [n + tail if tail and not n.endswith(tail) else n for n in names[:-1]] + [COUNT_OF_NAMES.sub("", names[-1])]


def _ranked_alike(names: Sequence[str]) -> Sequence[str]:
    """第二 of 第一、二、三产业增加值."""
    first, *others = names
    alike = first[:1] == "第" and RANKED.fullmatch(first) and all(RANKED.match(name) for name in others)
    return [first, *(name if name[0] == "第" else f"第{name}" for name in others)] if alike else names


def _parted(head: str, count: int) -> list[str]:
    """The names; where there seem to be too many, 与 or 和 are part of one: 碳中和与节能环保、中医药产业."""
    for mark in (NAME_SPLIT, *MARKS):
        names = [name for name in mark.split(head) if name.strip()]
        if len(names) == count:
            return names
    return []


def _with_shared_front(names: Sequence[str]) -> list[str]:
    """亿元以上项目履约率、开工率: what a bare rate says is said of the first one's projects."""
    first, *others = names
    front = first[: -len(others[0])] if others and RATE.fullmatch(others[0]) and first[-1] == others[0][-1] else ""
    return [first, *(front + name if RATE.fullmatch(name) else name for name in others)] if len(front) > 1 else [*names]


def _shared_tail(names: Sequence[str]) -> str:
    """精深加工产品占比 of 铝、铜精深加工产品占比; 增速 of 工业投资和技改投资增速."""
    last = COUNT_OF_NAMES.sub("", names[-1])
    if behind := _behind_the_last_of_a_kind(names[:-1], last):
        return behind
    own = names[0][-2:] == last[-2:] or any(KIND_SHARED.search(name) for name in names[:-1])
    if not own and (shared := KIND_SHARED.search(last)):
        return last[shared.start() :]
    lengths = {len(WHERE.sub("", n.strip())) for n in names[:-1]}
    size = lengths.pop() if len(lengths) == 1 else 0
    behind = last[size:] if size and not names[0].endswith(SHARED_ENDINGS) else ""
    if len(behind) >= 2 and (size == 1 or (size <= 6 and HEAD_SHARED.match(behind))):
        return behind
    ending = next((e for e in SHARED_ENDINGS if last.endswith(e) and len(last) > len(e)), "")
    return ending if names[0][-2:] != last[-2:] else ""


def _behind_the_last_of_a_kind(names: Sequence[str], last: str) -> str:
    """规上工业产值 of 甲区、乙县、丙开发区规上工业产值; 产业增加值 of 第一、二、三产业增加值."""
    for kind in (OF_PLACES, OF_TRADES, RANKED):
        if all(kind.fullmatch(name) for name in names) and (own := kind.match(last)) and len(last) - own.end() > 1:
            return last[own.end() :]
    return ""


def _pair_joined(text: str, figures: Sequence[F]) -> None:
    """城镇、农村居民人均可支配收入22146元和12083元: as many names as numbers that nothing but 和 or 、 parts."""
    joined = [text[one.end : other.start] in JOINED for one, other in pairwise(figures)]
    end = 0
    for at, figure in enumerate(figures):
        if end <= at:
            end = next((behind for behind in range(at, len(joined)) if not joined[behind]), len(joined)) + 1
        names = _parted(text[figure.left : figure.start], end - at) if end - at > 1 else []
        if names and figure.name is None and (tail := _shared_tail(names)):
            for name, member in zip(names, figures[at:end], strict=True):
                member.name = name if name.endswith(tail) else name + tail
            return


def _pair_levels(text: str, figures: Sequence[F]) -> None:
    """国家级、省级、市级绿色工厂5家、10家、30家."""
    for at, figure in enumerate(figures):
        match = LEVELS.match(text[figure.left : figure.start])
        group = [figure, *_following(text, figures, at + 1)] if match else []
        levels = match["levels"].split("、") if match else []
        if match and len(levels) == len(group):
            for level, member in zip(levels, group, strict=True):
                member.name = f"{match['front']}{level}{match['tail']}"
            return
