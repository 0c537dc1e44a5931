"""The stage that a text gives a project, with negation and wish taken into account.

>>> stage_of("已于今年6月投产")
'in_production'
>>> stage_of("因用地手续尚未办完，暂未开工")
'planned'
>>> stage_of("拟于11月28日开工")
'planned'
>>> stage_of("办公楼已经封顶，力争今年底建成投产")
'under_construction'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from clusterx.lexicon import per_lexicon, rows
from clusterx.pattern import Pattern
from clusterx.records import ProjectStatus
from clusterx.rules.words import alternation

ORDER: tuple[ProjectStatus, ...] = (
    "terminated", "suspended", "in_production", "completed", "under_construction", "started", "approved", "signed",
    "planned",
)  # fmt: skip
NEGATED = Pattern(
    r"(?:未|没|尚未|暂未|未能|难以|无法|不得|不再)[^，。；]{0,5}$|(?:正在|还在|仍在|抓紧|着手)(?:补|申)?(?:办理?|走|跑|报批?|编制?)$"
    r"|(?:未(?!来)|没)[能有]?(?:如期|按期|按时|按(?:照)?(?:原)?计划|在|于|赶在|到)*[今去\d][\d年月日底初末前中旬内上下半]*+[^，。；\d]{0,4}$"
)
ASKED = Pattern(r"(?:何时|何日|几时|什么时候|哪[一年月天]|是否|能否|可否|多久)[^，。；]{0,5}$")
OF_OLD = Pattern("(?:了)?的(?:老|旧|原|闲置|既有)")  # 依托2019年投产的老厂
DENIED_BEHIND = Pattern(r"[^，。；]{0,4}(?:要重新|重新报|待批|还没|尚未|暂未|未能|未|[还仍]在办)")
FUTURE = Pattern(
    r"(?:预计|计划|规划|分别于|赶在|等他们|能不能|原?打算|本来|将|力争|拟|有望|争取|确保|目标|原定|即将|可望|待|推动|力促|推进|促进|加快|早日|尽快|若|如果|一旦|筹备|推迟|延后|延期|视[^，。；]{1,8}情况|再行|可在|可以|就能|便能|即可|便可|今年底|年底前|明年|年内|(?<!先)后(?!来))[^，。；]{0,16}$"
)
# 加快建设 goes on, 有望年内进场施工 has not begun.
WISHED = Pattern(
    r"(?:预计|即将|将于?|计划)[^，。；]{0,6}(?:年|月|季度|旬)|视[^，。；]{1,8}情况|再行|有望|可望|拟|原定|推迟|延后|延期|若|如果|一旦|筹备|可在|可以|就能|便能|即可|便可|待"
)
AFTERWARDS = Pattern(r"^(?:并?投产|达产|建成|达效)?(?:后|之后|以后|时|前|第[一二三]年)")
URGED = Pattern(r"(?:推进|推动|加快)[^，。；]{0,40}项目[^，。；项]{0,6}建设(?!用地|条件|单位|规模|内容)")
RESUMED = Pattern(r"复工|恢复(?:建设|施工)|重启|重新(?:启动|开动|开工|动工|施工|点火)|再次点火|复产")
PART_ONLY = Pattern(  # 主体工程已经完工，正在装修
    r"(?:\d+号(?:厂房|车间|楼)?|(?<!标准)厂房(?:[\d一二三四五六七八九十去今前年月\p{Han}]{0,4}就|早就|也)?|办公楼|主体|土建|桩基|基础|钢结构|外立面)(?:工程|结构|建设|施工)?(?:已经?|全部|基本|均|陆续)*$"
)
CENTRES = frozenset("央心型试小国部文药医学")  # 建设中央厨房, 建设中试线
SOON = Pattern(r"\d(?:天|日|个月|个?工作日)(?:内|后)?[即就便]$")  # 签约45天即开工建设
DONE = Pattern(r"已|了|于今年\d|正")
SLOGAN = Pattern(r"从(?:签约|开工)|早(?:签约|开工|投产|竣工|达产)|拿地即|签约即|即(?:开工|供地|投产)|率|现场会|仪式")


@dataclass(frozen=True, slots=True)
class Stage:
    """A word that states a stage."""

    word: str
    status: str

    def __post_init__(self) -> None:
        if self.status not in ORDER:
            raise ValueError(f"no status {self.status!r}; choose one of: {', '.join(ORDER)}")


def stage_of(text: str) -> ProjectStatus | None:
    """The most advanced stage that `text` asserts of a project; planned where it is only wished or denied."""
    best: ProjectStatus | None = None
    for match in _words().finditer(text):
        stage = _asserted(text, match)
        if stage and (best is None or ORDER.index(stage) < ORDER.index(best)):
            best = stage
    return best or ("under_construction" if URGED.search(text) else None)


def _asserted(text: str, match: re.Match[str]) -> ProjectStatus | None:
    before, after = text[max(0, match.start() - 20) : match.start()], text[match.end() : match.end() + 6]
    status = _status_of(match[0])
    if SOON.search(before):
        return status
    if status == "suspended" and (resumed := RESUMED.search(text, match.end())):
        again = _asserted(text, resumed) if resumed[0] in _table() else None
        return status if again in (None, "planned") else again
    if ASKED.search(before) or OF_OLD.match(after) or (match[0] == "建设中" and after[:1] in CENTRES):
        return None
    if SLOGAN.search(before[-3:] + match[0] + after[:2]) or AFTERWARDS.match(after):
        return None
    if status == "completed" and PART_ONLY.search(before):
        status = "under_construction"
    if status == "planned" or NEGATED.search(before) or DENIED_BEHIND.match(text, match.end()):
        return "planned"
    wished = FUTURE.search(before)
    if wished and not DONE.search(before, wished.start()):
        urged = status == "under_construction" and not WISHED.search(before, wished.start())
        return "under_construction" if urged else "planned"
    return status


def _status_of(word: str) -> ProjectStatus:
    return cast(ProjectStatus, _table()[word])


@per_lexicon
def _table() -> dict[str, str]:
    return {row.word: row.status for row in rows("project_stages", Stage)}


@per_lexicon
def _words() -> Pattern:
    return Pattern(alternation(_table()))
