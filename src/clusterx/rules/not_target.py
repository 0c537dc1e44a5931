"""Numbers that are no target: subsidies, criteria, attributes, names, durations. Each reason has a name.

`decline` returns the reason or None. The order is from cheap to costly. The reasons, which users see in
`Extraction.uncovered`:

    no value, no unit        nothing that could be compared: a bare number, 两位数
    size class               百亿级, 亿元以上: what things are called, not how many there are
    attribute                占地1000亩, 注册资本5000万元: a property of one thing
    one of several           …之一
    of no interest           distances, prices, scores, interest rates
    rank                     全省第3位
    staff of a task force    抽调18人集中办公
    sum of a list, list      A、B、C三个环节; 任务清单: counts only what has been or will be listed
    place                    5公里外
    threshold                投资不低于1亿元的: defines what is counted
    tail, table              inside a tail of responsible units; in a table that is no table of indicators
    title, name              inside 《》, inside “”
    subsidy                  what is paid to those who apply
    criterion                what those who apply must fulfil
    measure                  a figure of a set of measures, not of its outlook
    provision                每家企业配备1名服务员
    session, image, partners, share of cost, explanation      numbers of official language: `officialese.py`
    not reached, base, missing, question, hearsay, change of a change, foreign text, background   nobody states it of this place: `unasserted.py`
    spoken, one thing, scene, early days, distance            numbers of reportage: `narration.py`
    story                    words that tell what somebody does, not what was measured: `clause_like.py`
    in passing               a thing counted before its name, of which nothing is reported: `in_passing.py`
    no name                  nothing in the sentence says what the number is of
    time, voltage, temperature, frequency, ordinal   what is measured is none of a target's

Two more come from elsewhere: `duration` (三年时间, 5个工作日) and `heading` (a headline whose figure the text does not repeat).
"""

from __future__ import annotations

from typing import NamedTuple

from clusterx.mentions import Found
from clusterx.outline import Heading, Outline
from clusterx.pattern import Pattern
from clusterx.records import Quantity
from clusterx.rules.counted_time import counts_time
from clusterx.rules.figures import SMALL_LENGTHS, Figure
from clusterx.rules.narration import find_narrated
from clusterx.rules.officialese import find_formal
from clusterx.rules.rule import Reading
from clusterx.rules.scope import Scope
from clusterx.rules.segment import HAS_PAID, PAID
from clusterx.rules.support import is_of_a_measure
from clusterx.rules.task_table import is_task_text
from clusterx.rules.unasserted import find_unasserted

