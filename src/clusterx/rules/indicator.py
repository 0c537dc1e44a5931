"""The noun phrase of a figure: what is counted or measured, out of the words around the number.

>>> noun_phrase("累计培育智能工厂、数字化车间")
'智能工厂、数字化车间'
>>> noun_phrase("全市规上五金企业实现产值")
'规上五金企业产值'
>>> noun_phrase("省级以上科技创新载体数量达到")
'省级以上科技创新载体数量'
>>> noun_phrase("集群单位产值能耗较2023年下降")
'集群单位产值能耗'
"""

from __future__ import annotations

import regex

from clusterx.pattern import Pattern
from clusterx.rules.words import WordSet, alternation, words

# Verbs that rarely stand inside a noun, so that a clause may be cut behind them.
STRONG = (
    "实现 完成 达成 引进 招引 培育 新增 净增 建成 落实 兑现 发放 拨付 争取 争取到 举办 召开 开展 实施 解决 获批 拥有 集聚 吸引 共有 现有 已有 "
    "形成 打造 推动 促成 征集 征集到 收集 布局 撬动 帮助 带动 汇聚 获得 荣获 签订 新建 导入 组建 安排 新培育 新认定 新引进 新建成 攻克 突破 "
    "累计 配备 设立 新设 创建 争创 入选 建有 投放 到位 推出 发布 培养 选派 组织 引育 提供 办结 走访 起草"
).split()
# A verb before one of these is the first half of a noun: 建设用地, 服务业, 覆盖率, 储备库, 攻关项目.
FORMS_NOUNS = frozenset(
    "服务 培训 应用 建设 改造 更新 组织 保障 发展 优化 覆盖 储备 供应 支持 规划 投入 引导 推广 推广应用 攻关 转化 清理 出让 集聚 聚集 提供 输出 升级 对接 备案 "
    "申报 认定 入库 入驻 布局 研发 招引 受理 化解 拉动 带动 辐射 扩大 更新 处置 淘汰 共有".split()
)
NOUN_ENDINGS = tuple(
    "率 额 量 度 业 库 团 站 室 类 型 性 化 者 商 费 员 点 面 基金 基地 机构 强度 能力 规模 面积 总 水平 项目 平台 用地 用房 体系 力度 空间 成效 岗 材料".split()
)
# Adverbs before a verb (新认定, 重点培育), adjectives before a noun (新产品, 重点实验室).
BEFORE_VERBS = frozenset("新 重点 直接 间接 平均 优先".split())
MADE_SO = Pattern(
    r"把(?P<what>[^，。；把]{2,20}?(?:率|产值|产量|规模|成本|能耗|占比|比重|时间|周期|收入|价格|覆盖面))[^，。；的]{0,8}$"
)
NUMBERING = Pattern(r"^(?:\d{1,2}[.、．]|（\d{1,2}）|[①-⑳])")
AIM = Pattern(r"^(?P<before>.*)(?:力争|确保|奋力|努力实现)(?=\p{Han})")
AIM_BEHIND = Pattern(
    r"(?<=增[长速幅]|[产总]值|收入|投资|税收)目标(?:值|任务)?(?:定|设定|确定|调整)?[为是]$", engine=regex
)
INTRODUCTION = Pattern(r"^.*目标(?:任务)?[是为](?!:)")
MODAL_END = Pattern(
    r"(?:(?:将|拟|(?<![确力担环社医参投质承])保|(?<![确力竞战抗])争|(?<![纲摘重主需紧必])要|(?<![许认])可|(?<![归偿返退])还|(?<![时高风崇])尚|(?<=\p{Han}{2})已经?|(?<=\p{Han}{2})(?<![产功性效动技智职才官机势本储节热电核潜赋光风氢阳质洋化位余不没未必怎否可万])能|确保|力争|力保|要保|要争|争取)+)$"
)  # 营收可突破600亿元
MODAL_ENDS = frozenset("将要保可拟争取还尚已经能")
PUNCTUATION = " \t　，,、；;：:。.·…"
CONNECTIVE = Pattern(
    rf"^(?:[{PUNCTUATION}]|与(?!会)|及(?![时格])|和(?![美谐平田解]))+|(?:[{PUNCTUATION}]|(?<=[{PUNCTUATION}])[和与及])+$"
)


