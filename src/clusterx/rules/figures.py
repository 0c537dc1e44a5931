"""Which words belong to which number: the figures of a sentence, with their conditions and baselines.

A figure is one quantity with the words on its left and right that may name it, in its clause. Within a clause the words
between two numbers belong to the first if they follow it like a noun (700名科技领军人才、8万名…), else to the second.

- a threshold before what is counted is a condition of the count: 投资过500万元的重点技改项目400个, 78个亿元以上项目;
- 由/从 N … 提高到 M: N is the baseline of M;
- A、B分别达到37家、50家: names and numbers are paired.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from clusterx.mentions import Found
from clusterx.pattern import Pattern
from clusterx.rules.indicator import STRONG
from clusterx.rules.pairing import pair_names
from clusterx.rules.rule import Reading
from clusterx.rules.words import alternation
from clusterx.text import Span

CLAUSE_STOP = Pattern(r"，|,|：|；|;|。|！|？|!|\?|\n|\t|\||:(?<!\d:)(?!\d)|——")
SEGMENT_STOP = Pattern(r"[；;。！？!?\n\t|]")
# What may stand between a number and the end of its clause without being a noun that it counts.
AFTERTHOUGHT = Pattern(
    r"(?:的速度(?:增长|递增)?|的目标(?:迈进|前进|奋进|努力)|大关|关口|台阶|的?(?:目标任务|总目标|目标|规模|水平|总量|区间|任务|增速|增幅|速度|门槛)|之多|不等|整|级)(?=[，,。；、）\s]|$)"
)
NOT_A_NOUN = Pattern(
    r"[，,。；;：:、！？!?）〕】\]\s…”’]|$|还多|有余|并(?!购|网)|且|以及|及其|和|与|或|后|时[，间]|外[，。]|起[，。]|来[，。]|内[，。]|中[，。]|等[，。；）]|"
    r"同比|环比|较|比(?=上年|去年|全)|占(?!地)|增长|下降|提高|提升(?!改)|增加|减少|高于|低于|快于|慢于|位居|居(?=全|第)|列(?=全|第)|排(?=全|名|第)|均|都|"
    r"其中|分别|左右|以上|以下|为(?=全|历)|是|已|将|达|超|目标|的[，。；、]|（"
)
VERB_BEHIND = Pattern(
    r"开工|竣工|完工|投产|落户|落地|签约|获评|获批|入选|入围|通过|实现|建成|完成|启动|上市|进入|用于|参加|纳入|认定|达产|投用|挂牌|获得|正式|全部|成功|顺利|相继"
)
PROPERTY_END = Pattern(
    r"(?:总投资|计划投资|完成投资|投资额?|产值|营业收入|营收|税收|利税|订单|融资|授信|贷款|销售额|出口额?|占比|面积)$"
)
BASELINE_LEFT = Pattern(r"(?:由|从)(?P<base>[^，。；由从]{0,14}?)$")
BASELINE_RIGHT = Pattern(
    r"[^，。；\d]{0,6}?(?:扩|爬升|攀升|抬升|缩减|缩|升|提高|提升|增加|增长|上升|下降|降低|扩大|发展|跃升|攀升|增|升|降|压减|压缩|减少|缩短|壮大|拓展|跃居|达)(?:到|至|为)?"
    r"|\p{Han}{1,3}(?:到|至)"  # 拉高到, 提到
)
EXACT_CLASS = Pattern(r"级?(?:项目|企业|园区|集群|产业)(?:数量?)?(?:达到?|有|突破|超过?|增加到|发展到|增至|共)*")
OWNER = Pattern(r"[^，。、的]{0,4}(?:企业|公司|单位|园区|高校|机构|群众|职工|项目)(?=的)")
DOES = Pattern(rf"(?<=\p{{Han}}{{2}}){alternation((*STRONG, '谋划实施', '谋划'))}")
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
    r"的?[^，。；：\d、]{0,10}(?:项目|企业|园区|集群|单位|平台|产业)[^，。；：\d]{0,16}?(?:率|占比|比重|覆盖面|贡献度)(?:分别|均|都|就)?(?:达到?|为|超过?|提高到|提升到|保持在|稳定在|不低于)?"
)
REACH = 400
COUNTED_UNITS = frozenset(
    "家 户 个 项 条 人 名 位 件 场 次 座 处 所 支 批 款 种 台 套 宗 只 株 艘 辆 架 份 张 间 栋 笔 人次 门 对 片 块 期 届 轮 幅 部 本 首 颗 根".split()
)


@dataclass(slots=True)
class Figure:
    """One quantity and the words that may name it. Spans are clean offsets."""

    found: Found
    left: Span
    right: Span
    clause: Span
    segment: Span
    conditions: list[tuple[str, Found]] = field(default_factory=list)
    baseline: Found | None = None
    baseline_left: Span | None = None
    name: str | None = None  # set where 分别 pairs names and numbers
    elided: bool = False  # 1个千亿级: the noun comes later
    aside: bool = False  # in brackets: says something about the figure before
    place: tuple[int, int] | None = None  # the how-manieth of how many behind 分别
    head: Span | None = None  # the words before 分别


@dataclass(slots=True)
class Clause:
    span: Span
    segment: Span
    found: list[Found]


def find_figures(reading: Reading, usable: list[Found]) -> Iterator[Figure]:
    """The figures of the text in order; `usable` are the quantities that no other record has claimed."""
    for clause in _clauses(reading.clean, usable):
        yield from _figures_of(reading.clean, clause)


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
    """Where clauses or segments begin and end, found once."""

    def __init__(self, stop: Pattern, text: str) -> None:
        stops = [match.span() for match in stop.finditer(text)]
        self._begins = [0, *(end for _, end in stops)]
        self._ends = [*(start for start, _ in stops), len(text)]

    def around(self, found: Found) -> Span:
        """The stretch between two stops that holds `found`."""
        at = last = bisect_right(self._begins, found.start) - 1
        while self._ends[last] < found.end and last < len(self._ends) - 1:
            last += 1
        return Span(self._begins[at], self._ends[last])


def _clauses(text: str, usable: list[Found]) -> Iterator[Clause]:
    held: Clause | None = None
    clauses, segments = Stops(CLAUSE_STOP, text), Stops(SEGMENT_STOP, text)
    for found in usable:
        if held and found.start < held.span.end:
            held.found.append(found)
            continue
        if held:
            yield held
        span = _in_brackets(text, found, clauses.around(found))
        held = Clause(span, segments.around(found), [found])
    if held:
        yield held


def _in_brackets(text: str, found: Found, clause: Span) -> Span:
    """A number in brackets stays inside them; one before a bracket does not reach into it."""
    start, end = clause
    opened = text.rfind("（", start, found.start)
    if opened >= 0 and text.find("）", opened, found.start) < 0:
        shut = text.find("）", found.end)
        return Span(opened + 1, min(end, shut) if shut >= 0 else end)
    aside = text.find("（", found.end, end)
    return Span(start, aside if aside >= 0 else end)


def _figures_of(text: str, clause: Clause) -> Iterator[Figure]:
    figures: list[Figure] = []
    at, index = clause.span.start, 0
    pending: list[tuple[str, Found]] = []
    baseline: tuple[Found, Span] | None = None
    while index < len(clause.found):
        found = clause.found[index]
        after = clause.found[index + 1] if index + 1 < len(clause.found) else None
        index += 1
        if after and _is_condition(text, found, after):
            pending.append((_attribute(text, at, found), found))
            continue
        if after and _qualifies_a_rate(text, found, after):  # its words name what comes next: 亿元以上项目履约率达到96%
            pending.append((_attribute(text, at, found), found))
            continue
        if after and (base := _is_baseline(text, at, found, after)):
            baseline = (found, Span(at, base))
            at = found.end
            continue
        figure = _figure(text, clause, at, found, after, pending, baseline)
        if after and after.start == found.end and is_threshold(after):
            index = _take_class(text, clause, figure, after, index)
        elif after and _is_threshold_behind(text, clause, found, after):
            index = _take_threshold(text, clause, figure, after, index)
        figures.append(figure)
        at, pending, baseline = max(figure.found.end, figure.right.end), [], None
    yield from pair_names(text, figures)


def _figure(
    text: str,
    clause: Clause,
    at: int,
    found: Found,
    after: Found | None,
    pending: list[tuple[str, Found]],
    baseline: tuple[Found, Span] | None,
) -> Figure:
    left = Span(max(at, found.start - REACH), found.start)
    right = _right(text, clause, found, after)
    span, segment = _near(clause.span, found), _near(clause.segment, found)
    figure = Figure(found, left, right, span, segment, list(pending))
    figure.aside = text[clause.span.start - 1 : clause.span.start] == "（"
    if baseline:
        figure.baseline, figure.baseline_left = baseline
    return figure


def _near(span: Span, found: Found) -> Span:
    """No sentence that people write is longer; what is longer is read in windows, so that time stays linear."""
    if found.start - span.start <= REACH and span.end - found.end <= REACH:
        return span
    return Span(max(span.start, found.start - REACH), min(span.end, found.end + REACH))


def _right(text: str, clause: Clause, found: Found, after: Found | None) -> Span:
    """The words that follow the number like the noun it counts; empty if none do."""
    nothing = Span(found.end, found.end)
    if NOT_A_NOUN.match(text, found.end) or AFTERTHOUGHT.match(text, found.end):
        return nothing
    end = min(clause.span.end, found.end + REACH)
    if after and after.start < end:
        end = after.start
        between = text[found.end : end]
        owner = OWNER.match(between)
        if owner:
            end = found.end + owner.end()
        elif is_count(found) and "、" not in between and (does := DOES.search(between)):
            end = found.end + does.start()  # 115家企业谋划实施项目152个
        elif "、" not in between and (owned := PROPERTY_END.search(between)) and not is_count(after):
            end = found.end + owned.start()
    bracket = text.find("（", found.end, end)
    end = bracket if bracket >= 0 else end
    while end > found.end and text[end - 1] in "、和及与 ":
        end -= 1
    return Span(found.end, end)


def _is_condition(text: str, found: Found, after: Found) -> bool:
    """`found` is a threshold of what `after` counts: nothing but a noun stands between them."""
    between = text[found.end : after.start]
    if not is_threshold(found) or not is_count(after):
        return False
    if between in ("", "的", "的有", "的共", "的达", "的共有"):  # 500亿级3个, 其中10亿元以上17个
        return found.by == "quantity.class" or not is_count(found)
    if NOT_A_NOUN.match(between) and not between.startswith("的"):
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
    return bounded and bool(COMPANIES_WITH.fullmatch(between)) and after.end >= clause.span.end


def _take_threshold(text: str, clause: Clause, figure: Figure, after: Found, index: int) -> int:
    following = clause.found[index + 1] if index + 1 < len(clause.found) else None
    figure.conditions.append((_attribute(text, figure.found.end, after), after))
    noun = _right(text, clause, after, following)
    if noun.end > noun.start:
        figure.right = Span(figure.found.end, noun.end)
    else:
        figure.right = Span(figure.found.end, after.end)
    return index + 1


def _take_class(text: str, clause: Clause, figure: Figure, after: Found, index: int) -> int:
    """3个500亿级现代化产业集群: the class is a condition, the noun stands behind it."""
    following = clause.found[index + 1] if index + 1 < len(clause.found) else None
    figure.conditions.append(("", after))
    figure.right = _right(text, clause, after, following)
    if figure.right.start == figure.right.end:
        figure.elided = True
        figure.right = Span(after.end, after.end)
    return index + 1