FUND = Pattern(r"(?:总规模|基金规模|首期规模|首期)(?:达到?|为|不低于|超过?|约)?$")
LENT = Pattern(r"累计(?:投放|发放|新增)[^，。；]{0,14}$")
CRITERIA_TITLE = Pattern(
    r"(?<!基础|发展|建设|区位|资源|优势|工作|有利|交通|产业|支撑|现实)条件|标准(?:和条件|及条件)?$|认定|申报|评价(?:标准|条件|办法|程序|指标)|资格|门槛|评定|奖励|补助|支持政策"
)
STATED_GOAL = Pattern(r"[到至]\d{4}年|\d{4}年底?前|力争")
REACHED = Pattern(r"达|突破|超|增|实现|建成|新增|完成|提[高升]|培育")
GOAL_IN_QUOTES = Pattern(r"[^“”\n。]{1,40}”的?(?:总体|奋斗|发展|年度|既定)?目标")  # 紧盯“2025年产值达到600亿元”目标
STATED_PLAN = Pattern(r"到“?十\p{Han}五")
ATTRIBUTE_LEFT = Pattern(
    r"(?:占地(?:面积)?(?:约|近)?|全长|总长|建筑面积|规划面积|用地面积?|年产|日产|月产|年处理|日处理|年加工|单价|注册资本|注册资金|海拔|气温|电话|邮编|净重|直径|长度|宽度|高度|厚度)[约近达为]?$"
)
ATTRIBUTE_ENDS = "约近达为地积面长产理工价本金拔温话编重径度\n"
VISITS = Pattern(
    r"每(?:个)?[月周旬季天日][^，。；]{0,8}(?:走访|上门|回访|入企|碰头|登门|巡查|到企业)$"
)  # 每月走访不少于两次: how work is done
PROVISION = Pattern(
    r"(?:每(?:个|家|户|名|条|位)|为)[^，。；]{0,12}(?:配备|安排|明确|指定|选派|对应|确定|包联|包保|联系|结对)[^，。；]{0,32}$"
)
RANK = Pattern(r"(?:排名|位列|位居|名列|居|列|前移|跃升|上升|提升|前|后|末|第)[^，。；\d]{0,4}$")
_AS_BEFORE = "(?:此前|之前|先前|原来|原有|过去)的?"
_TO_A_SHOW = "[^，。；]{0,8}(?:挤进|涌入|涌进|坐满|来了)(?:客商|观众)?"
OF_NO_INTEREST = Pattern(
    rf"(?:距[^，。；]{{0,8}}|连同{_AS_BEFORE}|加上{_AS_BEFORE}|算上{_AS_BEFORE}|步行|保证金|标书费|票价|门票(?:价格)?|半价|原价|单价|下辖|辖区?|参会[^，。；]{{0,40}}|参会人员.{{0,40}}|共提出[^，。；]{{0,4}}|包括(?=\d)|评审专家组[^，。；]{{0,4}}由|专家组由|任组长[^，。；]{{0,4}}|会议共?设|展会共?设|大会共?设|论坛共?设|活动共?设|会期[^。；]{{1,6}}共?设|资本金比例[^，。；]{{0,4}}|权重的?|比分|户籍人口|共印|印数[：:]?|一式|托管|展位(?:只有|仅有?|面积)?|展馆{_TO_A_SHOW}|展厅{_TO_A_SHOW}|会场{_TO_A_SHOW}|展会{_TO_A_SHOW}|现场{_TO_A_SHOW}|审议(?:并)?(?:原则)?(?:通过)?|费率[^，。；]{{0,4}}|年化|少跑|多跑|折下来|合下来|利率(?<!平均利率)[^，。；]{{0,6}}|分值|得分|加分|扣分|计分|占分|方圆|半径|相距|距离|多了(?<![年底初期末月度]多了)|少了(?<![年底初期末月度]少了)|不足[^，。；]{{1,6}}的|与(?<!参与)|跟(?<!参跟)|由(?:\d{{4}}年[底末]?的?)?|从(?:\d{{4}}年[底末]?的?)?)$"
)
SECONDED = Pattern(r"(?:抽调|选调|集中办公|借调|脱产)[^，。；]{0,18}$")
CHOSEN = Pattern(r"(?:遴选|选派|选聘|选出)[^，。；]{0,18}$")
FORMED = Pattern(r"[^。；]{0,12}(?:组建|组成|成立)")
LIST_BEFORE = Pattern(r"[^，。；、]{2,10}(?:、[^，。；、]{2,10})+$")
SUMMED = Pattern(
    r"梯次|梯队|层级|层次|主链|支链|组团|细分链|子链|链条|产业链|工作组|小组|工作专班|专班|环节|领域|方面|方向|板块|维度|阶段|层面|片区|[县镇乡]|部门|行业|特色|大类|赛道|县（市"
)
LISTED = Pattern(r"(?:(?!入[选围]|[列进纳]入|上榜|登上)[^，。；]){0,16}(?:清单|名单|目录)")
TASKS = Pattern(
    r"(?:重点|主要|具体|工作|显著|鲜明)?(?:特点|特征|亮点|看点|部分|方面|章|任务|举措|措施|政策措施|硬招|条款)(?:[，。；、]|$|和|清单)"
)
PLACE = Pattern(r"(?:处|外|以外|之外|范围|内|远|生活圈)")
WORKS_WITH = Pattern(
    r"\p{Han}{0,4}(?:高校|院所|大学|院校|科研机构|研究院|企业|银行|机构|商协会|协会)\p{Han}{0,6}(?:建立|签订|签署|达成|开展|结成|缔结|保持)[^，。；]{0,16}(?:合作|协作|联系|共建|产学研|协议)"
)
COMPANY_SPENDS = Pattern(r"(?:公司|集团)[^，。；]{0,6}(?:投入|投资|斥资|耗资)(?!的?项目)[^，。；]{0,6}$")
SENTENCE_MARK = Pattern(r"[，。；！？\n]")
CAPACITY_BEHIND = Pattern(r"(?:能力|产能|规模)$")
APPLIES = Pattern(r"的[，,]?(?:按|给予|一次性|再给予|分别按|予以)")
# 营业收入超百亿元企业尚属空白: what is wanting has no number.
CLASS_WITHOUT_COUNT = Pattern(
    r"(?:级)?(?:龙头)?(?:企业|项目|园区|产业集群|集群|产业链|产业)(?:实现零|零的突破|尚|仍|还|较少|偏少|不多|不足|数量)"
)
ROLES = Pattern(  # 设总链长1名、链长6名
    r"(?:设|设立|配备|明确)?[^，。；]{0,6}(?:链长|链主|召集人|组长|副组长|主任|联络员|秘书长|河长|林长)[^，。；\d]{0,2}$"
)
OFFICIALS = Pattern(
    r"(?:副?[省市县区州]级?|处级|厅级|科级|班子|党政|分管)?领导(?!力)|发布人|嘉宾|主持人|副[省市县区州]长"
)
LOOKED_AT = Pattern(  # 察看了两个在建项目, not 考察引进企业56家
    r"(?:察看|查看|参观|观摩|考察|走进|请到|邀请到)了?(?:(?!签约|引进|招引|对接|招商|落地|洽谈|市场|入驻)[^，。；]){0,8}$"
)
PRICE = Pattern(  # 以前石墨粉卖几千元, not 直播卖货额达12亿元
    r"(?:开价|标价|要价|出价|价差|房租|挣了?|赚了?|卖(?![出货场品点座])[到至了价]?|售价|价格|报价|单价|均价)(?:(?!额|收入|营收|产值|利润|指数|销)[^，。；]){0,4}$"
)
# 工业用水价格4.2元/吨, 租金8—12元/平方米·月: what things cost, unless it is brought down
PRICE_OF_EACH = Pattern(r"(?:价格?|租金|地价|地块|费用|收费|标准|物业费)(?:(?![降减优低])[^，。；]){0,6}$")
ATTENDS = Pattern(
    r"[^，。；\d]{0,24}?(?:参加(?:了)?(?:会议|座谈|调研|活动|仪式|$|(?=[，。；]))|列席|(?:先后|分别|依次|现场)?作了?(?:汇报|发言|交流|报告)|到会|参会|出席|与会|(?:先后)?发言|接受采访)"
)
_KINDS = r"“?(?:重点|优势|主导|特色|支柱|首位|主力|骨干|新兴|传统|[百千万]亿级?|先进制造业|战略性新兴)*”?(?:产业链|主力?链(?!主|长)|支链|链条?(?!主|长)|产业集群|集群|产业|行业|板块|赛道)”?"
COUNT_IN_NAME = Pattern(  # 12 in 12条产业链营业收入总额突破4000亿元, 三条 in 三条“主力链”贡献489亿元, 三个传统产业加速壮大
    rf"{_KINDS}(?:规上企业|规上|规模以上|规模)?"
    r"(?:，?(?:共|合计|总计|累计)?(?:实现|完成)?(?:工业总产值|总产值|工业产值|产值|营业收入|营收|利润|利税|税收|增加值|产量|投资|出口|开票销售|销售收入|销售额|规模)(?:总额|总量|额)?|(?:共|合计|总计|累计)*贡献了?(?=\d))"
    r"(?:共|合计|总计|累计|加起来|加在一起)?(?:确保|力争|争取)?(?:实现|达到?|突破|超过?|同比|增长|为|首次|力争|由|从)*\d"
    rf"|{_KINDS}(?:(?:做[大优强精]){{1,2}}|(?:提档|转型|提质)升级(?![\p{{Han}}])|(?:加速|加快)?(?:壮大|崛起)|竞相发展|齐头并进)"
)
# 31个 in 31个项目开工率达到65%
COUNT_OF_A_RATE = Pattern(r"\p{Han}{0,8}(?:项目|企业|工程|园区|产品|设备)\p{Han}{0,4}率\p{Han}{0,6}\d")
THIS = Pattern(r"[这那](?:片|座|个|块|处|方|里)?$")
DEEP = Pattern("[深高宽厚粗](?:的|[，。；])")
MADE_UP = Pattern(r"由[^，。；]{2,24}(?:组成|构成|牵头)的?[^，。；]{0,10}(?:队|团|组|专班)")
THEIR_SHARE = Pattern(
    r"的(?:已经?|还|只)?(?:超过?|占|不到|不足|接近|近|达到?|有)?(?:\d|[一二三四五六七八九]成|半数|一半)"
)
PHASE_BEFORE = Pattern(r"[一二三四五六首]期的?$")  # 二期5条自动化产线
PLANT_BEHIND = Pattern(r"[^，。；、\d]{2,24}?(?:装置|项目|生产线|产线|工程|基地)")
ADVERBIAL = Pattern(r"[一两二三四]次(?=\p{Han})(?!会议|全会|活动|对接|培训)")  # 项目两次流标
CAPACITY_BEFORE = Pattern(r"(?:能力|产能)(?:达到?|为|提升到|提升至|形成)年产$")
ONE_OF = Pattern(r"[^，,。；]{0,14}(?<!分)之一")
OTHER_DIMENSIONS = frozenset(("time", "voltage", "temperature", "frequency", "ordinal"))
TELLING_UNITS = frozenset(("次", "户", "家", "强", "条", "栋", "座", "批", "位", "名", "人", *SMALL_LENGTHS))
ATTENDING = frozenset(("名", "位", "人", "家", "处", "个"))
SUMMING_UNITS = frozenset(("个", "大", "项", "类", "条"))
QUALIFYING_UNITS = frozenset(("户", "家", "强", "位", "名", "批", "期", "步"))
UNITS_IN_WORDS = SUMMING_UNITS | QUALIFYING_UNITS


