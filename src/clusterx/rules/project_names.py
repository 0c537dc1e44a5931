"""Names of projects: where one begins, and whether it is the name of one project at all.

A name ends with a project noun (项目, 产业园, 生产基地 …) and begins behind punctuation, 的 or a verb. 重点项目, 产业链项目 or
在建项目 are kinds of projects, not names: what is left of them without generic words is too little to identify one.

    >>> [n.text for n in find_names("总投资22亿元的华岳起重智能制造产业园是集群重点项目。") if not n.kindlike]
    ['华岳起重智能制造产业园']
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from clusterx.lexicon import rows
from clusterx.pattern import Pattern
from clusterx.rules.words import WordSet, alternation

BOUNDARY = "—，,。；;：:、！？!?\n　（）()《》|\t"
LONGEST = 44
COUNT_BEFORE = Pattern(
    r"[\d一二两三四五六七八九十百多数几若](?:余|多)?(?:个(?!是)|项|宗|批|大|类|条)[^，。；：]{0,10}$"
)
COUNT_BEHIND = Pattern(
    r"（[^（）]{0,12}）?\s*(?:共|有|达)?\d+(?:余|多)?(?:个|项|宗)|(?:共|有|达|共有)?\d+(?:余|多)?(?:个|项|宗|座|处|条|栋)|(?:总?面积|规模)?(?:达到?|发展到|稳定在|扩大到|增加到|超过?|突破)?[\d.]+万亩"
)
LIST_TAIL = Pattern(
    r"等(?P<rest>[^，。；、]{0,24}?(?:项目|\d项(?:重点|重大)?工程))"
    r"|(?P<counted>\d(?<!\d\d)\d{0,4}个(?:重点|重大|产业|工业)?项目)(?=集中|同时|相继|先后|正式|开工|签约|竣工|投产)"
)
CLAUSE_BREAKS = "，。；：\n"
SHORTEST_LIST, LONGEST_LIST = 6, 160
SPENT = Pattern(
    r"[^，。；]{0,24}[亿万]元(?:在[^，。；]{2,10})?(?:建设|新建|打造|兴建|实施|布局|扩建|改造|建起|建成|投建|上马|新上|建(?![成材筑工行立起]))(?:的|了)?"
)
# What stands before a name in its clause: ②甲区技改项目, 这是甲元基地, 李某一行走进甲元项目, 园内用地137亩新建年产8万吨…项目
OPENS = Pattern(
    r"[①-⑳]|(?:19|20)\d\d年(?=重点|加快|推进|全力|实施|建设|谋划)|这(?:就|便|里)?是|第[一二三四五六]个?是|\p{Han}{0,6}(?:名字|全名|全称|大名|学名)(?:是|叫|为)|\p{Han}{2,14}[把将](?=年产|\d|\p{Han}{4,20}(?:项目|工程|基地)(?:放|落|布局|选|带|引|建))|\p{Han}{2,4}(?:一行|还|又|随后|实地|先后)*(?:走进|来到|赶到|前往|步入|深入|察看|查看|踏勘|(?:实地|先后|随后|一行)(?:考察|调研|视察|检查)|(?:考察|调研|视察|检查)(?=了))了?(?!\p{Han}{0,3}(?:项目|工程)$)|签下|共建|(?!\p{Han}{0,4}(?:公司|集团))\p{Han}{2,6}(?:启动(?!电|器|马达|装置|系统|区|仪式|资金|基金)|启动实施|实施了|上马|新上|开建|投建)了?(?=[^，。；]{6,}(?:项目|工程)$)"
    r"|\p{Han}{0,8}(?:用地|占地)\d+(?:\.\d+)?亩(?:新建|建设|的)"
)
PLACED = Pattern(
    r"(?:将|拟|计划|规划)?在?\p{Han}{2,8}?(?:[省市县区镇乡]|开发区|新区)(?:投资|规划)?(?:建设|新建|打造|兴建|布局|扩建)(?=\p{Han}{5}|年产)"
)
BUILDS = Pattern(
    r"\p{Han}{2,24}?(?:公司|集团)(?:将|拟|计划|规划)在\p{Han}{2,12}?(?:投资|规划)?(?:建设|新建|打造|兴建|布局|扩建)(?=\p{Han}{5}|年产)"
)
BUILT = Pattern("建设|新建|打造|兴建|布局|扩建")
LONGER = Pattern(
    r"(?:(?!是|为|内|等|的|已|正|将|在|和|与|及|察看|查看|考察|调研|询问|听取)[^，,。；;：:、！？!?\n\s（）()《》|]){1,10}?(?:项目|工程)(?!建设)"
)
COUNTED_NAME = Pattern(r"(?<!\d)\d+(?:余|多)?(?:条|个|座|栋|家|项(?!目)|处|套|批)(?!月)")
# 海越化工项目土建工程: works that a project is made of.
WORKS = Pattern(
    r"(?:[一二三四]期)?(?:土建|主体(?:结构)?|桩基|基础|装修|钢结构|附属|场平|土石方|(?:机电|设备)?安装|室外|消防|管网|路基|路面|桥涵|边坡|给排水|绿化)(?:施工)?工程"
)
ONLY_A_STAGE = Pattern(
    r"(?:先后|相继|陆续|集中|成功|同时|正式|新|已)*(?:签约|签订|开工|竣工|投产|落地|落户|引进|建成|启动|实施|推进|新建|续建)(?:了|建设)?"
)
PLACE_LIKE = ("园", "园区", "小镇", "产业城", "科技城", "智造城", "创新港", "港区", "枢纽", "大厦", "综合体")
BROAD = ("工程", "中心", "线", "场", "厂", *PLACE_LIKE)
PROGRAMME = Pattern(r"[”’]工程$|(?:提升|培育|攻坚|倍增|引领|示范|专项|行动|补链|强链|暖企|惠企|领航|登高|攀登)工程$")
# 正大鹿门（襄阳）食品产业园: a place in brackets within a name.
IN_NAME = Pattern(r"\p{Han}（[\p{Han}A-Za-z0-9]{2,8}）")
NOT_IN_NAME = ("建）", "项目）")
# What only a sentence holds, and no name: 财政资金占比不超过项目总投入的30%, 打造X个县域特色基地.
SENTENCE = Pattern(
    r"^(?:禁止|严禁|不得|限制|严控|停止|进一步|主持)|介绍(?:了)?(?:重点|签约)?项目$|[两三四五六七八九十](?:个(?=\p{Han})|[座条处](?=[\p{Han}\d]))|不[超低少高]|占比|[NnXx]个|支持额度|累计(?:完成|实施|引进|签约)|一(\p{Han})\1|^\d+号|须具备|[缓徐]{2}|驶[下出入向]|走下|第(?:[一二三四五六七八九十]|\d+)[个座条家]|[头一]号”?工程|推介会|签约会|恳谈会|洽谈会|博览会暨|暨项目|同口径|^整体|(?:促进|指挥|调度|招商|审批|登记|监测|统计|救助|融媒体?|政务|信息|发展)中心$|投标|招标|中标|^原(?!平|阳|州)\p{Han}{2,8}厂$|^凡(?:是|入|属|在|经|新|符合|列入)|(?:该|本|此|上述|这[一个家座条处])(?:项目|工程|基地|园区|产业园|工厂|电站|生产线|产线)|询问|叮嘱|察看|查看|听取|^现将|为项目$|商回归项目$|以来(?:累计)?为|^(?:一批|一系列|若干|多个|几个|各类|诸多|大批)|(?:重点|重大|标志性)(?:产业|工业|建设|招商|工程|能源|交通|民生|支撑|引领)*(?:项目|工程)$|(?:记录|讲述|见证|展示)(?=(?:重点|重大)?(?:项目|工程))|对(?:签约|重点|重大|在建|落地)|^(?:我们|他们|大家|各级|各地|会上|会议|记者|市里|县里)|我们|(?:盯紧|紧盯|狠抓|主抓|抓好|抓牢|抓实|谋深|推动|推进|调度|督导|围绕|聚焦|突出|是)项目$|(?:调度|走访|通报|梳理|研究|听取|分析|点评|观摩|检查|督导|推介|发布)了|(?<![高中平同优一二三])等(?![离级距温])(?=[^“”]{0,8}项目$)"
)
DIGIT = Pattern(r"\d")
OUTPUT = Pattern(r"年产|日产|GWh?|MWh?|万[吨套台辆千]|亿[元片支]")
PHASE = Pattern(r"[一二三]期")
AMOUNT_IN_BRACKETS = Pattern(r"（[^（）]*\d[^（）]*）$")
ITEM = Pattern(r"[^、]+")
COMPANY = Pattern(r"\p{Han}{2,18}?(?:有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|集团)")
QUOTED = Pattern(r"“[^”]*”|[“”]")
QUOTES = "“”"
LAST_LETTER = "\uffff"  # no name holds an emoji
MARKS = frozenset(f"{BOUNDARY}的{QUOTES}✅☑✔✨⚡☎▶►➤◆◇●○■□★☆▍▎\ufe0f\u20e3")  # where a name may begin
REGION_AND_TIME = Pattern(
    r"^\p{Han}{1,7}?[省市县区州旗](?=\d|[省市县区]|重|新|产|工|举)|(?:19|20)\d\d年度?|今年|明年|去年|全年|全[市县区省州]|我[市县区省]|安排|第?[一二三四]季度|上半年|下半年|\d+月(?:份|底前?)?|年底前|[上下]半年|[一二三四五\d]+年[内来]|[超过逾]?\d+(?:\.\d+)?[亿万]元(?:以上)?"
)
REGION_AND_TIME_SIGNS = frozenset("省市县区州旗年安季月元")  # each of these holds one


@dataclass(frozen=True, slots=True)
class ProjectWord:
    """A word and its part in naming projects."""

    word: str
    kind: str


class Name(NamedTuple):
    """A possible project name at [start, end).

    `specific`: it identifies a project without further facts; `kindlike`: only an investment of its own (总投资20亿元的
    氢能装备产业园) tells it from a kind of project; `listed`: one of A、B等项目.
    """

    start: int
    end: int
    text: str
    specific: bool
    listed: bool = False
    kindlike: bool = False
    company: str = ""

    @property
    def work(self) -> str:
        """The project's name without the company before it."""
        return self.text.removeprefix(self.company)


