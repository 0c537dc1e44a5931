"""The words behind a number that name what is counted: 高校院所 of 与14所高校院所建立合作关系, 企业 of 28家企业已签约.

The noun ends where something is said of those counted; a size class between number and noun belongs to it.
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.rules.figures import Figure
from clusterx.rules.indicator import STRONG
from clusterx.rules.words import alternation

PREDICATE = Pattern(
    r"[（）]|(?<=\p{Han}{2})(?:因(?!素)|由于|(?<![自缘理])由$|已|正在|尚未|均|也[在是]|共(?=生产|实现|完成|拥有|获))"
)
PREDICATE_BEGINS = Pattern("[（）因由已正尚均也共]")
WITH_WHOM = Pattern(r"(?:与|同|和|跟)[^，。；]*$")
# 26家高校院所建立长期合作关系, 58项成果走下书架: what is said of them is no part of the noun
WHO_DO = Pattern(
    r"(?P<who>\p{Han}{0,10}(?:企业|院所|高校|大学|机构|单位|公司|银行|商协会|协会|成果|专利|技术|产品))(?:(?:(?:建立|结成|缔结|保持)(?=[^，。；]*(?:关系|联系))|走[下上出进向]|[带拉领请]进|(?:成功)?(?:转移)?转化为)[^，。；]+|[^，。；]{0,10}?合作[^，。；]*)"
)
NUMBERS = "[\\d.百千万亿十一二两三四五六七八九]"
THRESHOLD_PREFIX = Pattern(rf"^(?:在建|新签约|新开工|签约|新引进)?(?:{NUMBERS}+元?级|{NUMBERS}*[万亿]元以上)")
WITHIN = Pattern(r"(?<=[企户业目家员人品])[当之]?[中里]$")  # 受访的312家鞋企中，三成…
ENDS_IN_VERB = Pattern(rf"{alternation(STRONG)}了?$")

HAVE_DONE = Pattern(r"(?:均|都|全部)?已(?:经)?(?P<done>\p{Han}{2,12}?)(?=[，。；、\n]|$)")
HEAD_NOUN_WITHIN = Pattern(r"企业|项目|园区|车间|平台|单位")


def right_noun(text: str, figure: Figure) -> str:
    """The words on the right that name what is counted."""
    start, end = figure.right
    if start == end:
        return ""
    noun = text[start:end].strip(" 的.").removesuffix("的基础上")
    if PREDICATE_BEGINS.search(noun):
        noun = PREDICATE.split(noun)[0]
    if len(noun) > 6 and (turns := WHO_DO.match(noun)):
        noun = _those_who(noun, turns["who"], WITH_WHOM.search(text, figure.clause, figure.start) is not None)
    if noun.endswith(("中", "里")) and text.startswith("，", end):
        noun = WITHIN.sub("", noun)
    if noun.count("“") > noun.count("”"):
        noun = ENDS_IN_VERB.sub("", noun[: noun.rfind("“")])
    classes = [found.text for _, found in figure.conditions if found.start == figure.end] if figure.conditions else ()
    return f"{classes[0]}{noun}" if noun and classes else noun  # 2家50亿级企业


def _those_who(noun: str, who: str, with_whom: bool) -> str:
    """合作高校院所 of 与14所高校院所建立合作关系; 成果 of 58项成果走下书架."""
    if "合作" in noun:
        return f"合作{who}" if with_whom else noun
    return who


def noun_of_those_who(text: str, figure: Figure, inherited: str) -> str:
    """首批62家企业完成诊断，28家已签订改造合同: 签订改造合同企业."""
    noun = HEAD_NOUN_WITHIN.search(inherited)
    done = HAVE_DONE.match(text, figure.end) if noun and figure.is_count else None
    return f"{done['done']}{noun[0]}" if done and noun else ""


def elided_noun(text: str, early: Figure, late: Figure) -> str:
    """千亿级产业集群 for 1个千亿级 in 1个千亿级、3个500亿级产业集群."""
    size = early.conditions[-1][1].text if early.conditions else ""
    return size + THRESHOLD_PREFIX.sub("", right_noun(text, late))
