"""Numbers of official language that count no result: sessions, headings of a speech, movers of a motion, explanations.

`find_formal` names what the number is, or nothing:

    session       八次 in 市委九届八次全会, 市政府71次常务会议
    image         三座大山压在头顶
    list          抓好六个方面工作, 提三点要求: how many things will be said
    partners      陆文彬等5位委员, 联合6家银行推出“链贷”, 由9个部门会审: who acts, not what comes of it
    share of cost 天然气成本约占生产成本的三成
    explanation   2000亿元对应的年均增速约为6.8%, 相当于头发丝的四十分之一
    threshold     对固定资产投资5亿元以上且亩均税收20万元以上的项目

    >>> from clusterx import extract
    >>> [t.quantity.text for t in extract("按照市委九届八次全会部署，抓好三个方面工作，解决问题3个。").targets]
    ['3个']
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.records import Quantity
from clusterx.rules.figures import Figure

REACH = 30
ANNOUNCING = frozenset("个大项条件")
ACTING = frozenset("位名人家所个")
# 八次全会, 71次常务会议: with 第 they would be ordinals, and officials leave it out.
SESSION = Pattern(
    r"(?:中央)?全会|全体\p{Han}{0,2}会|党代会|(?:党员)?代表大会|人代会|(?:政府|党组|党委)?(?:常务|常委|主任|省长|办公)会"
)
CONVENES = Pattern(r"(?:召开|举行|组织|开展|举办|开[了过]|累计|共|研究)[^，。；]{0,8}$")
ANNOUNCED = Pattern(
    r"(?:大|重要|重点|关键|主要|突出|方面)?(?:的)?(?:维度|层面|角度|层次|视角|关系|转变|关键词|原则|坚持|问题|短板|难点|矛盾|体会|意见|建议|要求|启示|希望|阶段|步骤|条路径"
    r"|思考|特[点征]|重点(?=[，。：；、环任工]|$)|任务|步骤|环节|[大实]?事(?!项|业|故)|文章)"
)
SAYS = Pattern(
    r"(?:抓[好实住牢]|做[好到]|突出|围绕|聚焦|(?:把握|处理)好?|坚持|着力|汇报|强调|存在|呈现|体现在|表现[为在]|归纳为|概括为|分为|[谈讲说提从在])[了出]?(?:以下|如下)?$"
)
METAPHOR = Pattern(r"(?:[打答念过下走唱写把跨闯扣])(?:好|稳|准|过)了?$")  # 打好五张牌, 答好三道题, 下好三步棋
OF_METAPHORS = frozenset("张道篇步把台手关盘字")
# 三座大山压在头顶, 打出五套组合拳: pictures are counted in characters, things in digits too.
IMAGE = Pattern(
    r"\p{Han}{0,4}?(?:大山|腿走路|条腿|翅膀|王牌|名片|金字招牌|轮子|只手|关口|底线|红线|防线|组合拳|钥匙|拳头|饭碗|号角|药方|引擎(?!产|公)|马车|抓手|篱笆|硬骨头|门槛|短板|弦"
    r"|板子|法宝|拦路虎|绊脚石|顽疾|堵点|痛点|主线|曲子?(?=[，。、；]|$)|锁(?=[，。、；]|$)|手(?=都)|钉子|路子|硬仗|文章|棋(?!牌)|牌(?=[，。、；]|$)|账(?!户|款|期|面))"
)
IN_CHARACTERS = frozenset("一二两三四五六七八九十")
FEW = 12  # no speech has more parts
MOVERS = Pattern(r"(?:政协)?委员(?!会)|(?:人大)?代表(?!企业|性|团|队|作|处)|同志|(?=[，。：；]|联名|提出|撰写|共同)")
JOINTLY = Pattern(r"(?:联合|会同|携手|联手|牵手)了?$")
ACT = Pattern(
    r"[^，。；、\d]{0,14}?(?:推出|开展|共建|组建|成立|举办|实施|发起|打造|建设|制定|攻关|研发|设立|发布|召开|建立|编制|创设|开发|搭建|共同|出台|印发|承办)"
)
DECIDE = Pattern(
    r"[^，。；、\d]{0,6}(?:部门|单位|专家|委员)(?:共同|联合)?(?:参与?加?|会签|会审|会商|配合|列席|负责)|[^，。；、\d]{1,8}组成(?![部员])"
)
COST_SHARE = Pattern(
    r"成本[^，。；]{0,8}占(?!比|GDP|地区|全)[^，。；]{0,16}(?<!比重降至)(?<!比重降到)$|(?:占|[吃吞耗]掉)[^，。；]{0,10}成本[^，。；]{0,6}$"
)
EXPLAINS = Pattern(
    r"(?:相当于(?:再造)?(?!全[国省市]|(?:年度|全年|年初)?(?:计划|目标|任务))|折合|意味着|对应的|换算[成为])[^，。；]{0,12}$"
)
EXPLAINED = Pattern(r"(?:的\w{1,6})?所?对应的|意味着|换算|以?[上下内外]?(?:即为|可?视为|称为|就算是?)")
# 在走访62家企业、召开9场座谈会的基础上，起草了《…》: how a text came about
DRAFTED = Pattern(r"[^。；]{0,60}?基础上，?[^，。；]{0,16}(?:起草|编制|制定|制订|形成|印发|出台|修订|研究|拟定|提出)")
EXPLAINED_BEGINS = frozenset("的所对意换以上下内外即可视称就")
HALF_PAST = ("时间", "任务", "任务指标", "双")
# What is demanded of those a rule is for: 对投资5亿元以上且亩均税收20万元以上的项目, 凡投资3亿元且建成投产的企业
AND_SO = Pattern(r"(?:且|并且|或者?)[^，。；]{2,32}的(?!\p{Han}{0,6}率)")
OF_THOSE = Pattern(r"的[^，。；]{0,8}(?:项目|企业|单位|机构|产品|园区|人才|团队)[，。；]")
AND_OF_THOSE = Pattern(r"且[^，。；]{2,32}的(?=[^，。；]{0,8}(?:项目|企业|单位|机构|产品|平台|，))")
FOR_THOSE = Pattern(r"(?:[一二三四五六七八九十是（）\d.]{0,4})(?:对(?![标接外照口比应])|凡|符合)")
OF_RULE = Pattern(r"(?:^|[，。；：、])(?:[一二三四五六七八九十是（）]{0,4})(?:对|凡|符合|针对)")


def find_formal(text: str, figure: Figure, quantity: Quantity) -> str | None:
    """What the number is that tells no result, or None."""
    begin, start, unit = figure.clause, figure.start, figure.unit
    before = text[begin if start - begin < REACH else start - REACH : start]
    if unit == "次":
        return "session" if _is_a_session(text, figure, before) else None
    if unit in ACTING and _acts(text, figure, before):
        return "partners"
    if quantity.text[0] in IN_CHARACTERS and figure.is_count and IMAGE.match(text, figure.end):
        return "image"
    if _announces(text, figure, quantity, before):
        return "list"
    if unit == "%" and "成本" in before and COST_SHARE.search(before):
        return "share of cost"
    if unit == "%" and quantity.text.endswith("过半") and before.rstrip("“、").endswith(HALF_PAST):
        return "image"  # 时间过半、任务过半
    if text.find("基础上", figure.end, figure.end + 70) >= 0 and DRAFTED.match(text, figure.end):
        return "explanation"
    behind = text[figure.end : figure.end + 1]
    if (behind in EXPLAINED_BEGINS and EXPLAINED.match(text, figure.end)) or EXPLAINS.search(before):
        return "explanation"
    return "threshold" if _limits(text, figure, quantity) else None


def _acts(text: str, figure: Figure, before: str) -> bool:
    end = figure.end
    if before.endswith("等") and figure.unit in ("位", "名", "人"):
        return MOVERS.match(text, end) is not None
    if JOINTLY.search(before):
        return ACT.match(text, end) is not None
    return DECIDE.match(text, end) is not None


def _is_a_session(text: str, figure: Figure, before: str) -> bool:
    """八次 of 九届八次全会; 召开常务会议30次 and 召开30次常务会议 count."""
    if before.endswith("届"):
        return True
    return SESSION.match(text, figure.end) is not None and not CONVENES.search(before)


def _announces(text: str, figure: Figure, quantity: Quantity, before: str) -> bool:
    """六个方面 is always said of what follows, three things if somebody says that he says them: 解决三个问题 is a result."""
    if figure.unit in OF_METAPHORS:
        return METAPHOR.search(before) is not None
    if figure.unit not in ANNOUNCING:
        return False
    if text.startswith(("方面", "大方面"), figure.end):
        return True
    few = quantity.value is not None and quantity.value <= FEW
    return few and bool(ANNOUNCED.match(text, figure.end) and SAYS.search(before))


def _limits(text: str, figure: Figure, quantity: Quantity) -> bool:
    """5亿元以上 of 对投资5亿元以上且亩均税收20万元以上的项目: the other half of a threshold."""
    if text.startswith("且", figure.end) and AND_OF_THOSE.match(text, figure.end):
        return True
    if figure.is_count or quantity.bound not in ("at_least", "at_most"):
        return False
    if OF_THOSE.match(text, figure.end):
        return FOR_THOSE.match(text, figure.clause, figure.start) is not None
    if not AND_SO.match(text, figure.end):
        return False
    return OF_RULE.search(text[figure.segment.start : figure.start]) is not None