class Heads:
    """The project nouns of a text, found in one pass."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = sorted(head.span() for words in (_heads(), PHASE_OF_A_COMPANY) for head in words.finditer(text))
        self._starts = [start for start, _ in self._spans]

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where those stand that begin in [start, end)."""
        return self._spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def may_name(self, start: int, end: int) -> bool:
        """Whether a name can stand in [start, end): with a noun, or in a list before any word with 项目."""
        return bool(self.within(start, end)) or self._text.find("项目", start, end) >= 0


PHASE_OF_A_COMPANY = Pattern(  # 远芯铜箔二期6月开工
    r"(?<=\p{Han}{4})[二三四]期(?=[，、。；）上下年今明已将于拟预开投竣建动主正等尚暂刚全都也是\d])"
)
NO_COMPANY = Pattern(
    r"[的了着在是有为与和及其该这那各全我本将正已于把被给让使由从向对等写说看到来去又还就也要再才会没不\d]|谋划|基金|租赁|临床|试验|增资|改造|行动|债券|计划|^(?:公司|企业|项目|园区|记者)|(?:目前|其中|后续|随后|同时|规划|计划|预计)$"
)
FOUNDED = Pattern(  # 联合高校成立钢丝绳产业技术研究院: a body, no works
    r"(?:成立|组建|设立|共建|揭牌|挂牌|联建)了?\p{Han}{2,24}(?:研究院|研究所|实验室|学院)$"
)


