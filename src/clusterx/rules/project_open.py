"""Whether a name stands for one project or only for a kind, and whether it is told of one or of many: the words around it."""

from __future__ import annotations

from clusterx.mentions import Found
from clusterx.pattern import Pattern
from clusterx.rules.project_names import Name
from clusterx.rules.project_stage import stage_of
from clusterx.rules.rule import Reading
from clusterx.rules.scope import Scope
from clusterx.text import Span

AND_OTHERS = Pattern(r"等[^，。；]{0,12}?\d+余?[个项]")
LINK = Pattern(r"的[^，。；的]{0,6}$")
STAGE_BEHIND = Pattern(
    r"，?(?:因|如|若|卡在|受阻)|（?[一二三四]期）?(?:项目|工程)?(?:年内|年底|将|已|预计|计划|正|力争|于)|(?:已|先后)?[一两二三多\d]次流标|流标|停工|缓建|正在|仍在|刚刚|目前已|现已|原定|原计划|已?于|已经|尚未|暂未|正式|将于|拟于|计划于|预计|有望|力争|因|\d{1,2}月|\d{4}年|今年|明年|年底|[一二三四]季度"
)
AMOUNT_BEHIND = Pattern(
    r"(?![^，。；\d]{0,16}(?:介绍|表示|透露|称|说))[^，。；\d]{0,16}(?:，(?:[^，。；\d]|\d{1,4}[年月日]){0,20}){0,2}?(?:总投资|投资(?!强度)|总投|拟投|概算|估算|斥资|造价|投入(?!强度)|盘子)[^，。；\d]{0,6}\d[\d.]*+[^，。；\d上下]{0,4}+(?!以[上下])"
)
PROGRESS_BEHIND = Pattern(r"[^，。；率]{0,10}(?:完成|达到?)[^，。；\d率]{0,6}(?:\d|[一二三四五六七八九]成)")
TAKEN_ON = Pattern(
    r"(?:签下|签约|引进|引进了|落户|开工建设|启动|启动建设|投建|建起|新建|扩建|(?:公司|集团|股份|科技)的)$"
)
SUM_IN_BRACKETS = Pattern(
    r"（(?:总投资|投资)?[约近超]?\d[\d.]*[百千]?[亿万](?:美|欧)?元[，；）]"
)  # 光伏玻璃深加工基地（28.5亿元，分两期建）
SITE_BEHIND = Pattern(
    r"[，：]?(?:（[^）]{1,12}）)?[，]?(?:计划|规划|预计|概算|估算)?(?:总投资|投资|总?占地|总?用地|规划用地|总?建筑面积|位于|选址|落子|落户|坐落|全长|总长|线路全长)"
)
SPENT_BEFORE = Pattern(  # 将投资26亿元建设
    r"(?:投资|斥资|出资|投入|耗资|投)[^，。；\d]{0,6}\d[\d.]*[百千]?[亿万]元(?:在[^，。；]{2,10})?(?:建设|新建|打造|兴建|实施|布局|扩建|改造|建)(?:的|了)?$"
)
LENGTH_BEFORE = Pattern(r"(?:全长|总长|线路长|主线长|总库容|库容)[约近]?$")
RATE_OF_ALL = Pattern(  # 加快甲项目建设，精细化工率由32%提高至45%
    r"[，\s]*(?!项目|产品|该|设备|生产|良品|合格|入[住驻园]|出租)\p{Han}{2,14}(?<!完成)(?<!合格)(?<!利用)(?<!开工)(?:率|比重|占比)(?:由|从|提|达|稳|保|超|突破|不)[^，。；]*$"
)
BUILDER_BEFORE = Pattern(r"(?:公司|集团)(?:投资|建设|实施)[^，。；]{0,6}的$")


