"""Names of people as bylines give them, separated by one blank.

>>> people("方晓岚"), people("韦小川 通讯员 梁静"), people("李 明、欧阳小红 文/图")
('方晓岚', '韦小川 梁静', '李明 欧阳小红')
>>> people("甲日报全媒体记者 方晓岚"), people("记者方晓岚 摄影报道")
('方晓岚', '方晓岚')
>>> people("马晓蕾 田文斌"), people("文：方晓岚")
('马晓蕾 田文斌', '方晓岚')
>>> people("市发改委"), people("此件公开发布"), people("完")
(None, None, None)
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from clusterx.lexicon import rows
from clusterx.pattern import Pattern

_JOB = Pattern(
    r"(?:[\u4e00-\u9fff]{1,8}?(?:[日晚晨时商]报|都市报|报|网|融媒体?(?:中心)?|电视台|台|客户端|新闻|传媒)|[\u4e00-\u9fff]{2,8}(?=记者))?"
    r"(?:本[报刊网台]|全媒体|融媒体?|特约|实习|见习|首席|新华社|中新社)*+(?:记者|通讯员|(?<=实习)生|评论员|作者|撰稿人?|供稿|采写|撰文|整理|报道|摄影报道|摄影|摄(?=[：:/ ]|$)|文/图|图/文|(?<![\u4e00-\u9fff])[文图](?=[：:/ ]|$)|(?<=[ 　])发自[\u4e00-\u9fff]{2,8})[：:/]?"  # 田文斌 is a name
)
_NO_NAME = Pattern(  # 记者 探访, 记者 昨日 获悉
    r"[探采走寻暗]访|了解|获悉|[昨今近]日|日前|[从在请由据向跟随]|编审|待定|报道|整理|来到|看到|发现|手记|观察|直击|连线|专[访电]|对话|综合|摄影|说|问"
)
_REPORTER_BEFORE = Pattern(r"\S{0,10}(?:记者|通讯员|撰稿人?|作者)[ ：:]+\S{2,4}(?:[ 、]|$)")
_ANY_JOB = Pattern("记者|通讯员|实习生|评论员|作者|撰|供稿|采写|整理|报道|摄|文|图")
_NO_BYLINE = Pattern(r"[^\u4e00-\u9fff· 、,，/;；|&：:\s]")
"""What stands in no name and no job, nor between them."""
_APART = Pattern(r"[ 、,，/;；|&]+")
_SPACED_NAME = Pattern(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])\s{1,2}([\u4e00-\u9fff])(?![\u4e00-\u9fff])", engine=regex
)
_HAN_NAME = Pattern(r"[\u4e00-\u9fff]{2,4}", engine=regex)
_FOREIGN_NAME = Pattern(r"[\u4e00-\u9fff]{2,6}(?:·[\u4e00-\u9fff]{2,6}){1,2}", engine=regex)
_NO_NAME_ENDS = "市县区省镇乡村院局部委办厅网报社站台处科队会所厂司校园项目案讯篇章"


class Surnames(NamedTuple):
    """One-character names in one string, or compound ones."""

    names: str


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    single, compound = (row.names for row in rows("surnames", Surnames))
    return frozenset(single), frozenset(compound.split("|"))


def is_name(word: str) -> bool:
    """Whether `word` looks like the full name of a person.

    >>> is_name("欧阳小红"), is_name("方晓岚"), is_name("高新区"), is_name("阿不都·热合曼")
    (True, True, False, True)
    """
    if "·" in word:
        return bool(_FOREIGN_NAME.fullmatch(word))
    if not _HAN_NAME.fullmatch(word) or word[-1] in _NO_NAME_ENDS:
        return False
    single, compound = _surnames()
    return (
        word[:2] in compound
        if len(word) == 4 and word[0] not in single
        else (word[0] in single and len(word) < 4) or word[:2] in compound
    )


def may_be_person(word: str) -> bool:
    """Whether a byline may mean a person by `word`; an office it does not.

    >>> may_be_person("甲小投"), may_be_person("方晓岚 梁静"), may_be_person("甲市经济合作局")
    (True, True, False)
    """
    return word[-1:] not in _NO_NAME_ENDS


def people(words: str) -> str | None:
    """The names in `words`, if it holds nothing else than names and jobs."""
    if _NO_BYLINE.search(words):
        return None
    bare = _JOB.sub(" ", words) if _ANY_JOB.search(words) else words
    if len(bare.split()) > 1:
        bare = _SPACED_NAME.sub(r"\1\2", bare)
    names = [word for word in _APART.split(bare.strip()) if word and not _is_where(word, words)]
    told = bare is not words and _REPORTER_BEFORE.match(words) is not None
    return " ".join(names) if names and all(is_name(name) or (told and may_be_name(name)) for name in names) else None


def _is_where(word: str, words: str) -> bool:
    """潍坊诸城 of 记者 臧文昊 潍坊诸城报道: where it was written, no name."""
    return f"{word}报道" in words and not is_name(word)


def may_be_name(word: str) -> bool:
    """Whether it may be the name of one whose job is told before it: 乌兰 of 本刊记者 乌兰, but not 探访."""
    return _HAN_NAME.fullmatch(word) is not None and may_be_person(word) and not _NO_NAME.match(word)
