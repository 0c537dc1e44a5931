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

from collections.abc import Iterator
from typing import NamedTuple

import regex

from clusterx.clean.gb import FULL_WIDTH, char_of, common_with_trail, is_common, pair_of
from clusterx.clean.glosses import has_reading
from clusterx.clean.search import Budget, Reading, readings
from clusterx.clean.wording import likelihood
from clusterx.text import AlignedText, Change, Level, Span

_LETTER = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
_ANCHOR = regex.compile(
    rf"[?？](?:(?P<gloss>[{_LETTER}]{{1,6}})[ ]?[)）]|(?P<mark>[,!;:?(，！；：？（])|(?P<stop>。))"
    r"|(?<![^\n])(?P<trim>。)(?=[ㄅ-ㄩ])"
)
_INLINE_GLOSS = regex.compile(rf"\([{_LETTER}]{{1,6}} ?\)")
_CONTEXT = 12
_MARGIN = 2.0
_DROP_COST = 4.0
_RARE_LEAD_COST = 4.0
_WELL_WORDED = -6.0
_STEPS_EACH = 6_000


class Start(NamedTuple):
    """A hypothesis: what the anchor stood for, the byte that was lost, how unusual that is."""

    read: str
    lead: int
    at: int
    cost: float = 0.0


class Scored(NamedTuple):
    score: float
    text: str
    reading: Reading


class Finding(NamedTuple):
    """A repair or, with `change` None, a place to be marked."""

    span: Span
    change: Change | None
    eaten: Span | None = None


def clean_byte_shifts(text: AlignedText) -> AlignedText:
    """Shifted runs that can be computed back are; the rest stays and is marked."""
    if "?" not in text.text and "？" not in text.text and "。ㄓ" not in text.text:
        return text
    found = list(_findings(text.text))
    text = text.mark([f.span for f in found if not f.change], "byte_shift")
    text = text.mark([f.eaten for f in found if f.eaten], "eaten_digit")
    return text.edit((f.change for f in found if f.change), "byte_shift")


def _findings(text: str) -> Iterator[Finding]:
    budget, at = Budget(100_000 + len(text)), 0
    while match := _ANCHOR.search(text, at):
        found = _finding(text, match, budget)
        if found:
            yield found
        at = max(found.span.end if found and found.change else match.start() + 1, match.start() + 1)


def _finding(text: str, anchor: regex.Match[str], budget: Budget) -> Finding | None:
    starts = list(_starts(text, anchor))
    before = _words_before(text, anchor.start())
    best = _best(text, anchor, before, starts, budget)
    if best is None:
        damaged = anchor["gloss"] or _looks_shifted(text, anchor.end())
        return Finding(Span(anchor.start(), anchor.end()), None) if damaged and text[anchor.start()] in "?？" else None
    level: Level = "lexicon" if best.reading.drops or not best.reading.sure or anchor["stop"] else "exact"
    level = "guess" if best.reading.eaten else level
    span = Span(anchor.start(), best.reading.end)
    eaten = Span(span.end - 1, span.end) if best.reading.eaten else None
    return Finding(span, Change(*span, best.text, level), eaten)


def _starts(text: str, anchor: regex.Match[str]) -> Iterator[Start]:
    if anchor["gloss"]:
        yield from _glossed_starts(text, anchor)
    elif anchor["mark"]:
        lead, trail = pair_of(FULL_WIDTH.get(anchor["mark"], anchor["mark"])) or (0, 0)
        yield Start("。", trail, anchor.end())
        for char in common_with_trail(lead):
            yield Start(char, trail, anchor.end(), _RARE_LEAD_COST)
    elif anchor["stop"]:
        for char in common_with_trail(0xA1):
            yield Start(char, 0xA3, anchor.end(), _RARE_LEAD_COST)
    else:
        yield Start("　", 0xA3, anchor.end())


def _glossed_starts(text: str, anchor: regex.Match[str]) -> Iterator[Start]:
    """The gloss belongs to a character that begins with the second byte of the character before the `?`."""
    before = text[anchor.start() - 1 : anchor.start()]
    pair = pair_of(FULL_WIDTH.get(before, before))
    if pair:
        for lead in range(0x81, 0xFF):
            char = char_of(pair[1], lead)
            if char > "\u3400" and is_common(char) and has_reading(char, anchor["gloss"]):
                yield Start("", lead, anchor.end())


def _best(text: str, anchor: regex.Match[str], before: str, starts: list[Start], budget: Budget) -> Scored | None:
    """The one reading that is clearly more likely than all others and than the damaged text."""
    scored: list[Scored] = []
    for drops in (0, 1, 2):
        steps = Budget(min(_STEPS_EACH, max(0, budget.left)))
        given = steps.left
        found = [(s, r) for s in starts for r in readings(text, s.at, s.lead, drops, steps)]
        budget.left -= given - max(0, steps.left)
        scored += _scored(text, anchor, before, found)
        if winner := _winner(scored, text, anchor, before, drops):
            return winner
    return None


def _scored(text: str, anchor: regex.Match[str], before: str, found: list[tuple[Start, Reading]]) -> list[Scored]:
    if not found:
        return []
    end = max(reading.end for _, reading in found)
    return [
        Scored(
            likelihood(before + s.read + r.text + _words_after(text, r.end, end)) - s.cost - _DROP_COST * r.drops,
            s.read + r.text,
            r,
        )
        for s, r in found
    ]


def _winner(scored: list[Scored], text: str, anchor: regex.Match[str], before: str, drops: int) -> Scored | None:
    if not scored:
        return None
    ranked = sorted(scored, key=lambda s: -s.score)
    best = ranked[0]
    rivals = [s for s in ranked[1:4] if s.text != best.text]
    damaged = likelihood(before + text[anchor.start() : best.reading.end] + _words_after(text, best.reading.end, 0))
    if best.score < damaged + _MARGIN or (rivals and rivals[0].score > best.score - _MARGIN):
        return None
    words = before + best.text
    return best if drops == 2 or best.score / (len(words) + 4) > _WELL_WORDED else None


def _words_before(text: str, at: int) -> str:
    """The last few characters before `at`, without glosses."""
    line = text[max(0, at - _CONTEXT * 3) : at].rpartition("\n")[2]
    return _INLINE_GLOSS.sub("", line)[-4:]


def _words_after(text: str, start: int, end: int) -> str:
    line = text[start : max(start, end) + _CONTEXT * 3].partition("\n")[0]
    return _INLINE_GLOSS.sub("", line)[: max(0, end - start) + 4]


def _looks_shifted(text: str, at: int) -> bool:
    """Whether rare characters follow, as shifted text has them."""
    stretch = [char for char in text[at : at + 8].partition("\n")[0] if not char.isascii()]
    return len(stretch) >= 2 and sum(1 for char in stretch if not is_common(char)) * 3 >= len(stretch)