# 在甲元数据产业基地项目现场，市长询问进度。该基地规划总投资85亿元: what follows tells of one project.
_NOUN = "(?:项目|基地|产业园|园区|园子|工程|工厂|厂子|电站|厂|产线|生产线)"
_SUM = r"[^。；，\d\n]{0,4}\d"
THIS_PROJECT = Pattern(
    r"(?:（[^（）]{1,12}）)?。\s*(?:\p{Han}{2,24}(?:公司|集团)(?:总?投资|建设|承建)|(?:计划|预计|概算)?总投资|投资\d)"
    r"|。\s*(?:19|20)\d\d年(?:\d+月)?(?:立项|动工|开工|获批|启动|奠基)"
    r"|[^。\n]{0,40}。\s*(?:“[^”]{2,80}”[^。]{0,24}。)?(?:(?:这个|这一|该|此)(?:项目|基地|产业园|园区|工程|工厂)|项目|园区|基地)(?:规划|计划|预计|估算)?(?:由|总投资|投资\d|占地|用地|建成后|达产后|全部建成)"
    rf"|[^\n]{{0,160}}?(?:这[个一家座条处]|该|此|把|将){_NOUN}[^。\n]{{0,24}}(?:总?投资|盘子|斥资|耗资){_SUM}"
    rf"|[^。\n]{{0,40}}。\s*(?:这意味着|也就是说|如今|眼下)?，?这[个家座条处项][^。；\n]{{0,40}}?\d[^。；\n]{{1,40}}?的{_NOUN}"  # 这个装机10万千瓦、投资7.8亿元的项目
    rf"|。\s*这(?:里)?是[^。\n]{{0,50}}?(?:总?投资|占地){_SUM}"
)
AGGREGATE = Pattern(
    r"全(?:[市县区省州旗]|年(?:产|销|实现|累计))|我[市县区省]|园区(?:工业|规上|实现|累计|企业|现有|共|在建)|产业(?:实现|营收|产值|规模|营业收入)"
    r"|项目(?:[^，。；\d]{0,8}\d+余?[个项]|(?:共|达|有)\d+)|企业(?<!入驻企业)(?<!配套企业)\d+家|今年[^，。；]{0,6}(?:新签约|新开工|签约项目|开工项目)"
    r"|[两三四五六七八九十]家企业|合计|上半年[^，。；]{0,6}(?:新签约|新开工|签约项目|开工项目)"
)
AGGREGATE_NUMBER = Pattern(
    r"\d(?:(?<![第\d]\d)\d*余?[个项宗](?:[^，。；]{0,14})项目|(?<!入驻\d)\d*余?家企业|季度[^，。；]{0,6}(?:新签约|新开工|签约项目|开工项目))"
)
MORE_OR_LESS = Pattern("还?更?[早晚快慢大小高低多少]")
SITES = ("园", "园区", "开发区", "高新区", "集中区", "港区", "新城")
SETTLES = (
    "落户",
    "落户于",
    "落户在",
    "落地",
    "落地于",
    "落地在",
    "入驻",
    "进驻",
    "位于",
    "坐落于",
    "坐落在",
    "选址",
    "放在了",
    "放在",
    "放到",
    "落子",
    "落子于",
    "落在",
    "落到",
    "选在",
    "选址于",
    "选址在",
    "落址",
    "布局在",
)


def is_of_the_place(reading: Reading, clause: Span, figure: Found) -> bool:
    """A rate that a plan sets behind one of its projects: 本地配套率提高到60%."""
    if figure.quantity is None or figure.quantity.unit != "%" or not reading.once(Scope).is_plan:
        return False
    return RATE_OF_ALL.match(reading.clean, clause.start, figure.start) is not None


def is_aggregate(text: str, start: int, end: int) -> bool:
    """Whether it is told of many projects or of all: 全市签约项目26个."""
    return bool(AGGREGATE.search(text, start, end) or AGGREGATE_NUMBER.search(text, start, end))


