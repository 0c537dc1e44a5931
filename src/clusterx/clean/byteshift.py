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
from clusterx.clean.script import is_simplified_only, simplify
from clusterx.clean.search import Budget, Reading, readings
from clusterx.clean.wording import is_pair, rate
from clusterx.text import AlignedText, Change, Level, Span

_LETTER = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
_ANCHOR = regex.compile(
    rf"[?？](?:(?P<gloss>[{_LETTER}]{{1,6}})[ ]?[)）]|(?P<mark>[,!;:?(，！；：？（])|(?P<stop>。))"
    r"|(?<![^\n])(?P<trim>。)(?=[ㄅ-ㄩ])"
)
_EATEN = regex.compile(rf"(?<=[^\x00-\x7f]|[{_LETTER}]\))\?[.,]?\d[\d.,]*+|\d[\d.,]*+\?(?=[{_LETTER}\u3400-\u9fff])")
_INLINE_GLOSS = regex.compile(rf"\([{_LETTER}]{{1,6}} ?\)")
_CONTEXT = 12
_MARGIN = 2.0
_DROP_COST = 3.0
_ODD_COST = 4.0
_SCRIPT_COST = 3.0
_BRACKET_COST = 6.0
_NEVER_LAST = frozenset("在和与與及对對从從向为為以将將由把被至")
_RARE_LEAD_COST = 4.0
_STEPS_EACH = 2_000
_READINGS_EACH = 40


class Start(NamedTuple):
    """A hypothesis: what the anchor stood for, the byte that was lost, how unusual that is."""

    read: str
    lead: int
    at: int
    cost: float = 0.0


class Scored(NamedTuple):
    """A reading with what stands in front of it, and how likely that is."""

    score: float
    text: str
    reading: Reading
    odd: int
    alone: int


class Place(NamedTuple):
    """Where an anchor stands: the last characters before it, whether a bracket is open and whether the text is
    traditional there."""

    at: int
    before: str
    bracketed: bool
    traditional: bool

    @classmethod
    def around(cls, text: str, at: int) -> Place:
        line: str = _INLINE_GLOSS.sub("", text[max(0, at - 80) : at].rpartition("\n")[2])
        depth = sum((char in "(（") - (char in ")）") for char in line)
        near = text[max(0, at - 200) : at + 200]
        return cls(at, line[-4:], depth > 0, sum(a != b for a, b in zip(near, simplify(near), strict=True)) >= 8)

    def cost(self, words: str) -> float:
        """What speaks against `words` here: simplified characters in traditional text, brackets that do not pair up."""
        cost = _SCRIPT_COST * sum(map(is_simplified_only, words)) if self.traditional else 0.0
        if words[0] == "。" and self.before[-1:] in _NEVER_LAST:
            cost += _BRACKET_COST
        closes = words.count("）") - words.count("（")
        return cost + (
            _BRACKET_COST if closes > self.bracketed or (self.bracketed and closes <= 0 and "?" in words) else 0
        )


class Finding(NamedTuple):
    """A repair or, with `change` None, a place to be marked."""

    span: Span
    change: Change | None


def clean_byte_shifts(text: AlignedText) -> AlignedText:
    """Shifted runs that can be computed back are; the rest stays and is marked."""
    if "?" not in text.text and "？" not in text.text and "。ㄓ" not in text.text:
        return text
    found = list(_findings(text.text))
    text = text.mark([Span(m.start(), m.end()) for m in _EATEN.finditer(text.text)], "eaten_digit")
    text = text.mark([f.span for f in found if not f.change], "byte_shift")
    return text.edit((f.change for f in found if f.change), "byte_shift")


