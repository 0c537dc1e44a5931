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
OF_A_YEAR = Pattern(rf"[“\s]*(?:{WRITTEN_YEAR})(?:[：:，,\s—]|$)")  # not 2025年一季度工业经济
LAST_MONTH_OF_REPORTS = 4  # congresses meet from December to April


def status_of_title(title: str, year: int | None, published: date | None) -> TargetStatus | None:
    """`year`: the one that the title names; `published`: the day of the text."""
    past = bool(year and published and year < published.year)
    if past and "工作" in title:
        return "achieved"
    if REVIEW.search(title):
        return "achieved"
    if PLAN.search(title):
        return "planned"
    if not (year and published and OF_A_YEAR.match(title)):
        return None
    return "achieved" if past else "planned" if published.month <= LAST_MONTH_OF_REPORTS else None
