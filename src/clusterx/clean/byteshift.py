"""Text whose bytes were shifted by a replacement that did not care where characters begin.

A site converted its text to traditional GBK and replaced bytes: 節 (B9 9D) by 節(jié), 。 by ,。 and so on. Where two
neighbours happen to contain those bytes, the junk landed inside a character and all that follows is read one byte late,
until an ASCII byte is taken for the second half of a character or swallowed (then a `?` stands for both):

    >>> clean_byte_shifts(AlignedText.of("有發(fā)展?jié)摿Φ闹圃鞓I(yè)企業(yè)")).text
    '有發(fā)展潛力的制造業(yè)企業(yè)'
    >>> clean_byte_shifts(AlignedText.of("當?shù)赝菩小版?liàn)長")).text
    '當地推行“鏈長'
    >>> clean_byte_shifts(AlignedText.of("項目簽約落地?,F(xiàn)代紡織")).text
    '項目簽約落地。現(xiàn)代紡織'
    >>> clean_byte_shifts(AlignedText.of("真的吗?,好!吗？！")).text
    '真的吗?,好!吗？！'

The lost byte follows from the gloss (its character begins with the second byte of the one before it) or from the mark;
then the bytes are read again (`search.py`). A reading is accepted if all of it is everyday text and no other reading is
nearly as likely by the word list; otherwise the text stays as it is and is marked as a guess. A digit that a `?` may
have swallowed is never put back: the `?` stays and is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import ne
from typing import NamedTuple

from clusterx.clean.gb import FULL_WIDTH, char_of, common_with_trail, is_common, pair_of
from clusterx.clean.glosses import has_reading
from clusterx.clean.ranking import Place, Scored, Start, best_reading
from clusterx.clean.script import simplify
from clusterx.clean.search import Budget
from clusterx.clean.within import lines_with
from clusterx.clean.wording import is_pair
from clusterx.pattern import Pattern
from clusterx.text import AlignedText, Change, Level, Span

_LETTER = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
_ANCHOR = Pattern(
    rf"[?？。](?:(?<=[^\n?？][?？])(?:(?P<gloss>[{_LETTER}]{{1,6}})[ ]?[)）]|(?P<mark>[,!;:?(，！；：？（])|(?P<stop>。))"
    r"|(?<=。)(?<![^\n]。)(?=[ㄅ-ㄩ]))"
)
_TRIMMED = Pattern(r"。[ㄅ-ㄩ]")
_EATEN = Pattern(
    rf"[?\d](?:(?:(?<=[^\x00-\x7f]\?)|(?<=[{_LETTER}]\)\?))[.,]?\d[\d.,]*"
    rf"|(?<=\d)[\d.,]{{0,40}}\?(?=[{_LETTER}\u3400-\u9fff]))"
)
_INLINE_GLOSS = Pattern(rf"\([{_LETTER}]{{1,6}} ?\)")
_RARE_LEAD_COST = 4.0
_STRETCH = 64
_SAMPLE = 20_000
_STEPS = 50_000
_AT_A_CUT = 8  # characters that may be read otherwise where a text is cut


class Finding(NamedTuple):
    """A repair or, with `change` None, a place to be marked."""

    span: Span
    change: Change | None


def clean_byte_shifts(text: AlignedText) -> AlignedText:
    """Shifted runs that can be computed back are; the rest stays and is marked."""
    if "?" not in text.text and "？" not in text.text and not _TRIMMED.search(text.text):
        return text
    found = list(_findings(text.text))
    if "?" in text.text:
        lines = lines_with(text.text, "?")
        text = text.mark((m.span() for line in lines for m in _EATEN.finditer(text.text, *line)), "eaten_digit")
    text = text.mark([f.span for f in found if not f.change], "byte_shift")
    return text.edit((f.change for f in found if f.change), "byte_shift")


def _findings(text: str) -> Iterator[Finding]:
    budget, at = Budget(_STEPS + len(text) // 2), 0
    traditional = None
    while match := _ANCHOR.search(text, at):
        if traditional is None:
            traditional = _is_traditional(text[:_SAMPLE])
        found = _finding(text, match, traditional, budget)
        if found:
            yield found
        at = found.span.end if found and found.change else match.start() + 1


def _is_traditional(sample: str) -> bool:
    """Whether more than a twentieth of it would change; traditional text shows that in its first quarter."""
    first = sample[: len(sample) // 4]
    return 20 * (_changed(first) - _AT_A_CUT) > len(sample) or 20 * _changed(sample) > len(sample)


def _changed(text: str) -> int:
    return sum(map(ne, text, simplify(text)))


def _finding(text: str, anchor: re.Match[str], traditional: bool, budget: Budget) -> Finding | None:
    start = anchor.start()
    stretch = text[start : start + _STRETCH].partition("\n")[0]
    shifted = bool(anchor["gloss"]) or _looks_shifted(text[anchor.end() : anchor.end() + 9])
    shifted = shifted or (bool(anchor["stop"]) and text[anchor.end() : anchor.end() + 1] == "?")
    best = _reading(anchor, text, stretch, traditional, shifted, budget) if budget.left > 0 else None
    if best is None:
        marked = shifted and text[start] in "?？"
        return Finding(Span(start, anchor.end()), None) if marked else None
    span = Span(start, start + best.reading.end)
    return Finding(span, Change(*span, best.text, _level(best, anchor)))


def _level(best: Scored, anchor: re.Match[str]) -> Level:
    if best.reading.eaten:
        return "guess"
    return "lexicon" if best.reading.drops or not best.reading.sure or anchor["stop"] else "exact"


def _reading(
    anchor: re.Match[str], text: str, stretch: str, traditional: bool, shifted: bool, budget: Budget
) -> Scored | None:
    at = anchor.end() - anchor.start()
    line: str = _INLINE_GLOSS.sub("", text[max(0, anchor.start() - 80) : anchor.start()].rpartition("\n")[2])
    before = line[-1:]
    if anchor["gloss"]:
        starts = _glossed_starts(before, anchor["gloss"], at)
    elif anchor["mark"]:
        starts = _mark_starts(before, anchor["mark"], at)
    elif anchor["stop"]:
        starts = _stop_starts(before, at)
    else:
        starts = (Start("　", 0xA3, at),)
    depth = sum((char in "(（") - (char in ")）") for char in line)
    return best_reading(stretch, starts, Place(line[-4:], depth > 0, traditional), shifted, budget)


@lru_cache(1024)
def _glossed_starts(before: str, gloss: str, at: int) -> tuple[Start, ...]:
    """The gloss belongs to a character that begins with the second byte of the character before the `?`."""
    pair = pair_of(FULL_WIDTH.get(before, before)) if before else None
    chars = ((lead, char_of(pair[1], lead)) for lead in range(0x81, 0xFF)) if pair else ()
    return tuple(Start("", lead, at) for lead, c in chars if c > "\u3400" and is_common(c) and has_reading(c, gloss))


@lru_cache(1024)
def _mark_starts(before: str, mark: str, at: int) -> tuple[Start, ...]:
    """The mark is the second half of 。 and the first of what follows, or of another character that ends like 。"""
    lead, trail = pair_of(FULL_WIDTH.get(mark, mark)) or (0, 0)
    others = (c for c in common_with_trail(lead) if c == "海" or is_pair(before, c))
    return (Start("。", trail, at), *(Start(c, trail, at, _RARE_LEAD_COST) for c in others))


@lru_cache(1024)
def _stop_starts(before: str, at: int) -> tuple[Start, ...]:
    """。 is the second half of 省, or of a character that ends like it, and the first of a full-width mark."""
    fitting = (c for c in common_with_trail(0xA1) if c == "省" or is_pair(before, c))
    return tuple(Start(c, 0xA3, at, 0.0 if c == "省" else _RARE_LEAD_COST) for c in fitting)


def _looks_shifted(stretch: str) -> bool:
    """Whether rare characters or Latin letters follow at once, as in shifted text."""
    line = stretch.partition("\n")[0]
    return any(not is_common(char) and not char.isdigit() and char not in " %.,;:!?()+-/" for char in line)