def find_names(text: str, start: int = 0, end: int | None = None, heads: Heads | None = None) -> list[Name]:
    """Possible project names in `text[start:end]`, a sentence or more, in order, without overlaps.

    `heads`: those of `text`, where several stretches of it are read.
    """
    stop = len(text) if end is None else end
    nouns = (heads or Heads(text)).within(start, stop)
    listed = list(_listed(text, start, stop)) if text.find("项目", start, stop) >= 0 else []
    if not nouns and not listed:
        return []
    found = list(listed)
    taken = [(n.start, n.end) for n in listed]
    last = start  # names do not overlap: nothing before the end of the last one is looked at again
    for low, high in nouns:
        if low < last or (taken and _overlaps(taken, low, high)) or _goes_on(text, high, stop):
            continue
        name = _name_ending_at(text, last, low, high, stop)
        if name and not (taken and _overlaps(taken, name.start, name.end)):
            found.append(name)
            last = name.end
    return sorted(found, key=lambda n: n.start) if listed else found


def _goes_on(text: str, end: int, stop: int) -> bool:
    """A longer name ends behind this noun: …产业园配套项目; not so …项目土建工程."""
    longer = LONGER.match(text, end, stop) is not None
    return longer and not (text.endswith("项目", 0, end) and WORKS.match(text, end, stop))


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether [start, end) meets one of the ascending spans."""
    at = bisect_left(taken, end, key=lambda span: span[0]) - 1
    return at >= 0 and taken[at][1] > start


def is_specific(name: str) -> bool:
    """The name holds more than generic words and does not begin like a product: 恒岭铜业…, 年产5万吨…."""
    body = name.strip(QUOTES)
    if DIGIT.search(name) and OUTPUT.search(name):
        return _remains(body, 2, _generic())
    return _remains(body, 4, _generic()) and not _common().match(name.lstrip(QUOTES))


def is_named(name: str) -> bool:
    """Something remains when generic words are taken out: 智能家电压缩机项目, but not 重点工业项目."""
    body = QUOTED.sub("", name) if "“" in name or "”" in name else name
    body = body.removesuffix(_nouns().end(body))
    if not REGION_AND_TIME_SIGNS.isdisjoint(body):
        body = REGION_AND_TIME.sub("", body)
    return len(name) >= 4 and _remains(body, 2, _generic_and_joints())


def head_of(name: str) -> str:
    """The project noun that a name ends with: 冷链港 of 北郊冷链港."""
    return _nouns().end(name)


def is_brand(name: str) -> bool:
    """At least two characters that are no generic word: 恒途, but not 本地 or 新型."""
    return _remains(name, 2, _generic())


def _remains(name: str, many: int, known: WordSet) -> bool:
    """Whether at least so many characters remain where the known words are taken out."""
    at = 0
    while at < len(name):
        if word := known.begin(name, at):
            at += len(word)
        elif many == 1:
            return True
        else:
            many, at = many - 1, at + 1
    return False


def _name_ending_at(text: str, low: int, head: int, end: int, stop: int) -> Name | None:
    if COUNT_BEHIND.match(text, end, stop) and not PHASE.match(text, end):
        return None
    start = head
    quoted = 0
    while start > low and end - start < LONGEST:
        char = text[start - 1]
        if char > LAST_LETTER:
            break
        if char in MARKS:
            if char == "）" and (opened := _bracket_in_name(text, low, start)) >= 0:
                start = opened
                continue
            quoted += (char == "”") - (char == "“")
            if quoted < 0 or (not quoted and char not in QUOTES):
                break
        start -= 1
    if end - start < 4:
        return None
    if text.find("元", start, end) >= 0 and (spent := SPENT.match(text, start, end)):  # 将投资26亿元建设新能源电池项目
        start = spent.end()
    elif BUILT.search(text, start, end) and (built := BUILDS.match(text, start, end) or PLACED.match(text, start, end)):
        start = built.end()  # 甲元公司将在乙区建设年产12万吨铝型材项目, 在甲区建设航空传感器工厂项目
    if (opens := OPENS.match(text, start, end)) and end - opens.end() >= 4:
        start = opens.end()
    start, rest = _stripped(text, start, end)
    if rest < 4 or end - start < 4:
        return None
    name = text[start:end]
    before = text[max(low, start - 16) : start]
    if COUNT_BEFORE.search(before + name[:1]) or _is_no_name(name) or FOUNDED.search(before[-4:] + name):
        return None
    if text.endswith("期", head, end) and not _may_be_company(name[: head - end]):
        return None
    company = _company(name)
    named = is_named(name)
    specific = named and (company != "" or not name.endswith(BROAD)) and is_specific(name)
    return Name(start, end, name, specific, False, not named, company)


def _may_be_company(name: str) -> bool:
    """远芯铜箔, of 远芯铜箔二期: the company or its works by a short name, no project noun and no clause."""
    plain = 4 <= len(name) <= 12 and not NO_COMPANY.search(name) and not _common().match(name)
    return plain and not _nouns().end(name) and is_brand(name)


def _is_no_name(name: str) -> bool:
    """3条生产线, 工业提升工程 and what only a sentence holds."""
    counted = DIGIT.search(name) and COUNTED_NAME.search(name)
    return bool(
        counted or (name.endswith("工程") and PROGRAMME.search(name)) or SENTENCE.search(name) or WORKS.fullmatch(name)
    )


def _bracket_in_name(text: str, low: int, end: int) -> int:
    """Where the bracket that ends at `end` opens, if it is a place within a name; else -1."""
    opened = text.rfind("（", low, end)
    named = opened > low and IN_NAME.fullmatch(text, opened - 1, end) and not text.endswith(NOT_IN_NAME, low, end)
    return opened if named else -1


def _company(name: str) -> str:
    """四川蜀岭氢能科技有限公司 in …电解槽智能工厂, if the rest is a name of its own."""
    match = COMPANY.match(name) if "公司" in name or "集团" in name else None
    return match[0] if match and len(name) - match.end() >= 4 and is_named(name[match.end() :]) else ""


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Behind the verbs and descriptors at `start`, and how much would be left if the next one went too."""
    while match := _strip().match(text, start, end):
        if end - match.end() < 4:
            return start, end - match.end()
        start = match.end()
    return start, end - start


