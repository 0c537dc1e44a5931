"""Numbers mentioned in passing: a thing is counted and nobody says that the count was reached or is wanted.

Who reports puts the thing before its number (引进企业12家), or before the number a verb of reporting (引进12家企业), or behind it what those counted
have come to (12家企业投产), or counts enterprises, projects, parks for a place or a time (甲市现有…, 2024年…). Where the thing stands behind the
number and none of these is said, or where a small count of anything else is spelled out, the number only belongs to its sentence. The verbs
and results below are lists, and what is in none of them is declined: `uncovered` shows it.

    >>> from clusterx import extract
    >>> told = "镇上三家铺子刚开门，展台旁20名采购商在等。园区引进12家企业，8家企业投产，还有两家企业上市。"
    >>> [t.quantity.text for t in extract(told).targets]
    ['12家', '8家', '两家']
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.rules.figures import Figure

REACH = 48  # characters of the clause before the number
BEHIND = 40
_VERB = (
    r"(?:引[入进育]|招引|带动|拉动|组织|设立|新[增建设签上]|净增|再[增添育建上引]|签[约订署下]|落[地户]|完成|办[理结]|[建创捧]成|[捧拿]出|[创新扩]建|建[设立]|生产|制造|研[制发究]|开发|洽谈|编[写制印]|修订|出台|印发|配[备建]|[争评]创|培[育养训]|孵化|集聚|聚集|汇聚|吸[引纳]|销[往至到]|远销|出口|卖[到进]|进入"
    r"|投[放向用产出]|惠及|覆盖|服务|发放|兑现|组建|实施|推[进动广]|开[工通展]|竣工|拥有|[现共已仅还尚另才含占少多新]有|累计|认定|评[为定选]|获[批评得]?|入选|攻克|突破|转化|承担|制定|解决|化解|收集|盘活|腾出|改造|淘汰|关[停闭]|招[聘引录]"
    r"|输送|储备|谋划|梳理|排[出定]|列[入出了]|纳入|安排|下达|争取|到位|达成?|促成|撮合|举[办行]|召开|帮助|助力|支持|引导|辅导|对接|走访|拜访|敲定|锁定|遴选|筛选|选[派树定]|布局|部署|打造|形成|聚焦|包括|涵盖|涉及|调度|包[联保]|联系|筹[集建]|增[加至到]"
    r"|扩[大建]|消化|分布在|遍[布及]|授予|取得|申[报请]|注册|备案|更新|投运|接入|上线|发布|推出|复制|挂牌|升级|整合|关联|链接|共建|联合|依托|起草|主持|牵头|调剂|表彰|命名|受理|[核颁签派散]发|审[批核]|报批|通过|精简|取消|废止|排查|查处|抽[查检]|诊断|清退|调解|扶持|派驻|退税|发行|征集|征求|开放|出让|供应|归集|汇集|采购|修建|开[设行]|承接|下放|出资|坐拥|现存|登记|容纳|入园|入库|存续|涌现出?|新晋|建起|发展起?|引来|冒出|聚起|聚拢|坐落着?|跟进|铺排|上马|投建|推介|拜会|接待|揭榜|盘点|交付|卖出|产出|产生|运营|落实|配送|评选|认证|授牌|摘得|斩获|捧回|拿[下到]|换装|替换|改建|翻建|绿化|植树|巡查|走进|进驻|挂点|帮扶|资助|奖励|补助|培优|遴选出?|储备有?|梳理出?|设有|下设|建有|分布|集中|汇入|并网|投用|不少于|不低于)"
)
_REPORTS = rf"{_VERB}[了过着的共约近超逾达到至有计]{{0,2}}"
VERB = Pattern(_VERB)
BEFORE = Pattern(rf"{_REPORTS}$|(?<![认因])为[^，。；]{{0,8}}$|[给向与][^，。；]{{0,2}}$|(?:面积|规模|总数|数量)$")
# 引入3家研究机构、1个检测中心和2个研究中心: the verb reaches over the list
LIST_BEFORE = Pattern(rf"{_REPORTS}\d[^，。；]*[、和及与]$")
OPENS = Pattern(r"(?:^|有)(?:其中|另外|[全我][省市县区州镇国]|园区|目前|截至目前|当天|当日)*[约近超共]?$")
OFFICIAL = Pattern(r"企|项目|工程(?!师)|园区|平台|基金|国家|地区|产业链|集群|成果|专利")
DONE = Pattern(
    r"完成|实现|获|入[选围驻库园统规链]|落[户地]|接入|进入|通过|上[云市线规岗平]|参[展加与]|签[约订署]|[开动复完竣]工|投[产用运]|停产|达产|挂牌|认定|转化|改造|授信|放款|纳[统入]|搬迁|关[闭停]|退[出城散]|结题|验收|转产|增长|下降|亏损|盈利|转[负正]|增收"
    r"|注册|持证|就业|备案|启动|封顶|集聚|申报|填补|揭牌|创建|达标|享受|受益|建[成立]|并网|通车|整改|销号|办结|达到|超过|突破|配备|提供|挂图|能力|列入|[用赶补装换连联接]上|拿[到下了]|下放|移交|承接|登陆|[带拉领请]进|上榜|在列|榜上|问鼎|破[亿百千万]|搭上|退市|登榜|夺|摘|实施|开展|采用|建起|成为|跻身|取得|[拿斩]下|评[为上选]|跨入|迈入"
)
# Who counts for a place or a time reports: 2024年甲市23家企业上榜, 目前园区有…
PUBLIC = Pattern(
    r"[全我][省市县区州镇国]|\p{Han}(?<![城都超夜菜集门楼])[省市县州旗](?![里上场民值面长委领区])|园区|开发区|高新区|经开区|新区|(?:19|20)\d\d年|[今去上]年|截至|以来|目前|累计|季度|半年|年[底末]|\d月"
)
LIST_ENDS = ("、", "和", "及", "与")
NO_COUNTS = frozenset(("元", "美元", "%", "百分点", "番", "倍"))
SPELLED = Pattern("[一二两三四五六七八九十几]")
DEMANDED = ("不少于", "不低于", "至少")
FEW = 100


def is_in_passing(text: str, figure: Figure, by: str) -> bool:
    """Whether a figure that the rule `by` has named is only mentioned."""
    if figure.unit in NO_COUNTS or figure.conditions or figure.elided or figure.place:
        return False
    if figure.found.text.startswith(DEMANDED):
        return False
    behind = by in ("target.right", "target.both")
    if not behind and not (by == "target.left" and _is_spelled_out(figure)):
        return False
    before = text[max(figure.clause, figure.start - REACH) : figure.start].rstrip()
    if DONE.search(_rest_of_clause(text, figure.end)):
        return _is_spelled_out(figure) and not OFFICIAL.search(text, *figure.right)  # 两位股东先后退出
    if behind and PUBLIC.search(before) and OFFICIAL.search(text, *figure.right):
        return False
    if not behind:
        return not VERB.search(before) and not OFFICIAL.search(text, figure.left, figure.start)
    if BEFORE.search(before) or (before.endswith(LIST_ENDS) and LIST_BEFORE.search(before)):
        return False
    return _is_spelled_out(figure) or not (OPENS.search(before) and OFFICIAL.search(text, *figure.right))


def _is_spelled_out(figure: Figure) -> bool:
    """两家, 三十几个: offices write such counts in figures."""
    quantity = figure.found.quantity
    if quantity is None or not figure.is_count or not SPELLED.match(quantity.text):
        return False
    return quantity.value is None or quantity.value < FEW


def _rest_of_clause(text: str, start: int) -> str:
    rest = text[start : start + BEHIND]
    for stop in "，。；：！？\n":
        rest = rest.partition(stop)[0]
    return rest