class Declined(NamedTuple):
    """The figure whose number starts at `start` (a clean offset) is no target; `reason` says why."""

    start: int
    reason: str


def decline(reading: Reading, scope: Scope, figure: Figure) -> str | None:
    """Why this figure is no target, or None."""
    return (
        _by_itself(reading.clean, figure)
        or _by_place(reading.clean, reading.outline, figure.start)
        or _by_sentence(reading, scope, figure)
        or _by_what_is_told(reading.clean, scope, figure)
    )


def _by_what_is_told(text: str, scope: Scope, figure: Figure) -> str | None:
    quantity = figure.found.quantity
    if quantity is None:
        return None
    reason = find_formal(text, figure, quantity) or find_narrated(text, figure, quantity)
    return None if reason == "one thing" and _is_aimed_at(scope, figure) else reason


def _is_aimed_at(scope: Scope, figure: Figure) -> bool:
    """到明年底…，每公斤氢价降到25元以内: what one thing shall cost or do may be a goal."""
    governing = scope.period(figure)
    return governing is not None and scope.status(figure, governing) == "planned"


def _by_itself(text: str, figure: Figure) -> str | None:
    quantity = figure.found.quantity
    if quantity is None or (quantity.value is None and quantity.low is None and quantity.high is None):
        return "no value"
    if (dimension := quantity.dimension) in OTHER_DIMENSIONS and not counts_time(text, figure.found):
        return dimension
    if not figure.unit:
        return "no unit"
    if figure.found.by == "quantity.class":
        return "size class"
    return _by_words_before(text, figure, quantity) or _by_words_behind(text, figure, quantity)