def _lists(text: str, start: int, stop: int) -> Iterator[tuple[int, re.Match[str]]]:
    """Where each list begins, and its tail. Tails first: looking for one behind every character takes too long."""
    if text.find("等", start, stop) < 0 and text.find("个", start, stop) < 0:
        return
    at = start
    for tail in LIST_TAIL.finditer(text, start, stop):
        floor = max(at, tail.start() - LONGEST_LIST)
        begin = max(floor, *(text.rfind(mark, floor, tail.start()) + 1 for mark in CLAUSE_BREAKS))
        if tail.start() - begin >= SHORTEST_LIST:
            yield begin, tail
            at = tail.end()


def _listed(text: str, start: int, stop: int) -> Iterator[Name]:
    """A、B、C等一批项目: items count as names if at least one of them ends with a project noun."""
    for begin, tail in _lists(text, start, stop):
        spans = list(_items(text, begin, tail.start()))
        ends_like_project = [_nouns().end(text[a:b]) != "" for a, b in spans]
        counted = tail["counted"] or DIGIT.search(tail["rest"]) or "一批" in tail["rest"]
        sized = all(DIGIT.search(text, a, b) for a, b in spans)  # 甲区200兆瓦光伏、乙区100兆瓦储能等配套项目
        if len(spans) < 2 or not (any(ends_like_project) or ((counted or sized) and _all_proper(text, spans))):
            continue
        for low, high in spans:
            low, _ = _stripped(text, low, high)
            if ONLY_A_STAGE.fullmatch(text, low, high):  # 先后签约、开工了A、B等一批项目
                continue
            name = text[low:high].strip(QUOTES) if text[low:high].count("“") != 1 else text[low:high]
            proper = len(name) >= 6 and not _common().match(name) and not _generic_and_joints().begin(name)
            if len(name) >= 4 and (proper or is_named(name + ("" if _nouns().end(name) else "项目"))):
                yield Name(low, high, name, True, True)


