"""What a figure is called: the indicator out of the words on its left, on its right, or of the figures before.

target.left       高新技术企业达850家
target.right      700名科技领军人才
target.both       产品远销120多个国家
target.inherited  产值586亿元，同比增长8.9%
target.share_of   完成投资648亿元，占年度计划的92.4%
target.gap        增长10.8%，高于全省平均水平3.2个百分点
target.leaning    重点项目386个，总投资5216亿元
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from clusterx.mentions import Found
from clusterx.pattern import Pattern
from clusterx.rules.clause_before import (
    HEAD_NOUN,
    industry_spoken_of,
    measured_before,
    noun_of_clause_before,
    noun_of_heading,
)
from clusterx.rules.event_noun import EVENT_UNITS, event_before, without_examples
from clusterx.rules.figures import VERB_BEHIND, Figure
from clusterx.rules.goods import amount_of_goods
from clusterx.rules.indicator import is_bare, noun_phrase
from clusterx.rules.not_target import counts_in_a_name
from clusterx.rules.noun_behind import ENDS_IN_VERB, NUMBERS, THRESHOLD_PREFIX, noun_of_those_who, right_noun
from clusterx.rules.pairing import NAME_SPLIT
from clusterx.rules.ranked import measured
from clusterx.rules.rule import Reading
from clusterx.rules.spoken_names import as_offices_say, share_of_place, share_of_those, share_that_does, share_within
from clusterx.rules.task_noun import is_only_verbs, task_of_row
from clusterx.rules.words import Opening, WordSet, words
from clusterx.tables import Cell
from clusterx.text import Span

LOOSE_BOUND = Pattern(r"至少|不少于|不低于|(?:不会|没有?|从未|未曾)低[于过]")
COMES_TO = "(?:达到?|为|(?:提高|提升|上升|下降|降低|升|降|增)[到至]|稳定在|保持在|提高|提升|上升|增加|下降|降低)"
WHOLE = rf"(?P<whole>[^，。；]{{2,24}}?)(?:的?(?P<kind>比重|比例|份额))?(?:首次|首度|已经?|仍|还)?{COMES_TO}?$"
SHARE_OF = Pattern(
    rf"^(?:[只仅刚才])?(?:约?占(?!比|地)[到了]?|相当于|(?:为|完成)(?=[^，。；]{{0,12}}(?:计划|任务|目标|进度|工程量|总量|预算))){WHOLE}"
)
BEYOND = "高于 低于 快于 慢于 高出 超出 超(?=序时|时序|计划|目标) 领先 跑赢 跑输 领跑(?!者) 优于 落后于 落后(?=序时|时序|计划|全) 好于".split()
THAN = r"(?!上年|去年|同期|上月|年初|上半年|上季|\d{4}年)[^，。；\d]{2,16}(?:高|低|快|慢|多|少)(?:出|了)?$"
GAP_TEXT = Pattern("|".join([f"{word}[^，。；]{{1,20}}$" for word in BEYOND] + [f"比(?![重例值比]){THAN}|较{THAN}"]))
GAP_WORDS = Pattern(r"超|[快慢高低优好]于|[高低]出|领[先跑]|落后|比[^，。；]{2,12}[快慢高低]$")
ONLY = Pattern(r"[只仅就]占$")
OF_THE_YEAR = Pattern(r"全年(?=的?(?:目标|任务|计划|预算))")
IS_NOW = Pattern(
    r"[，、]?(?:到[^，。；]{2,8}，?)?(?:已经?|已(?=[经是])|现在|如今|眼下|目前|今年|去年|而今|到现在|现已|\d{4}年)(?:已|则|又|就)?(?:[只仅]?占|[只仅]?是|为|达到?了?|(?:升|降|涨|提高|提升|下降|增)[到至]了?)$"
)  # 三年前只占11%，现在是18.5%
TIMES_OF = Pattern(r"(?:是|为|相当于|达到?|约为)[^，。；]{2,16}的$")
STAGE_VERB = Pattern(
    r"新?(?:开工|竣工|完工|投产|办结|签约|落地|入库|达产|建成|通过|交付|注册|入驻|受理|整改|销号|化解|认定|培育|引进|改造|盘活)$"
)
GOES_ON = Pattern(r"[\s　]*(?:其中|同比|环比|增速|增长|较上年|较去年|比上年)")
BY_NOW = ("实际", "实际完成", "实际新增")  # 全年计划新增50家，实际新增58家
AIMS_ALONE = frozenset("保争冲奔")  # 保310亿元、争330亿元
AN_AMOUNT = Pattern(r"(?:率|额|投资|产值|收入|营收|税收|利润|资金|贷款|合同额|盘子)$")
ATTRIBUTES = frozenset(
    "名义增速 实际增速 名义增幅 同口径增速 降幅 增速 增幅 占比 比重 增长率 总数 总量 数量 总数量 期末总数 户均 人均 亩均 增长面 总规模".split()
)
THRESHOLD_WITHIN = Pattern(rf"^.*(?:[超过达上]{NUMBERS}+元?(?:以上)?的?|{NUMBERS}*[万亿]元以上的?)(?=\p{{Han}}{{2}})")
LEVEL = Pattern(r"(?:世界|国家|省|市|县|区)级(?:及?以上)?")
TAILS = WordSet("property", "leaning")
PROJECTS_DO = Pattern(
    r"项目(?P<verb>(?:集中|同时|相继|同日|同步|陆续|现场|成功|正式|顺利|完成|达成|在线|云端|先后|全部)?(?:签约|开工|竣工|投产|落地|落户|破土|动工|奠基|启动|建成投产|竣工投产))"
)
COUNTED_LIST = Pattern(r"[一二三四五六七八九十]+大[^、]+$")
REASON = Opening("因|由于|受(?![理益让托训])|随着|得益于|扣除")
EXTENT = frozenset(
    "总面积 面积 总建筑面积 建筑面积 占地面积 建设总面积 总长 全长 总长度 长度 总规模 总里程 里程 总容量 容量".split()
)
THIS_FIGURE = Pattern(r"(?:这|该|此)?一?(?:数字|数据|比例|指标|比率|数值)$")  # 而三年前这一数字只有17%
IN_ALL = frozenset(("", "共", "共有", "共计", "合计", "总计", "总数", "现有", "总共"))
PARTNER = ("与", "同", "和", "跟")
COMPARED = ("比", "较", "由", "从")
PLACE_END = ("省", "市", "县", "区", "州", "旗")
NO_TIME = ("period.base", "period.plan")


@dataclass(slots=True)
class Memory:
    """The last indicator that can be inherited, and the sentence and the place in which it stood."""

    noun: str = ""
    sentence: int = -1
    place: int = -1
    recent: list[str] = field(default_factory=list)  # indicators of this sentence
    share: tuple[str, int] = ("", -1)  # 用上云服务的企业占比, and its sentence: what 提高5.2个百分点 behind it says


@dataclass(slots=True)
class Named:
    """An indicator, the rule that found it, and where it stands."""

    indicator: str
    by: str
    confidence: float
    start: int = 0
    end: int = 0
    cell: Cell | Span | None = None  # what names it from afar: the task of the row, the measure of the ranking


def name_figure(reading: Reading, figure: Figure, memory: Memory) -> Named:
    """The indicator of a figure; empty where the text has none for it."""
    if ranked := measured(reading.clean, figure.sentence.start, figure.start, figure.unit):
        name = noun_phrase(reading.clean[ranked.start : ranked.end])
        return Named(name, "target.ranked", 0.8, figure.start, figure.end, ranked)
    before = words_before(reading, figure)
    bare = before.strip(" ，、")
    left = bare if bare in ATTRIBUTES else "" if _is_partner(bare) else noun_phrase(before)
    right = right_noun(reading.clean, figure)
    inherited = _inherited(reading, memory, figure) if memory.noun or memory.share[0] else ""
    if left in ATTRIBUTES:  # 名义增速分别为4.7%、6.2%: the n-th speaks of the n-th figure before
        inherited = _recent(figure, memory) or inherited
    named = (
        (_of_recent(figure, memory) if figure.place else None)
        or (_of_condition(figure, left, right, inherited) if figure.conditions else None)
        or _of_comparison(reading.clean, figure, before, bare, _recent(figure, memory) or inherited)
        or _of_sides(reading, figure, left, right, inherited)
    )
    if named.by in ("target.left", "target.right", "target.both"):
        named.indicator = as_offices_say(amount_of_goods(named.indicator, bare, figure.unit))
    named.start = _start(reading.clean, figure, left)
    named.end = figure.right[1]
    return named


def _is_partner(words: str) -> bool:
    """代表团与3家企业签署协议: those before 与 are not what is counted."""
    return words in PARTNER or (words.endswith("与") and not words.endswith("参与"))


def remember(memory: Memory, figure: Figure, named: Named) -> None:
    """What later figures may inherit. A gap or a share says something of a figure, it does not replace it."""
    sentence = figure.sentence.start
    if sentence != memory.sentence:
        memory.recent = []
    memory.sentence, memory.place = sentence, figure.start
    share = figure.unit == "%" and "占" in named.indicator
    is_share = named.by == "target.share_of" or share or named.indicator.endswith("占比")
    memory.share = (named.indicator, sentence) if is_share else ("", -1)
    of_another = named.by in ("target.gap", "target.share_of", "target.attribute") or named.indicator.endswith("占")
    if not of_another and not figure.aside:
        if named.by != "target.inherited" or not memory.noun or not named.indicator.startswith(memory.noun):
            memory.noun = named.indicator  # else 签约项目68个，47个开工，17个投产: all of the projects signed
        memory.recent.append(named.indicator)


def words_before(reading: Reading, figure: Figure) -> str:
    """The words on the left, without the periods and durations that stand among them."""
    if figure.name is not None:
        return figure.name
    text, start, end, said, places = reading.clean, figure.left, figure.start, figure.said, figure.places
    if figure.baseline_left:
        start, end = figure.baseline_left
        said, places = reading.mentions_in(start, end), reading.regions_in(start, end)
    words = (_without_times(text, start, end, said) if said else text[start:end]).lstrip(" ，、")
    if words and places and (place := next((p for p in places if p.start >= start), None)):
        name = text[place.start : place.end]
        if words.startswith(name) and name.endswith(PLACE_END) and len(words) > len(name) + 1:
            return words.removeprefix(name)  # 甲市规上工业产值: the place is the subject
    return words


def _without_times(text: str, start: int, end: int, mentions: Iterable[Found]) -> str:
    kept = []
    for mention in mentions:
        if (
            mention.start >= start
            and (_is_time(mention) or counts_in_a_name(text, mention))
            and not text.endswith(COMPARED, 0, mention.start)
        ):
            kept.append(text[start : mention.start])
            start = mention.end + (text[mention.end : mention.end + 1] == "里")  # 五年里翻了一番
    kept.append(text[start:end])
    return "".join(kept).replace("（）", "")


def _is_time(mention: Found) -> bool:
    """Periods and durations name nothing: 三年引进人才80名."""
    if mention.kind == "period":
        return mention.by not in NO_TIME
    return mention.quantity is not None and mention.quantity.dimension == "time"


def _within_reach(reading: Reading, memory: Memory, figure: Figure) -> bool:
    """A noun is inherited inside its sentence, and by a sentence of its paragraph that opens with 其中 or 同比."""
    start = figure.sentence.start
    if memory.sentence == start:
        return True
    block = reading.outline.block
    return GOES_ON.match(reading.clean, start) is not None and block(memory.place) is block(figure.start)


def _inherited(reading: Reading, memory: Memory, figure: Figure) -> str:
    """The noun before; for a count not a rate or an amount: 开工项目82个，开工率85.4%，竣工31个."""
    said_of_share = figure.unit == "百分点" and memory.share[1] == figure.sentence.start
    if (
        memory.share[1] == figure.sentence.start
        and figure.unit == "%"
        and IS_NOW.match(reading.clean, figure.left, figure.start)
    ):
        return memory.share[0]
    if said_of_share and not GAP_WORDS.search(reading.clean, figure.left, figure.start):
        return memory.share[0]
    if not _within_reach(reading, memory, figure):
        return ""
    if figure.is_count and AN_AMOUNT.search(memory.noun):
        return next((noun for noun in reversed(memory.recent) if HEAD_NOUN.search(noun)), memory.noun)
    return memory.noun


def _of_recent(figure: Figure, memory: Memory) -> Named | None:
    """营收1860亿元，利润98亿元，分别增长6.2%、11.5%: the n-th growth belongs to the n-th figure before."""
    if figure.place is None or figure.name is None or noun_phrase(figure.name):
        return None
    recent = _recent(figure, memory)
    return Named(recent, "target.attribute", 0.85) if recent else None


def _recent(figure: Figure, memory: Memory) -> str:
    """The n-th of the figures before the n-th behind 分别: 分别占年度任务的85%和92%."""
    if figure.place is None or len(memory.recent) < figure.place[1]:
        return ""
    place, count = figure.place
    return memory.recent[-count:][place]


def _of_condition(figure: Figure, left: str, right: str, inherited: str) -> Named | None:
    """千亿级产业集群2个、500亿级3个; 签约项目112个，其中10亿元以上17个: the noun is that of the figure before."""
    if right or not inherited or figure.elided:
        return None
    condition = figure.conditions[-1][1].text
    bare = left.removesuffix("的")
    if bare and not bare.endswith(condition):
        return None
    noun = HEAD_NOUN.search(inherited)
    kept = (
        THRESHOLD_WITHIN.sub("", THRESHOLD_PREFIX.sub("", inherited)) if len(inherited) <= 16 or not noun else noun[0]
    )
    return Named((bare or condition) + kept, "target.attribute", 0.8)


def _of_comparison(text: str, figure: Figure, before: str, bare: str, inherited: str) -> Named | None:
    """A gap, a multiple of something, a share of something."""
    unit = figure.unit
    if (gap := GAP_TEXT.search(before)) is not None:
        own = noun_phrase(before[: gap.start()])
        own = f"{inherited}{own}" if own in ATTRIBUTES else own or inherited
        return Named(f"{own}{gap[0]}" if own else "", "target.gap", 0.8)
    if unit == "倍" and (times := TIMES_OF.search(before)):
        own = noun_phrase(before[: times.start()])
        return Named(own or inherited, "target.left" if own else "target.attribute", 0.8)
    if unit != "%":
        return None
    those = bare or text[figure.clause : figure.start]  # 利润率低于5%的超过半数
    told = share_of_place(bare, inherited) or share_within(bare) or share_of_those(those, inherited)
    if told or (
        bare in ("", "但", "而", "其中") and (told := share_that_does(text[figure.end : figure.end + 24], inherited))
    ):
        return Named(told, "target.share_of", 0.8)
    share = SHARE_OF.match(bare.removeprefix("其中").removeprefix("约"))
    if share:
        year = OF_THE_YEAR.search(text, figure.left, figure.start)  # which was taken off with the times
        whole = f"{year[0] if year else ''}{share['whole'].rstrip('的')}{share['kind'] or ''}"
        return Named(f"{inherited}占{whole}", "target.share_of", 0.85)
    return None


def _of_sides(reading: Reading, figure: Figure, left: str, right: str, inherited: str) -> Named:
    if left and _names_nothing(left, right, figure):
        left = ""
    held = figure.unit in EVENT_UNITS
    bare = not right and (held or reading.outline.tables) and (not left or is_only_verbs(left))
    if bare and (task := task_of_row(reading, figure.clause, figure.start)):
        return Named(task.text, "target.inherited", 0.85, cell=task)
    if bare and held and (event := event_before(reading, figure)):
        return Named(event, "target.inherited", 0.8)
    if right and not VERB_BEHIND.opens(right, 0):
        return _named_right(left, right, figure)
    if not left and not right and (doing := noun_of_those_who(reading.clean, figure, inherited)):
        return Named(doing, "target.inherited", 0.8)
    if not left and not right and (carried := measured_before(reading, figure)):
        return Named(carried, "target.inherited", 0.85)
    if (
        not left
        or left in ("同比", "环比")
        or (len(left) < 6 and THIS_FIGURE.match(left))
        or (len(left) <= 3 and STAGE_VERB.fullmatch(left) and figure.unit != "元")
    ):
        topic = "" if inherited else noun_of_clause_before(reading, figure)  # 补链项目，去年以来落地43个
        if not (inherited or topic or right) and figure.unit in ("个", "家", "户", "项") and left in IN_ALL:
            topic = noun_of_heading(reading, figure)  # （一）先进制造业项目。共226个
        return _inherit("" if topic and left in IN_ALL else left, right, inherited or topic)
    if inherited and "级" in left and LEVEL.fullmatch(left):  # 国家级绿色工厂5家、省级10家
        return Named(left + LEVEL.sub("", inherited, count=1), "target.attribute", 0.85)
    if figure.unit == "%" and left.endswith(("占", "占到")):  # 海外收入占到三成
        return Named(ONLY.sub("占", left.removesuffix("到")) + "比", "target.share_of", 0.85)
    if left in ATTRIBUTES:
        owner = measured_before(reading, figure) or inherited or noun_of_clause_before(reading, figure)
        return Named(f"{owner}{left}", "target.attribute", 0.8)
    if is_bare(left):
        return _lean(reading, figure, left, inherited)
    return Named(without_examples(left, figure) + right, "target.left", 0.9)


def _names_nothing(left: str, right: str, figure: Figure) -> bool:
    """Verbs alone before what is counted, A、B、C等 before 7个项目, a clause that gives the reason."""
    if left in AIMS_ALONE or left in BY_NOW or (right and (left.endswith("等") or _lists_them(figure, left, right))):
        return True
    return REASON.opens(left, 0) or (bool(right or figure.elided) and is_only_verbs(left))


def _lists_them(figure: Figure, left: str, right: str) -> bool:
    """A、B、C3个项目: the names are not what is counted; 甲、乙、丙3个产业集群 are."""
    quantity = figure.found.quantity
    named = "、" in left and right.startswith(("项目", "企业", "工程"))
    return named and quantity is not None and quantity.value == len(NAME_SPLIT.split(left))


def _named_right(left: str, right: str, figure: Figure) -> Named:
    if left and figure.found.quantity and figure.found.quantity.dimension == "money":
        size = TAILS.end(left) if right.endswith("基金") else ""  # 在母基金下设立总规模20亿元的子基金
        return Named(right + (size or left), "target.both", 0.8)
    if left in EXTENT:
        return Named(right, "target.right", 0.85)  # 建设总面积60万平方米的高标准厂房
    if turned := PROJECTS_DO.fullmatch(right):  # 26个项目集中签约
        right = f"{turned['verb'].removeprefix('完成').removeprefix('达成')}项目"
    if left and not is_only_verbs(left) and not ENDS_IN_VERB.search(left):
        return Named(left + right, "target.both", 0.85)
    return Named(right, "target.right", 0.9)


def _inherit(verb: str, right: str, inherited: str) -> Named:
    """No noun of its own: 同比增长8.9%; 已办结396条 takes the noun and keeps its verb."""
    if not inherited:
        return Named(verb or right, "target.inherited", 0.6)
    noun = HEAD_NOUN.search(inherited)
    if verb and noun:
        return Named(f"{verb}{noun[0]}", "target.inherited", 0.75)
    return Named(inherited + right, "target.inherited", 0.8)


def _lean(reading: Reading, figure: Figure, left: str, inherited: str) -> Named:
    """完成投资, 开工率 need what they belong to: the figure before, the clause before, else the item's heading."""
    if reading.clean.startswith("争取", figure.left):  # what is sought from above belongs to nobody yet
        return Named(left, "target.left", 0.8)
    before = industry_spoken_of(reading, figure) if left in words("property") else ""
    base = _owner(inherited, left) or before or ("" if inherited else noun_of_clause_before(reading, figure))
    base = base or noun_of_heading(reading, figure)
    if len(base) > 24:
        counted = COUNTED_LIST.search(base)
        base = counted[0] if counted else base.rpartition("、")[2]
    again = left in base or (left[:2] in base and not base.endswith("投资项目"))
    if not base or again or len(base) > 24:
        return Named(left, "target.left", 0.8)
    return Named(base + left, "target.leaning", 0.85)


