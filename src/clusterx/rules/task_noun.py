"""The noun of a goal that names nothing itself, from the task beside it in the row.

    任务 | 目标 | 责任单位 | 完成时限
    工业技改投资 | 完成6.5亿元 | 县工信局 | 12月底

>>> is_only_verbs("累计实现"), is_only_verbs("实现产值")
(True, False)
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.rules.rule import Reading
from clusterx.rules.task_table import task_before
from clusterx.rules.words import WordSet, one_of
from clusterx.tables import Cell

VERBS = WordSet("verb", "modal", "adverb", "reach")
HAN = Pattern(r"\p{Han}")
MOST_VERBS = 6  # characters: 累计新认定
ONLY_VERBS = Pattern(rf"(?:{one_of('verb', 'modal', 'adverb', 'reach')})+")


def task_of_row(reading: Reading, clause: int, position: int) -> Cell | None:
    """The cell that names the task in the row of `position`; None where that is something to do (引育企业).

    `clause`: where the clause of the figure begins; it may hold verbs and a base (由71%提高到), but no noun.
    """
    noun = HAN.findall(reading.clean[clause:position])
    table = reading.outline.table_at(position) if len(noun) <= MOST_VERBS else None
    cell = task_before(table, position) if table else None
    return cell if cell and not VERBS.begin(cell.text) else None


def is_only_verbs(words: str) -> bool:
    """累计实现: nothing but verbs, adverbs and words that lead to a number."""
    return bool(VERBS.begin(words)) and ONLY_VERBS.fullmatch(words) is not None
