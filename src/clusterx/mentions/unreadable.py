"""Numbers that are none: broken groupings, impossible scale words, powers, runs without end.

    >>> text = "产值1,23,4567万元，达到五百亿万亿万，共12家，10^400元，1,247家，三五百家"
    >>> [text[start:end] for start, end in find_unreadable(text)]
    ['1,23,4567万元', '五百亿万亿万', '10^400元']

They have no value among the mentions; whoever reads the text is told where they stand. Dates, headings (1.2.3节) and codes
are no business of this module.
"""

from __future__ import annotations

from clusterx.mentions.han_numerals import LONGEST
from clusterx.mentions.numerals import interpret
from clusterx.mentions.units import read_unit
from clusterx.pattern import Pattern
from clusterx.text import Span

_HAN = "〇零一二两三四五六七八九十百千万亿"
_SUSPECT = Pattern(rf"[0-9{_HAN}][0-9.,^{_HAN}]{{3,}}")
"""What is long enough to be a number that cannot be read; most of what it finds can."""
_SCALE = Pattern(r"[万亿]")
_CODE_BEFORE = frozenset("第〔[./-:：#")


def find_unreadable(text: str) -> list[Span]:
    """Where such numbers stand, with their units, in the order of the text."""
    spans = []
    for match in _SUSPECT.finditer(text):
        run, start = match[0].rstrip(".,"), match.start()
        if not _is_read(run) and text[start - 1 : start] not in _CODE_BEFORE:
            end = _end(text, start + len(run), run)
            if end is not None:
                spans.append(Span(start, end))
    return spans


def _is_read(run: str) -> bool:
    if len(run) > LONGEST:
        return False
    if "^" in run:
        return False
    return (run.isascii() and run.isdigit()) or interpret(run) is not None


def _end(text: str, end: int, run: str) -> int | None:
    """Behind the unit; a heap of scale words and a power need none."""
    if text[end : end + 1] in frozenset("年月日号时") and not text.startswith("年产", end):
        return None
    found = read_unit(text, end)
    if found is not None and not found[0].digits_only:
        return found[1]
    heap = "^" in run.strip("^") or (len(run) <= LONGEST and len(_SCALE.findall(run)) > 2)
    return end if heap else None