def _all_proper(text: str, spans: list[tuple[int, int]]) -> bool:
    """盛邦新材料、远东轴承、海诺医药: every item begins like a company, none like an industry."""
    items = [text[_stripped(text, a, b)[0] : b] for a, b in spans]
    return all(len(item) >= 4 and not _common().match(item) and is_named(item + "项目") for item in items)


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for part in ITEM.finditer(text, start, end):
        amount = AMOUNT_IN_BRACKETS.search(part[0])  # 高精铝板带一体化项目（总投资68亿元）
        yield part.start(), part.start() + amount.start() if amount else part.end()


@cache
def project_words(kind: str) -> tuple[str, ...]:
    """The words of one kind in `data/project_words.tsv`."""
    return tuple(row.word for row in rows("project_words", ProjectWord) if row.kind == kind)


def _word_pattern(kind: str) -> str:
    return alternation(project_words(kind))


@cache
def _heads() -> Pattern:
    return Pattern(
        rf"(?:{_word_pattern('head')}(?:项目|工程)?)(?:（[一二三四五]期）)?(?!率(?!先))(?![库制性部群数办组书管申联清审方量师])(?!(?:覆盖[面率]|占比|比重|比例|达产率|总数|总量|名单|清单|建议|储备|谋划|包联|秘书|专员|经理|推进(?:机制|会|组|专班)|服务(?:专班|机制|队)|专班|攻坚(?:年|行动|战|组)|管家|管理机制|观摩|现场会|调度会|招商机制))"
    )


