"""The plan of the year, in a bulletin of months: 年度计划投资, 年度计划新开工项目176个."""

from __future__ import annotations

from datetime import date

from clusterx.pattern import Pattern
from clusterx.records import Period
from clusterx.rules.figures import Figure
from clusterx.rules.governing import Governing, looks_back

PLAN_OF_YEAR = Pattern(r"[，；]?(?:全年|年度|今年|本年度?)计划(?:新?开工|续建|竣工|完工|投产|实施|完成投资|投资)")
PLANNED_WORKS = Pattern(r"[，；]?计划(?:新?开工|续建|竣工|完工)")


def plans_the_year(text: str, figure: Figure, *, of_months: bool) -> bool:
    """年度计划新开工项目176个, in a bulletin of months also 计划竣工项目95个: of what is planned it gives the number for the year."""
    clause = text[figure.clause : figure.start]
    told = PLAN_OF_YEAR.match(clause) or (of_months and PLANNED_WORKS.match(clause))
    return bool(told) and not looks_back(clause)


def is_within_a_year(period: Period) -> bool:
    """No plan of several years."""
    return bool(period.end) and (period.start is None or period.start.year == period.end.year)  # type: ignore[union-attr]


def is_of_the_year(indicator: str) -> bool:
    """年度计划投资, but not what share of it is done."""
    return indicator.endswith(("年度计划投资", "年度投资", "年度计划")) and "占" not in indicator


def of_the_whole_year(governing: Governing) -> Governing:
    """年度计划投资 is the plan of the year, whatever month the sentence speaks of."""
    if not governing.period.end or not is_within_a_year(governing.period):
        return governing
    year = governing.period.end.year
    whole = governing.period.model_copy(update={"start": date(year, 1, 1), "end": date(year, 12, 31)})
    return governing._replace(period=whole)