def _by_words_before(text: str, figure: Figure, quantity: Quantity) -> str | None:
    start, unit = figure.start, figure.unit
    before = text[start - 24 if start > 24 else 0 : start]
    last = before[-1:]
    if last in ATTRIBUTE_ENDS and ATTRIBUTE_LEFT.search(before[-12:]) and not _tells_capacity(text, figure, before):
        return "attribute"
    if (OF_NO_INTEREST.search(before) and not _works_with(text, figure, last)) or "位数" in figure.found.text:
        return "of no interest"
    if reason := find_unasserted(text, figure):
        return reason
    if LOOKED_AT.search(before) or (quantity.dimension == "money" and PRICE.search(before)):
        return "of no interest"
    if unit.startswith("元/") and PRICE_OF_EACH.search(before):
        return "of no interest"
    if ("公司" in before or "集团" in before) and unit != "%" and COMPANY_SPENDS.search(before):
        return "of no interest"
    if last in "下列" and before.endswith(("以下", "如下", "下列")):  # 抓好以下三件事
        is_first = _by_unit(text, figure, before) if unit == "次" else None
        return is_first or "list"
    return _by_unit(text, figure, before) if unit in TELLING_UNITS else None


def _by_unit(text: str, figure: Figure, before: str) -> str | None:
    """What the unit says together with the words before."""
    unit = figure.unit
    if unit == "次" and VISITS.search(before) and (figure.found.quantity and (figure.found.quantity.value or 0) < 10):
        return "provision"
    if unit == "次":
        return "of no interest" if before.endswith("连续") or ADVERBIAL.match(text, figure.start) else None
    if unit in ("户", "家", "强"):  # 前10户企业产值占全行业比重
        return "rank" if before.endswith("前") else None
    if unit in ("条", "栋", "座"):
        return "attribute" if PHASE_BEFORE.search(before) else None
    if unit == "批":
        return "of no interest" if before.endswith("分") else None
    if unit in ("位", "名") and RANK.search(before):
        return "rank"
    if unit in ("名", "位", "人") and ROLES.search(before):
        return "staff of a task force"
    if unit in ("人", "名"):
        return "staff of a task force" if _staff(text, figure, before) else None
    return "attribute" if unit in SMALL_LENGTHS else None