LEADING = Pattern(r"(?:【[^】\n]{1,12}】|[^\w“《（])+")  # ✅, 🎯, 【甲市】
PARTS_OF = Pattern(r"(?<=企业|项目|大类|行业|营收|产品|人员|设备|园区)当?中$")  # 开工项目中，工业项目占…
OF_A_CLASS = frozenset("纳入 列入 入选 入围 进入".split())  # 纳入支持范围的企业
CONNECTING = f"{PUNCTUATION}和及与\n"
BRACKETS = Pattern(r"（[^（）]{3,40}）|（\d+[^（）]*）")  # not 首台（套）
# Without one of these there is no aim, introduction, quotation, bracket or comparison to be cut off.
TO_CUT = Pattern("力争|确保|奋力|努力实现|目标|“|（|）|较|比|高于|低于|快于|慢于|同口径|不变|年均|在")
STRONG_VERB = Pattern(rf"{alternation(STRONG)}(?!\d)")
BASE = r"(?:\d{4}年|\d{1,2}(?:[—-]\d{1,2})?月|上年|去年|上一年|上[一两]?届|上次|上一轮|前年|同期|年初|上季|上月|[一二三四]季度|前\p{Han}个?季度|上半年|全[国省市]|“?十[二三四五]|20\d\d|[一二三四五六七八九十两\d]{1,2}年前|前几年|前年|[改转]造前)"
COMPARISON = Pattern(
    "|".join(f"{word}{BASE}" for word in ("较", "比", "相比", "高于", "低于", "快于", "慢于"))
    + rf"|同比|环比|同口径|按(?:可比|不变)(?:价格?|口径)(?:计算)?|(?:可比|不变)(?:价格?|口径)(?:计算)?|年均(?=[增递下降提上]|$)|在{BASE}[^，]{{0,6}}基础上"
)
GENERIC, VERBS, LEANING = words("generic"), words("verb"), words("leaning")
FRAGMENTS = frozenset("前后近就")  # of 前24天, 就已
EMPTY = words("adverb") | words("modal") | words("region")  # these say how or how sure, and name nothing
KEEP, PROPERTY = WordSet("keep"), WordSet("property")
KEEP_END = WordSet("keep_end")
FRONT = WordSet("verb", "modal", "adverb", "region")
REACH = WordSet("reach", "gap")


HAS = Pattern(
    r"^有(?=[^的]{2,14}(?:企业|项目|工厂|公司|园区|基地|平台|[户店厂家])$)(?![色机效害源限关望序线利形偿轨氧志福力意])"
)
ALREADY = Pattern(rf"(?<=\p{{Han}}{{2}})已(?:经|累计)?(?={alternation(words('verb'))})")
DONE = Pattern(
    r"^([^\W\d他她它我你又也还都就才再竟便不没为除][^\W\d])了(?=\p{Han}{2})"
)  # 治理了水土流失面积, 新修了农村公路


def noun_phrase(text: str) -> str:
    """The indicator in the words before a number; empty if they hold none."""
    text = text.lstrip("的")
    if "把" in text and (made := MADE_SO.search(text)):
        text = made["what"]  # 园区把中水回用率做到了70%
    if TO_CUT.search(text):
        if _may_aim(text) and (aim := AIM.match(text)):
            return noun_phrase(text[aim.end() :]) or noun_phrase(aim["before"])
        text = _without_comparison(_without_brackets(_without_introduction(text)))
    else:
        text = _trim(_without_number(text))
    kept = _without_front(_without_reach(text))
    if kept.endswith("中"):
        kept = PARTS_OF.sub("", kept)
    if "已" in kept:
        kept = ALREADY.sub("", kept)
    if "了" in kept:
        kept = DONE.sub(r"\1", kept)
        kept = kept[:-1] if kept[-1:] == "了" and kept[:-1] in VERBS else kept
    if kept in EMPTY or kept in FRAGMENTS:
        return ""
    subject, verb, noun = split_at_verb(kept)
    if not verb:
        return kept
    if subject and PROPERTY.end(noun):
        return f"{_without_front(_trim(subject))}{noun}"
    if noun in GENERIC or len(noun) < 2:
        return f"{verb}{noun}"
    return noun


