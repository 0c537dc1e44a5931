"""Rows of tables in which shifted bytes have swallowed the blank between two cells.

>>> rows = ["1 甲项目 甲公司 52000 21000", "2 乙项目 乙公司建厂？房 68000 35000", "3 丙项目 丙公司 45500 26000"]
>>> lost_blanks(rows, [1])
[]
>>> rows[1] = "2 乙项目 乙薰？建厂 68000 35000"; rows[0] += " 甲"; rows[2] += " 丙"
>>> lost_blanks(rows, [1])
[(1, 9)]

A `?` may stand for half a character and the ASCII character behind it. In a row with one blank less than most whole rows
around it have, while none has as few, and with one such `?`, that was the blank; it is put back. In every other damaged row the amounts behind the damage may
stand in the wrong column: all of them are marked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

import regex

from clusterx.pattern import Pattern
from clusterx.text import AlignedText, AnyChange, Span

_ROW = Pattern(r" [\d.,—-]+ [\d.,—-]+(?: |$)|\|[^|]*\||\t[^\t]*\t")
_SWALLOWED = Pattern(r"[?？](?=[\u3400-\u9fff0-9])", engine=regex)
_NEAR = 6


def clean_cells(text: AlignedText) -> AlignedText:
    """A swallowed blank comes back where the rows around prove it; the rest of other damaged rows is marked."""
    guesses = [r for r in text.repairs if r.kind == "byte_shift" and r.level == "guess"]
    if not guesses:
        return text
    lines = text.text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    first: dict[int, int] = {}
    for guess in guesses:
        place = text.from_source(guess.start, guess.end).start
        first.setdefault(bisect_right(starts, place) - 1, place)
    first = {number: place for number, place in first.items() if _ROW.search(lines[number])}
    found = dict(lost_blanks(lines, list(first)))
    ends = {n: starts[n] + len(lines[n]) for n in first if n not in found}
    text = text.mark([Span(first[n], end) for n, end in ends.items()], "lost_cell")
    blanks: Iterator[AnyChange] = ((starts[n] + at, starts[n] + at, " ", None) for n, at in sorted(found.items()))
    return text.edit(blanks, "lost_cell", "lexicon")


def lost_blanks(lines: Sequence[str], damaged: Sequence[int]) -> list[tuple[int, int]]:
    """The damaged rows in which a blank was swallowed, and where."""
    found, rotten = [], set(damaged)
    for number in damaged:
        around = range(max(0, number - _NEAR), min(len(lines), number + _NEAR + 1))
        counts = Counter(lines[n].count(" ") for n in around if n not in rotten and _ROW.search(lines[n]))
        blanks = lines[number].count(" ")
        swallowed = [match.end() for match in _SWALLOWED.finditer(lines[number])]
        proven = counts[blanks + 1] >= 2 and not counts[blanks] and counts[blanks + 1] * 2 > sum(counts.values())
        if proven and len(swallowed) == 1:
            found.append((number, swallowed[0]))
    return found