def _works_with(text: str, figure: Figure, last: str) -> bool:
    """与14所高校院所建立合作关系: not what others are compared with."""
    return last == "与" and figure.is_count and WORKS_WITH.match(text, figure.end) is not None


def _tells_capacity(text: str, figure: Figure, before: str) -> bool:
    """年产3万吨 of 年产3万吨能力, 制氢能力达到年产3万吨."""
    return bool(CAPACITY_BEHIND.search(text, *figure.right) or CAPACITY_BEFORE.search(before))


def _staff(text: str, figure: Figure, before: str) -> bool:
    """抽调18人集中办公, 遴选65名骨干组建服务队: people of a task force."""
    if SECONDED.search(before):
        return True
    return CHOSEN.search(before) is not None and FORMED.search(text[figure.end : figure.end + 24]) is not None


def _by_words_behind(text: str, figure: Figure, quantity: Quantity) -> str | None:
    end = figure.end
    next_one = text[end : end + 1]
    if next_one not in "，。；" and (reason := _by_noun_behind(text, figure, quantity)):
        return reason
    of_a_limit = next_one == "的"
    if not of_a_limit and not figure.found.text.endswith(("以上", "以下", "以内")):
        return None
    if quantity.bound not in ("at_least", "at_most"):
        return None
    if of_a_limit and (text.startswith(("，", ","), end + 1) or THEIR_SHARE.match(text, end)):
        return "threshold"
    start, stop = figure.right
    return "threshold" if stop > start and not figure.is_count and figure.unit != "%" else None


def _by_noun_behind(text: str, figure: Figure, quantity: Quantity) -> str | None:
    end, unit = figure.end, figure.unit
    behind = text[end : end + 18]
    if "之一" in behind and ONE_OF.match(behind):
        return "one of several"
    dimension = quantity.dimension
    if (
        behind[0] == "的"
        and dimension in ("area", "length")
        and THIS.search(text, max(0, figure.start - 6), figure.start)
    ):
        return "attribute"  # 这片13.6平方公里的园区
    if unit == "个" and behind.startswith(("台阶", "大台阶", "新台阶", "百亿台阶")):
        return "image"
    if dimension == "length" and DEEP.match(behind):
        return "attribute"  # 1500米深的海底
    if behind[0] == "由" and MADE_UP.match(text, end):
        return "staff of a task force"
    if dimension == "rate" and PLANT_BEHIND.match(text, end):  # 60万吨/年己内酰胺装置
        return "attribute"
    if (("单" in behind or "目录" in behind) and LISTED.match(behind)) or TASKS.match(behind):
        return "list"
    if dimension == "length" and PLACE.match(text, end):
        return "place"
    if behind[0] == "的" and APPLIES.match(text, end):  # 累计达5000万元的，按采购额的0.5%给予奖励
        return "threshold"
    if dimension == "money" and CLASS_WITHOUT_COUNT.match(text, end):
        return "size class"
    if unit in ("名", "位") and OFFICIALS.match(behind):
        return "staff of a task force"
    return "of no interest" if unit in ATTENDING and ATTENDS.match(text, end) else None


def is_part_of_words(text: str, found: Found) -> bool:
    """A number that says which or how, or how many there are of what has been named, and counts nothing."""
    unit = found.quantity.unit if found.quantity else ""
    if unit in SUMMING_UNITS:
        return _sums_up_a_list(text, found) or counts_in_a_name(text, found)
    if unit in ("家", "户") and counts_in_a_name(text, found):
        return True
    return unit in QUALIFYING_UNITS and _qualifies(unit, text[found.start - 1 : found.start])