def split_at_verb(text: str) -> tuple[str, str, str]:
    """(before, verb, behind) at the last strong verb inside `text`; verb is empty if there is none."""
    found = None
    for match in STRONG_VERB.finditer(text):
        start, end = match.span()
        if start and len(text) - end >= 2 and not _is_noun_half(text, start, end):
            found = match
    if not found:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :].strip("了的")


def is_bare(noun: str) -> bool:
    """A noun that says nothing without what it belongs to: 完成投资, 占比, 开工率."""
    return noun in LEANING or (len(noun) <= 3 and noun.endswith(("率", "比", "额", "数", "量")))


def _may_aim(text: str) -> bool:
    """Looking for the words first spares most texts the pattern."""
    return "力争" in text or "确保" in text or "奋力" in text or "努力实现" in text


def _without_number(text: str) -> str:
    text = text.rstrip(PUNCTUATION)
    if not text[:1].isalnum() and (leading := LEADING.match(text)):
        text = text[leading.end() :]
    return NUMBERING.sub("", text) if text[:1] == "（" or text[:1].isnumeric() else text


def _without_introduction(text: str) -> str:
    if text.count("“") > text.count("”"):
        text = text.rpartition("“")[2]
    text = _without_number(text)
    if "目标" not in text:
        return text
    aim = AIM_BEHIND.search(text)  # 规上工业总产值增长目标为8%
    return text[: aim.start()] if aim else INTRODUCTION.sub("", text)


def _trim(text: str) -> str:
    if text[:1] in CONNECTING or text[-1:] in CONNECTING:
        return CONNECTIVE.sub("", text)
    return text


def _without_brackets(text: str) -> str:
    if "（" not in text and "）" not in text:
        return _trim(text)
    kept = BRACKETS.sub("", text)
    cut = max(kept.rfind("（"), kept.rfind("）")) if kept.count("（") != kept.count("）") else -1
    return _trim(kept[cut + 1 :])


def _without_comparison(text: str) -> str:
    """Cut from 较2023年, 比上年, 同比 on: the base is no part of the indicator."""
    cut = COMPARISON.search(text)
    return _trim(text[: cut.start()]) if cut else text


def _without_reach(text: str) -> str:
    """`text` is trimmed, and what is returned is too."""
    while True:
        if KEEP_END.end(text):
            return text
        shorter = text[: len(text) - len(REACH.end(text))]
        if shorter[-1:] in MODAL_ENDS:
            shorter = MODAL_END.sub("", shorter)
        if (len(shorter) == len(text) and text[-1:] != "的") or text.endswith(("签约", "合约")):
            return text
        text = _trim(_trim(shorter).rstrip("的"))


def _without_has(text: str) -> str:
    """轴承企业 of 有轴承企业1700余家."""
    return HAS.sub("", text) if text[:1] == "有" else text


def _without_front(text: str) -> str:
    """`text` is trimmed, and what is returned is too."""
    while front := FRONT.begin(text):
        if front.endswith("到") and KEEP.begin(text, len(front) - 1):
            front = front[:-1]  # 争取到位资金
        if not front or _is_noun_half(text, 0, len(front)) or (front in OF_A_CLASS and "的" in text):
            break
        stripped = _trim(text[len(front) :]).lstrip("了的")
        if len(stripped) < 2:
            break
        if stripped in GENERIC and front in VERBS:
            return front + stripped  # 引进了企业
        text = stripped
    return _without_has(_trim(text))


def _is_noun_half(text: str, start: int, end: int) -> bool:
    if KEEP.begin(text, start) or (end - start == 1 and "性" in text[end : end + 3]):  # 可操作性, 共同性
        return True
    if text[start:end] in BEFORE_VERBS:
        return not FRONT.begin(text, end)
    if text[start:end] not in FORMS_NOUNS:
        return text[start:end] in VERBS and text.startswith("率", end)
    return text.startswith(NOUN_ENDINGS, end)
