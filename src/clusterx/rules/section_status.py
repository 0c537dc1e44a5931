"""Whether the title of a section looks back or ahead: 工作回顾, 重点工作, 二、二〇二五年：把竹子文章做长.

>>> report = date(2025, 2, 11)
>>> status_of_title("工作回顾", None, report), status_of_title("二〇二五年：把竹子文章做长", 2025, report)
('achieved', 'planned')
>>> status_of_title("2024年，我们这样走过", 2024, report), status_of_title("产业发展", None, report)
('achieved', None)
"""

from __future__ import annotations

from datetime import date

from clusterx.pattern import Pattern
from clusterx.records import TargetStatus
from clusterx.rules.words import one_of

WRITTEN_YEAR = r"(?:19|20)\d\d年|二[〇○零][〇○零一二三四五六七八九]{2}年"
REVIEW = Pattern(one_of("review_section"))
PLAN = Pattern(one_of("planned_section"))
NO_REVIEW = Pattern(  # 夯实产业基础, 完善基础设施: no 发展基础
    r"(?:夯实|筑牢|打牢|厚植|巩固|完善|加强|强化|提升|补齐)\p{Han}{0,10}基础|\p{Han}{0,6}基础(?:设施|研究|能力|支撑|材料|零部件|软件|工艺|教育|学科)"
)
OF_A_YEAR = Pattern(rf"[“\s]*(?:{WRITTEN_YEAR})(?:[：:，,\s—]|$)")  # not 2025年一季度工业经济
LAST_MONTH_OF_REPORTS = 4  # congresses meet from December to April


def status_of_title(title: str, year: int | None, published: date | None) -> TargetStatus | None:
    """`year`: the one that the title names; `published`: the day of the text."""
    past = bool(year and published and year < published.year)
    if past and "工作" in title:
        return "achieved"
    if REVIEW.search(title) and not ("基础" in title and NO_REVIEW.search(title)):
        return "achieved"
    if PLAN.search(title):
        return "planned"
    if not (year and published and OF_A_YEAR.match(title)):
        return None
    return "achieved" if past else "planned" if published.month <= LAST_MONTH_OF_REPORTS else None
