"""`Found`: a quantity or period as it was found in clean text."""

from __future__ import annotations

from typing import Literal, NamedTuple

from clusterx.records import Period, Quantity


class Found(NamedTuple):
    """`text` stands at [start, end) of the clean text, bound words included (不少于6场, 30家以上, 近1000亩, 到2027年).

    `by` names what read it: `quantity.number`, `quantity.range`, `quantity.class` (百亿级), `quantity.fraction`,
    `quantity.times` (1.2倍, 翻一番), `quantity.vague` (两位数), `quantity.bare` (a number without unit: a table cell),
    `quantity.list` (its unit stands at the end of its list: 37、50家); `period.deadline` (到2027年, 年底前),
    `period.year`, `period.range`, `period.since` (今年以来), `period.as_of` (截至10月底), `period.plan` (“十四五”),
    `period.months` (1—9月), `period.quarter`, `period.half`, `period.day`, `period.relative` (去年, 近三年),
    `period.base` (较2023年, 去年同期: what something is compared with), `period.recurring` (每年).
    """

    kind: Literal["quantity", "period"]
    start: int
    end: int
    text: str
    quantity: Quantity | None = None
    period: Period | None = None
    by: str = ""