def _findings(text: str) -> Iterator[Finding]:
    budget, at = Budget(200_000 + len(text) // 4), 0
    while match := _ANCHOR.search(text, at):
        found = _finding(text, match, budget)
        if found:
            yield found
        at = max(found.span.end if found and found.change else match.start() + 1, match.start() + 1)


def _finding(text: str, anchor: regex.Match[str], budget: Budget) -> Finding | None:
    best = _best(text, anchor, list(_starts(text, anchor)), budget)
    if best is None:
        damaged = anchor["gloss"] or _looks_shifted(text, anchor.end())
        return Finding(Span(anchor.start(), anchor.end()), None) if damaged and text[anchor.start()] in "?？" else None
    level: Level = "lexicon" if best.reading.drops or not best.reading.sure or anchor["stop"] else "exact"
    level = "guess" if best.reading.eaten else level
    span = Span(anchor.start(), best.reading.end)
    return Finding(span, Change(*span, best.text, level))


def _starts(text: str, anchor: regex.Match[str]) -> Iterator[Start]:
    before = text[max(0, anchor.start() - 1) : anchor.start()]
    if anchor["gloss"]:
        yield from _glossed_starts(before, anchor)
    elif anchor["mark"]:
        lead, trail = pair_of(FULL_WIDTH.get(anchor["mark"], anchor["mark"])) or (0, 0)
        yield Start("。", trail, anchor.end())
        for char in common_with_trail(lead):
            if char == "海" or is_pair(before, char):
                yield Start(char, trail, anchor.end(), _RARE_LEAD_COST)
    elif anchor["stop"]:
        for char in common_with_trail(0xA1):
            if char == "省" or is_pair(before, char):
                yield Start(char, 0xA3, anchor.end(), 0.0 if char == "省" else _RARE_LEAD_COST)
    else:
        yield Start("　", 0xA3, anchor.end())


def _glossed_starts(before: str, anchor: regex.Match[str]) -> Iterator[Start]:
    """The gloss belongs to a character that begins with the second byte of the character before the `?`."""
    pair = pair_of(FULL_WIDTH.get(before, before))
    if pair:
        for lead in range(0x81, 0xFF):
            char = char_of(pair[1], lead)
            if char > "\u3400" and is_common(char) and has_reading(char, anchor["gloss"]):
                yield Start("", lead, anchor.end())


def _best(text: str, anchor: regex.Match[str], starts: list[Start], budget: Budget) -> Scored | None:
    """The one reading that is clearly more likely than all others and than the damaged text."""
    place = Place.around(text, anchor.start())
    ranked: list[Scored] = []
    for drops in (0, 1) if anchor["gloss"] or _looks_shifted(text, anchor.end()) else (0,):
        steps = Budget(min(_STEPS_EACH, max(0, budget.left)))
        found = [(s, r) for s in starts for r in readings(text, s.at, place.before + s.read, s.lead, drops, steps)]
        budget.left -= _STEPS_EACH - max(0, steps.left) + 5 * len(found)
        ranked = sorted((*ranked, *_scored(text, place, found)), key=lambda s: -s.score)
        if ranked and _is_convincing(ranked[0]):
            return ranked[0] if _stands_out(ranked, text, place) else None
    return None


def _scored(text: str, place: Place, found: list[tuple[Start, Reading]]) -> list[Scored]:
    """The readings that hang together best, with the likelihood of the text that they make."""
    candidates = {(s.read + r.text, r.end): (s, r) for s, r in found}.values()
    if len(candidates) > _READINGS_EACH:
        candidates = sorted(candidates, key=lambda c: -_cohesion(c[0].read + c[1].text))[:_READINGS_EACH]
    end = max((reading.end for _, reading in found), default=0)
    return [_score(place, start, reading, _words_after(text, reading.end, end)) for start, reading in candidates]


def _score(place: Place, start: Start, reading: Reading, after: str) -> Scored:
    words = start.read + reading.text
    rating = rate(place.before + words + after)
    around = rate(place.before), rate(after)
    odd = max(0, rating.odd - sum(part.odd for part in around))
    alone = max(0, rating.alone - sum(part.alone for part in around))
    cost = start.cost + _DROP_COST * reading.drops + _ODD_COST * odd + place.cost(words)
    return Scored(rating.score - cost, words, reading, odd, alone)


def _cohesion(words: str) -> float:
    """The share of characters that stand in a word with the next one."""
    return sum(map(is_pair, words, words[1:])) / len(words)


def _is_convincing(best: Scored) -> bool:
    """Few characters stand alone that seldom do; what no byte determines stands in words.

    A long run of everyday text from which nothing was dropped cannot be chance.
    """
    length = sum("\u3400" <= char < "\ua000" for char in best.text)
    if best.reading.drops or not best.reading.sure:
        return best.alone * 4 <= length and not best.odd
    return best.odd * 6 <= (length if length >= 6 else 0)


def _stands_out(ranked: list[Scored], text: str, place: Place) -> bool:
    """Whether the best reading is well ahead of the next one and of the text as it is."""
    best, end = ranked[0], ranked[0].reading.end
    margin = _MARGIN if not best.reading.eaten else 2 * _MARGIN
    rival = ranked[1].score if len(ranked) > 1 else best.score - 2 * _MARGIN
    damaged = rate(place.before + text[place.at : end] + _words_after(text, end, 0)).score
    return best.score > max(damaged, rival) + margin


def _words_after(text: str, start: int, end: int) -> str:
    line: str = _INLINE_GLOSS.sub("", text[start : max(start, end) + _CONTEXT * 3].partition("\n")[0])
    return line[: max(0, end - start) + 4]


def _looks_shifted(text: str, at: int) -> bool:
    """Whether rare characters or Latin letters follow at once, as in shifted text."""
    stretch = text[at : at + 9].partition("\n")[0]
    return any(not is_common(char) and not char.isdigit() and char not in " %.,;:!?()+-/" for char in stretch)