def _sums_up_a_list(text: str, found: Found) -> bool:
    """基膜、功能膜、膜组件、膜装备四个环节: the number only counts what has just been named."""
    if found.quantity is None or not SUMMED.match(text, found.end):
        return False
    named = LIST_BEFORE.search(text, max(0, found.start - 60), found.start)
    return named is not None and found.quantity.value in (
        count := named[0].count("、") + 1,
        count + ("和" in named[0]),
    )


def counts_in_a_name(text: str, found: Found) -> bool:
    """12 in 12条产业链营业收入总额突破4000亿元: the number belongs to what the income is of."""
    quantity = found.quantity
    if quantity is None or quantity.unit not in ("条", "个", "大", "项", "家", "户"):
        return False
    rate = quantity.unit not in ("条", "大") and COUNT_OF_A_RATE.match(text, found.end)
    return bool(rate or COUNT_IN_NAME.match(text, found.end))


def _qualifies(unit: str, before: str) -> bool:
    """前10户企业产值占比, 分三批淘汰."""
    return (before == "前" and unit in ("户", "家", "强", "位", "名")) or (
        before == "分" and unit in ("批", "期", "步")
    )


def _by_place(text: str, outline: Outline, start: int) -> str | None:
    if outline.tails and outline.tail_containing(start):
        return "tail"
    if outline.tables and (table := outline.table_at(start)) and not is_task_text(table, start):
        return "table"
    near = start - 80 if start > 80 else 0
    if text.rfind("《", near, start) >= 0 and _enclosed(text, start, "《", "》", 80):
        return "title"
    near = start - 24 if start > 24 else 0
    quoted = text.rfind("“", near, start) >= 0 and _enclosed(text, start, "“", "”", 24)
    return "name" if quoted and not is_quoted_goal(text, start) else None


def is_quoted_goal(text: str, start: int) -> bool:
    """紧盯“2025年产值达到600亿元”目标: a number that a quoted goal says is to be reached."""
    opened = text.rfind("“", max(0, start - 24), start)
    told = opened >= 0 and REACHED.search(text, opened, start + 2) is not None
    return told and GOAL_IN_QUOTES.match(text, start) is not None


def _enclosed(text: str, position: int, opening: str, closing: str, reach: int) -> bool:
    opened = text.rfind(opening, max(0, position - reach), position)
    if opened < 0 or text.find(closing, opened, position) >= 0:
        return False
    closed = text.find(closing, position, position + reach)
    return closed >= 0 and not SENTENCE_MARK.search(text, opened, closed)


def _by_sentence(reading: Reading, scope: Scope, figure: Figure) -> str | None:
    reason = _by_segment(reading, scope, figure)
    if reason is None or _is_of_a_fund(reading.clean, figure):
        return None
    if reason == "subsidy":
        return reason
    told = reading.clean[figure.segment.start : figure.start]
    aims = STATED_GOAL.search(told) or ("五" in told and STATED_PLAN.search(told))
    return None if aims else reason


def _by_segment(reading: Reading, scope: Scope, figure: Figure) -> str | None:
    text, start, segment = reading.clean, figure.start, figure.segment
    if segment.may_decline:
        if (
            segment.promises(start, HAS_PAID if scope.states_measures else PAID)
            and scope.section_status(start) != "achieved"
        ):
            return "subsidy"
        if segment.sets_criteria or segment.is_below_criteria(start):
            return "criterion"
    if scope.is_plan and any(reading.once(_is_of_criteria, h) for h in reading.outline.headings(start)[-2:]):
        return "criterion"
    if scope.states_measures and is_of_a_measure(text, figure, reading.title):
        return "measure"
    return "provision" if figure.is_count and PROVISION.search(text, max(0, start - 48), start) else None


def _is_of_a_fund(text: str, figure: Figure) -> bool:
    """设立基金，总规模100亿元; 累计投放贷款30亿元: of what is lent nothing is given away."""
    near = FUND.search(text, max(0, figure.start - 12), figure.start)
    return near is not None or LENT.search(text, figure.segment.start, figure.start) is not None


def _is_of_criteria(reading: Reading, heading: Heading) -> bool:
    return CRITERIA_TITLE.search(heading.title) is not None
