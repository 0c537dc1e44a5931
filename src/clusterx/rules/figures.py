"""Which words belong to which number: the figures of a sentence, with their conditions and baselines.

A figure is one quantity with the words on its left and right that may name it, in its clause. Within a clause the words
between two numbers belong to the first if they follow it like a noun (700名科技领军人才、8万名…), else to the second.

- a threshold before what is counted is a condition of the count: 投资过500万元的重点技改项目400个, 78个亿元以上项目;
- 由/从 N … 提高到 M: N is the baseline of M;
- A、B分别达到37家、50家: names and numbers are paired.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from clusterx.mentions import Found
from clusterx.mentions.regions import FoundRegion
from clusterx.pattern import Pattern
from clusterx.rules.indicator import STRONG
from clusterx.rules.pairing import pair_names
from clusterx.rules.rule import Reading
from clusterx.rules.segment import REACH, Segment
from clusterx.rules.words import Opening, alternation
from clusterx.text import Span

CLAUSE_STOP = Pattern(r"(，|,|：|；|;|。|！|？|!|\?|\n|\t|\||:(?<!\d:)(?!\d)|——)")
SEGMENT_STOPS = "；;。！？!?\n\t|"
# What may stand between a number and the end of its clause without being a noun that it counts.
SCALE = "目标任务|总目标|目标|规模|水平|总量|区间|任务|增速|增幅|速度|门槛"
AFTERTHOUGHT = Opening(
    rf"的速度(?:增长|递增)?|的目标(?:迈进|前进|奋进|努力)|大关|关口|台阶|的(?:{SCALE})|{SCALE}|新(?:台阶|关口|高度|高地|水平)|之多|不等|整|级",
    behind=r"(?=[，,。；、）\s]|$)",
)
NOT_A_NOUN = Opening(
    r"还多|有余|正在|[至到](?=[约近超]?\d)|并(?!购|网)|且|以及|及其|和|与|或|后|时[，间]|外[，。]|起[，。]|来[，。]|内[，。]|中[，。]|等[，。；）]|"
    r"同比|环比|较|比(?=上年|去年|全)|占(?!地)|增长|下降|提高|提升(?!改)|增加|减少|高于|低于|快于|慢于|位居|居(?=全|第)|列(?=全|第)|排(?=全|名|第)|均|都|"
    r"其中|分别|左右|以上|以下|为(?=全|历)|是|已|将|达|超|目标|的[，。；、]|（",
    marks="，,。；;：:、！？!?）〕】]…”’",
)
VERB_BEHIND = Opening(
    r"开工|竣工|完工|投产|落户|落地|签约|获评|获批|入选|入围|通过|实现|建成|完成|启动|上市|进入|用于|参加|纳入|认定|达产|投用|挂牌|获得|正式|全部|成功|顺利|相继"
)
PROPERTY_END = Pattern(
    r"(?:(?:计划|项目|协议|预计|概算|估算|合同|签约|意向|累计)?总投资额?|计划投资|完成投资|投资额?|产值|营业收入|营收|税收|利税|订单|融资|授信|贷款|销售额|出口额?|占比|面积)$"
)
BASELINE_LEFT = Pattern(r"(?:由|从)(?P<base>[^，。；由从]{0,14}?)$")
BASELINE_RIGHT = Pattern(
    r"[^，。；\d]{0,6}?(?:扩|爬升|攀升|抬升|缩减|缩|升|提高|提升|增加|增长|上升|下降|降低|扩大|发展|跃升|攀升|增|升|降|压减|压缩|减少|缩短|壮大|拓展|跃居|达)(?:到|至|为)?"
    r"|\p{Han}{1,3}(?:到|至)"  # 拉高到, 提到
)
EXACT_CLASS = Pattern(r"级?(?:项目|企业|园区|集群|产业)(?:数量?)?(?:达到?|有|突破|超过?|增加到|发展到|增至|共)*")
OWNER = Pattern(r"[^，。、的]{0,4}(?:企业|公司|单位|园区|高校|机构|群众|职工|项目)(?=的)")
DOES = Pattern(
    rf"(?<=\p{{Han}}{{2}})(?:{alternation((*STRONG, '谋划实施', '谋划'))}|共(?:生产|销售|出口|产出|加工|签约|签下|纳税|缴税))"
)
NOT_BETWEEN = Pattern(r"[，。；：]|由|从|(?<!大)达到?$|增长|占比|共|实现")
ATTRIBUTE = Pattern(
    r"(总投资额?|固定资产投资|设备投资|计划投资|投资额?|年营业收入|营业收入|主营业务收入|年营收|营收|年产值|产值|年销售收入|销售收入|年销售额|税收|纳税|规模|"
    r"资产|用地|从业人员|研发投入|增速|占比)(?:额|总额)?(?:达到?|超过?|过|在)?$"
)
COMPANIES_WITH = Pattern(
    r"\p{Han}{0,8}(?:企业|公司|园区|集群|产业)(?:年?(?:产值|营收|营业收入|主营业务收入|销售收入|税收|纳税|规模))(?:有望|将|均|首次|全部|实现|达到?)?"
)
INVESTED = Pattern(
    r"(?:的)?(?:固定资产投资|工业投资|技改投资|项目投资)(?:完成额?|总额)?(?:同比)?(?:增长|下降|达到?|完成|实现|为|突破|累计完成)?"
)
RATE_OF = Pattern(
    r"的?[^，。；：\d、]{0,10}(?:项目|企业|园区|集群|单位|产品)(?:只|仅|还|约)?$|的?[^，。；：\d、]{0,10}(?:项目|企业|园区|集群|单位|平台|产业)[^，。；：\d]{0,16}?(?:率|占比|比重|覆盖面|贡献度)(?:分别|均|都|就)?(?:达到?|为|超过?|提高到|提升到|保持在|稳定在|不低于)?"
)
COUNTED_UNITS = frozenset(
    "家 户 个 项 条 人 名 位 件 场 次 座 处 所 支 批 款 种 台 套 宗 只 株 艘 辆 架 份 张 间 栋 笔 人次 门 对 片 块 期 届 轮 幅 部 本 首 颗 根".split()
)
Stretch = tuple[int, int]  # [start, end): a plain tuple takes a third of the time that a Span takes


@dataclass(slots=True)
class Figure:
    """One quantity and the words that may name it. Offsets are clean."""

    found: Found
    start: int  # of the number
    end: int
    unit: str
    left: int  # where the words before the number begin
    right: Stretch  # the noun behind it, empty if none follows; it never ends before the number
    clause: int  # where its clause begins
    segment: Segment
    sentence: Span
    aside: bool  # in brackets: says something about the figure before
    said: Sequence[Found] = ()  # the numbers and periods among the words before it
    places: Sequence[FoundRegion] = ()  # those that its clause names before it
    conditions: Sequence[tuple[str, Found]] = ()
    baseline: Found | None = None
    baseline_left: Stretch | None = None
    name: str | None = None  # set where 分别 pairs names and numbers
    elided: bool = False  # 1个千亿级: the noun comes later
    place: tuple[int, int] | None = None  # the how-manieth of how many behind 分别
    head: Stretch | None = None  # the words before 分别

    @property
    def is_count(self) -> bool:
        """Counts things (37家), not money, areas or rates."""
        return self.unit in COUNTED_UNITS


OF_ALL = Pattern(r"(?:计划|预计|协议|合同|估算)?(?:总投资|投资|总产值|总盘子)(?:额|总额)?(?:达|为|约|超|达到)?")
SMALL_LENGTHS = ("英寸", "微米", "纳米", "毫米", "寸")
SIZED = Pattern(r"(?:级|及以上)?[\p{Han}A-Za-z][^，。；：、（）]{1,30}")  # what is of that size


@dataclass(slots=True)
class Clause:
    start: int
    end: int
    segment: Segment
    sentence: Span
    aside: bool
    found: list[Found]


def find_figures(reading: Reading, usable: Iterable[Found]) -> list[Figure]:
    """The figures of the text in order; `usable` are the quantities that no other record has claimed."""
    text = reading.clean
    figures: list[Figure] = []
    for clause in _clauses(reading, usable):
        figures += _figures_of(text, clause)
    _add_surroundings(reading, figures)
    return figures


def _add_surroundings(reading: Reading, figures: Iterable[Figure]) -> None:
    """Set `said` and `places` where there are any, in one pass over text, mentions and places."""
    mentions = [mention.start for mention in reading.mentions]
    places = [place.start for place in reading.regions]
    said = named = 0
    for figure in figures:
        start = figure.start
        said, named = bisect_left(mentions, start, said), bisect_left(places, start, named)
        if said and mentions[said - 1] >= figure.left:
            figure.said = reading.mentions_in(figure.left, start)
        if named and places[named - 1] >= figure.clause:
            figure.places = reading.regions_in(figure.clause, start)


def is_count(found: Found) -> bool:
    """Counts things (37家), not money, areas or rates."""
    return found.quantity is not None and found.quantity.unit in COUNTED_UNITS


def is_threshold(found: Found) -> bool:
    """May define what is counted: 亿元以上, 过500万元, 500亿级, 1000人以上."""
    quantity = found.quantity
    if quantity is None or quantity.unit == "%":
        return found.text.endswith(("以上", "以下", "以内")) if quantity else False
    return found.by == "quantity.class" or not is_count(found) or quantity.bound in ("at_least", "at_most")


class Stops:
    """Where clauses or segments begin and end."""

    __slots__ = ("_begins", "_ends")

    def __init__(self, begins: list[int], ends: list[int]) -> None:
        self._begins, self._ends = begins, ends

    def around(self, found: Found) -> Stretch:
        """The stretch between two stops that holds `found`."""
        ends = self._ends
        at = last = bisect_right(self._begins, found.start) - 1
        while ends[last] < found.end and last < len(ends) - 1:
            last += 1
        return self._begins[at], ends[last]


def _stops(text: str) -> tuple[Stops, Stops]:
    """Those of clauses and those of segments, found in one pass: a segment ends where a clause ends."""
    bounds = list(accumulate(map(len, CLAUSE_STOP.split(text))))
    ends = bounds[::2]
    full = [end for end in ends[:-1] if text[end] in SEGMENT_STOPS]
    return Stops([0, *bounds[1::2]], ends), Stops([0, *[end + 1 for end in full]], [*full, len(text)])


def _clauses(reading: Reading, usable: Iterable[Found]) -> Iterator[Clause]:
    text, outline = reading.clean, reading.outline
    clauses, segments = _stops(text)
    held: Clause | None = None
    segment = Segment(text, 0, 0)
    for found in usable:
        at = found.start
        if held:
            if at < held.end:
                held.found.append(found)
                continue
            yield held
        if at >= segment.end:
            segment = Segment(text, *segments.around(found))
        start, end = clauses.around(found)
        inside = _in_brackets(text, found, start, end)
        if inside is None:
            aside = text.find("（", found.end, end)
            held = Clause(start, aside if aside >= 0 else end, segment, outline.sentence(at), False, [found])
        else:
            held = Clause(*inside, segment, outline.sentence(at), True, [found])
    if held:
        yield held


def _in_brackets(text: str, found: Found, start: int, end: int) -> Stretch | None:
    """A number in brackets stays inside them; one before a bracket does not reach into it."""
    opened = text.rfind("（", start, found.start)
    if opened < 0 or text.find("）", opened, found.start) >= 0:
        return None
    shut = text.find("）", found.end)
    return opened + 1, min(end, shut) if shut >= 0 else end


def _figures_of(text: str, clause: Clause) -> Sequence[Figure]:
    figures: list[Figure] = []
    at, index, found_ones = clause.start, 0, clause.found
    pending: list[tuple[str, Found]] = []
    baseline: tuple[Found, Stretch] | None = None
    while index < len(found_ones):
        found = found_ones[index]
        index += 1
        after = found_ones[index] if index < len(found_ones) else None
        if after and (_is_condition(text, found, after) or _qualifies_a_rate(text, found, after)):
            pending.append((_attribute(text, at, found), found))
            continue
        if after and _is_size_in_name(text, found, after):
            continue
        if after and (base := _is_baseline(text, at, found, after)):
            baseline = (found, (at, base))
            at = found.end
            continue
        figure = _figure(text, clause, at, found, after)
        if pending:
            figure.conditions, pending = pending, []
        if baseline:
            (figure.baseline, figure.baseline_left), baseline = baseline, None
        if after and after.start == figure.end and is_threshold(after):
            index = _take_class(text, clause, figure, after, index)
        elif after and _is_threshold_behind(text, clause, found, after):
            index = _take_threshold(text, clause, figure, after, index)
        figures.append(figure)
        at = figure.right[1]
    return pair_names(text, figures)


def _figure(text: str, clause: Clause, at: int, found: Found, after: Found | None) -> Figure:
    _, start, end, _, quantity, _, _ = found
    begin, segment = clause.start, clause.segment
    if start - at > REACH or start - segment.start > REACH or segment.end - end > REACH:
        segment = segment.near(start, end)
        at, begin = max(at, start - REACH), max(begin, start - REACH)
    sentence = clause.sentence
    unit = quantity.unit if quantity else ""
    right = _right(text, clause, found, after)
    return Figure(found, start, end, unit, at, right, begin, segment, sentence, clause.aside)


def _right(text: str, clause: Clause, found: Found, after: Found | None) -> Stretch:
    """The words that follow the number like the noun it counts; empty if none do."""
    start = found.end
    if NOT_A_NOUN.opens(text, start) or AFTERTHOUGHT.opens(text, start):
        return start, start
    end = min(clause.end, start + REACH)
    if after and after.start < end:
        end = _before_next(text, found, after)
    if clause.aside and (bracket := text.find("（", start, end)) >= 0:
        end = bracket
    while end > start and text[end - 1] in "、和及与 ":
        end -= 1
    return start, end


def _before_next(text: str, found: Found, after: Found) -> int:
    """Where the words that belong to `found` end and those that belong to the figure `after` it begin."""
    between = text[found.end : after.start]
    if owner := OWNER.match(between):
        return found.end + owner.end()
    if (cut := between.find("、")) > 0 and OF_ALL.fullmatch(between, cut + 1):
        return found.end + cut  # 18个项目、总投资246亿元
    if "、" not in between:
        if is_count(found) and (does := DOES.search(between)):
            return found.end + does.start()  # 115家企业谋划实施项目152个
        if not is_count(after) and (owned := PROPERTY_END.search(between)):
            return found.end + owned.start()
    return after.start


def _is_condition(text: str, found: Found, after: Found) -> bool:
    """`found` is a threshold of what `after` counts: nothing but a noun stands between them."""
    between = text[found.end : after.start]
    if not is_threshold(found) or not is_count(after):
        return False
    if found.by == "quantity.class" and (base := BASELINE_LEFT.search(between)):
        between = between[: base.start()]  # 百亿级产业链由链长制实施前的3条增加到6条
    if between in ("", "的", "的有", "的共", "的达", "的共有"):  # 500亿级3个, 其中10亿元以上17个
        return found.by == "quantity.class" or not is_count(found)
    if NOT_A_NOUN.opens(between, 0) and not between.startswith("的"):
        return False
    noun = between.removeprefix("的")
    if EXACT_CLASS.fullmatch(between) and found.quantity is not None and found.quantity.dimension == "money":
        return True  # 50亿元项目1个
    return (
        2 <= len(noun) <= 40
        and not NOT_BETWEEN.search(noun[:-2])
        and not (
            found.quantity is not None
            and found.quantity.bound == "exact"
            and found.by == "quantity.number"
            and "的" not in between[:1]
        )
    )


def _qualifies_a_rate(text: str, found: Found, after: Found) -> bool:
    """亿元以上 in 亿元以上项目履约率、开工率分别达到96%、83%; 500万元以上固定资产投资增长7.8%."""
    if not is_threshold(found) or is_count(found) or after.quantity is None or is_count(after):
        return False
    pattern = RATE_OF if after.quantity.unit == "%" else None
    invested = found.text.endswith("以上") and INVESTED.fullmatch(text, found.end, after.start)
    return bool(invested or (pattern and pattern.fullmatch(text, found.end, after.start)))


def _is_size_in_name(text: str, found: Found, after: Found) -> bool:
    """6英寸 in 6英寸碳化硅衬底年产能达到60万片, 3纳米 and 5纳米 in 3纳米、5纳米工艺12项."""
    if not _is_size(found):
        return False
    listed = text[found.end : after.start] in ("、", "和", "及") and _is_size(after)
    return listed or SIZED.fullmatch(text, found.end, after.start) is not None


def _is_size(found: Found) -> bool:
    quantity = found.quantity
    return quantity is not None and (quantity.unit in SMALL_LENGTHS or quantity.dimension == "voltage")


def _attribute(text: str, start: int, found: Found) -> str:
    """投资 in 实施投资过500万元的: the last noun before a threshold."""
    match = ATTRIBUTE.search(text, start, found.start)
    return match[1] if match else ""


def _is_baseline(text: str, start: int, found: Found, after: Found) -> int | None:
    """Where the words 由…/从… that make `found` the baseline of `after` begin, else None."""
    left = BASELINE_LEFT.search(text, start, found.start)
    if not left or not BASELINE_RIGHT.match(text, found.end, after.start):
        return None
    return left.start()


def _is_threshold_behind(text: str, clause: Clause, found: Found, after: Found) -> bool:
    """20个投资5亿元以上的项目; 3家企业产值突破50亿元: what follows the count is its threshold."""
    if not is_count(found) or not is_threshold(after) or is_count(after):
        return False
    between = text[found.end : after.start]
    if ATTRIBUTE.fullmatch(between):
        return text[after.end : after.end + 1] == "的" or after.text.endswith("以上")
    bounded = after.quantity is not None and after.quantity.bound == "at_least"
    return bounded and bool(COMPANIES_WITH.fullmatch(between)) and after.end >= clause.end


def _take_threshold(text: str, clause: Clause, figure: Figure, after: Found, index: int) -> int:
    following = clause.found[index + 1] if index + 1 < len(clause.found) else None
    figure.conditions = (*figure.conditions, (_attribute(text, figure.end, after), after))
    start, end = _right(text, clause, after, following)
    figure.right = figure.end, end if end > start else after.end
    return index + 1


def _take_class(text: str, clause: Clause, figure: Figure, after: Found, index: int) -> int:
    """3个500亿级现代化产业集群: the class is a condition, the noun stands behind it."""
    following = clause.found[index + 1] if index + 1 < len(clause.found) else None
    figure.conditions = (*figure.conditions, ("", after))
    start, end = figure.right = _right(text, clause, after, following)
    figure.elided = start == end
    return index + 1