def _owner(inherited: str, left: str) -> str:
    """What a bare noun belongs to: the projects of 总投资, the industry of 产值; not the companies counted before."""
    base = _without_properties(inherited)
    of_companies = base.endswith(("企业", "户", "单位", "人才")) and not left.endswith(
        ("率", "比", "总投资", "投资总额")
    )
    own = left in ("总额", "金额") or (
        "投资" in left and not left.startswith("固定资产")
    )  # 项目87个，…；全年固定资产投资增长9.6%
    of_projects = base.endswith("项目") and left in words("property") and not own
    belongs = HEAD_NOUN.search(base) and not of_companies and not of_projects
    return base if belongs or base.endswith(("产业", "行业", "产业链", "领域", "板块", "赛道")) else ""


def _without_properties(noun: str) -> str:
    """规上工业 of 规上工业产值增速: properties are taken off its end, none longer than the one before."""
    longest = len(noun)
    while tail := TAILS.end(noun, longest):
        noun, longest = noun.removesuffix(tail), len(tail)
    return noun


def _start(text: str, figure: Figure, noun: str) -> int:
    """Where the indicator begins, before or with the number."""
    left, end = figure.left, figure.start
    at = text.find(noun, left, end) if noun else -1
    start = at if at >= 0 else left
    while start < end and text[start] in " ，、　\n":
        start += 1
    return start