def in_prose(text: str, name: Name) -> bool:
    """Not inside a title in 《》."""
    opened = text.rfind("《", max(0, name.start - 60), name.start)
    return opened < 0 or text.find("》", opened, name.start) >= 0


def is_site(text: str, name: Name) -> bool:
    """落户南海子工业园区, 城东工业园里的打桩声: where a project stands."""
    inside = text.startswith(("里", "内"), name.end)
    return name.text.endswith(SITES) and (inside or text.endswith(SETTLES, 0, name.start))


def is_compared(text: str, name: Name) -> bool:
    """比电芯工厂晚了一个多月; 比亚迪动力电池项目 is a name."""
    return name.text.startswith("比") and MORE_OR_LESS.match(text, name.end) is not None


def is_told_of(text: str, name: Name) -> bool:
    """Whether the name is more than part of a title, a place, or what something else is compared with."""
    return in_prose(text, name) and not is_site(text, name) and not is_compared(text, name)


def is_attributive(text: str, clause: Span, name: Name, figures: list[Found]) -> bool:
    """总投资18亿元的X, 2000亩的X, 全长42公里的X: an amount of its own, not a threshold (5亿元以上的项目)."""
    link = LINK.search(text, clause.start, name.start)
    at = link.start() if link else -1
    return any(
        f.end == at
        and f.quantity
        and (f.quantity.dimension in ("money", "area") or LENGTH_BEFORE.search(text, clause.start, f.start))
        and f.quantity.bound in ("exact", "about")
        for f in figures
    )


def has_own_facts(text: str, name: Name, clause: Span) -> bool:
    """A product's name counts as one project where investment, site or builder of its own follow it."""
    behind = text[name.end : text.find("。", name.end, name.end + 60) + 1 or name.end + 60]
    before = text[clause.start : name.start]
    if (
        THIS_PROJECT.match(text, name.end)
        or SUM_IN_BRACKETS.match(text, name.end)
        or STAGE_BEHIND.match(behind)
        or AMOUNT_BEHIND.match(behind)
        or PROGRESS_BEHIND.match(behind)
    ):
        return not name.kindlike
    if name.kindlike:
        return False
    near = text[name.end : name.end + 18].split("，")[0].split("。")[0]
    asserted = stage_of(near) if near else None
    return bool(
        SITE_BEHIND.match(behind)
        or BUILDER_BEFORE.search(before)
        or SPENT_BEFORE.search(before)
        or TAKEN_ON.search(before)
        or AND_OTHERS.match(behind)
        or (asserted and asserted != "planned")
    )


# （3）市民公园改造，投资2亿元; ；城东污水处理厂扩建，规模5万吨/日
NEXT_ITEM = Pattern(
    r"\s*(?:（\d{1,2}）|\d{1,2}[.、．](?!\d)|[①-⑳])(?!其中|[一二三首]期|总投资|投资|占地|建设(?:地点|内容|规模|期限|周期|年限|工期|时间)：|工期：)"
)
OTHER_WORKS = Pattern(
    r"(?!其中|[一二三首]期|主体|厂房|设备|老?厂区)[\p{Han}A-Za-z]{4,20}(?:改扩建|扩建|迁建|改造|新建)"
)


def opens_another(text: str, start: int, end: int, *, named: bool) -> bool:
    """Whether a clause turns to another project than the one told of. `named`: it may have a name."""
    if not named and NEXT_ITEM.match(text, start, end):
        return True
    return text.endswith("；", 0, start) and OTHER_WORKS.fullmatch(text, start, end) is not None


def own_figures(text: str, clause: Span, figures: list[Found], names: int) -> list[Found]:
    """Without the sums that 分别 shares out among more than the projects that are known: A、B分别投资3.4亿元和11亿元."""
    if text.find("分别", *clause) < 0:
        return figures
    sums = [f for f in figures if f.quantity and f.quantity.dimension == "money"]
    return [f for f in figures if f not in sums] if len(sums) > 1 and len(sums) != names else figures