@cache
def _nouns() -> WordSet:
    return WordSet(choices=project_words("head"))


@cache
def _strip() -> Pattern:
    return Pattern(
        rf"\p{{Han}}{{0,7}}?[省市县区州镇旗](?:先后|相继|已经?|将|要|重点|全力|集中|又)?(?:开工建设|启动建设|动工建设|集中开工|集中签约|建成投产|竣工投产|签约引进|签约落地|加快推进|加快建设)了?(?=\p{{Han}}{{4}})|[一二三四五六七八九十]是(?=\p{{Han}}{{4}})|\d{{1,2}}[.．、]\s*|\d{{4}}年(?:底前|底|内|前)(?:完成|建成|实现)?|第[一二三四五六七八九十百\d]{{1,4}}[条章节款][\s　]*|(?:每[年季月]度?|[近这]?[一二三四五两\d]年[来内]?|年均)(?:累计|新增|滚动)?|正(?=建设|加快|加紧|全力|抓紧|推进)|{_word_pattern('strip')}|{_word_pattern('descriptor')}|[{QUOTES}](?=[^{QUOTES}]*$)"
    )


@cache
def _generic() -> WordSet:
    """Generic words and, where none of them begins, project nouns."""
    generic = project_words("generic")
    return WordSet(choices=[*generic, *(noun for noun in project_words("head") if not noun.startswith(generic))])


@cache
def _generic_and_joints() -> WordSet:
    return WordSet(choices=[*project_words("generic"), *"的、和及与“”"])


@cache
def _common() -> Pattern:
    return Pattern(_word_pattern("common"))
