"""Names of instruments, projects and companies without what different documents write differently.

>>> plain_name("“工赋滨州”行动方案(２０２４—２０２６年)") == plain_name("工赋滨州行动方案（2024-2026年）")
True
>>> plain_name("產(chǎn)業(yè)集群培育方案")
'产业集群培育方案'
"""

from __future__ import annotations

from functools import lru_cache

import regex

from clusterx.clean import clean_text
from clusterx.clean.comparable import comparable

# 关于印发《…》的通知 is known by what it issues.
_ISSUES = regex.compile(r"^.{0,80}?(?:印发|发布|公布|转发|批转|下发)(?P<inner>.{4,}?)的(?:补充)?(?:通知|公告|通告|函)$")
_EXCERPT = regex.compile(r"[（(](?:全文|节选|摘要|摘编|节录|附全文|附件)[）)]|(?:全文)$")
PHASE = regex.compile(
    r"[（(]?(?:第?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2}|[IVX]{1,4}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ])|(?P<first>首|启动))(?P<word>期|阶段)"
    r"(?:工程|项目)?[）)]?"
)
_BLANKS = regex.compile(r"(?<![a-z\d]) | (?![a-z\d])", regex.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_DIGITS = "零一二三四五六七八九"
_ENDINGS = regex.compile(r"(?:建设|扩建|改扩建|新建)?(?:项目|工程)$")
_COMPANY = regex.compile(r"(?:股份)?有限(?:责任)?公司$|(?:集团|股份|总公司|公司)+$|[（(][^（）()]{1,8}[）)]")


@lru_cache(4096)
def clean_name(name: str) -> str:
    """The name as clean simplified Chinese on one line, with blanks only between Latin words."""
    return _BLANKS.sub("", " ".join(clean_text(name).text.split()))


def plain_name(name: str) -> str:
    """The name without marks, blanks, width and case."""
    return comparable(clean_name(name))


def plain_title(title: str) -> str:
    """The title of an instrument; of a notice that issues another one, the issued one's.

    >>> plain_title("甲市人民政府关于印发《甲市链长制实施方案》的通知")
    '甲市链长制实施方案'
    """
    whole = _EXCERPT.sub("", clean_name(title))
    while inner := _ISSUES.fullmatch(whole):
        whole = inner["inner"].strip("《》〈〉“” ")
    return comparable(whole)


def split_phase(name: str) -> tuple[str, int | None]:
    """The name of a project without its phase and without 项目 at its end, and the number of the phase.

    >>> split_phase("肉鸭精深加工产业园（二期）"), split_phase("海门泵谷2期项目"), split_phase("钧瓷产业园建设项目")
    (('肉鸭精深加工产业园', 2), ('海门泵谷', 2), ('钧瓷产业园', None))
    """
    whole = clean_name(name)
    found = PHASE.search(whole)
    rest = comparable(whole[: found.start()] + whole[found.end() :] if found else whole)
    return _ENDINGS.sub("", rest) or rest, _phase_number(found) if found else None


def phase_number(phase: str | None) -> int | None:
    """The number of a phase: 二期 is 2, 首期 is 1; None for no phase, or one without a number."""
    found = PHASE.search(clean_name(phase)) if phase else None
    return _phase_number(found) if found else None


def company_stem(name: str) -> str:
    """What is left of a company's name without its legal form.

    >>> company_stem("山东潍禾食品有限公司"), company_stem("豫能绿储（禹州）能源有限公司")
    ('山东潍禾食品', '豫能绿储能源')
    """
    stem = clean_name(name)
    while (shorter := _COMPANY.sub("", stem)) != stem:
        stem = shorter
    return comparable(stem) or comparable(name)


def _phase_number(found: regex.Match[str]) -> int:
    if found["first"]:
        return 1
    number = comparable(found["number"])
    if number.isdecimal():
        return int(number)
    if number in _ROMAN:
        return _ROMAN[number]
    tens, ten, ones = number.partition("十")
    tens_value = (_DIGITS.find(tens) if tens else 1) if ten else 0
    return 10 * tens_value + (_DIGITS.find(ones or tens) if ones or not ten else 0)
