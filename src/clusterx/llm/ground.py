"""Where a quote stands in the text: exactly, else but for blanks and the width of characters. Never by likeness.

A blank between two letters or digits counts, in the text as in the quote: nothing may join `3` and `50` to `350`.

    >>> ground("总投资(一期)13.5亿元", "项目总投资（一期） 13.5 亿元")
    Span(start=2, end=17)
    >>> ground("350家", "2023 50家"), ground("总投资13亿元", "总投资13.5亿元"), ground("50家", "培育150家")
    (None, None, None)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from clusterx.clean import clean_text
from clusterx.mentions import Found
from clusterx.mentions.find import find_mentions
from clusterx.text import AlignedText, Span

DIGIT = regex.compile(r"[\d〇零一二三四五六七八九十百千万亿两]")
BLANK = regex.compile(r"[\s\u200b-\u200d\u2060\ufeff]")
JOINS = regex.compile(r"[A-Za-z0-9.,%]")
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
LONGEST_QUOTE = 400


def ground(quote: str, text: str | AlignedText) -> Span | None:
    """The first place of `quote` in the cleaned text, in offsets of the source; None if it stands nowhere, or only within a number.

    Raises TypeError if `quote` is no string.
    """
    if not isinstance(quote, str):
        raise TypeError(f"quote must be a str, not {type(quote).__name__}")
    aligned = clean_text(text) if isinstance(text, str) else text
    found = find_quote(quote, aligned.text, [Span(0, len(aligned.text))])
    mentions = find_mentions(aligned.text) if found else []
    whole = (place for place in found if not any(cuts_number(mention, place) for mention in mentions))
    return next((aligned.to_source(*place) for place in whole), None)


def cuts_number(found: Found, place: Span) -> bool:
    """Whether a quote at `place` cuts the digits of a number or date: 50家 of 150家, 2026年 of 2024—2026年; not 2027年 of 到2027年."""
    if found.end <= place.start or found.start >= place.end:
        return False
    start, end = max(found.start, place.start) - found.start, min(found.end, place.end) - found.start
    return bool(DIGIT.search(found.text[:start]) or DIGIT.search(found.text[end:]))


def find_quote(quote: str, text: str, within: Iterable[Span]) -> list[Span]:
    """All places of `quote` inside the stretches `within` of clean text, in order; exact places if there are any."""
    stretches = list(dict.fromkeys(within))
    wanted = quote.strip()
    if not wanted or len(wanted) > LONGEST_QUOTE:
        return []
    exact = [place for stretch in stretches for place in _exact(wanted, text, stretch)]
    return exact or [place for stretch in stretches for place in _loose(wanted, text, stretch)]


def _exact(quote: str, text: str, stretch: Span) -> Iterator[Span]:
    at = text.find(quote, *stretch)
    while at >= 0:
        yield Span(at, at + len(quote))
        at = text.find(quote, at + 1, stretch.end)


def _loose(quote: str, text: str, stretch: Span) -> Iterator[Span]:
    wanted, _ = _folded(quote, 0, len(quote))
    given, places = _folded(text, *stretch)
    at = given.find(wanted) if wanted else -1
    while at >= 0:
        yield Span(places[at], places[at + len(wanted) - 1] + 1)
        at = given.find(wanted, at + 1)


def _folded(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """The characters that count, in half width, and the place of each."""
    chars: list[str] = []
    places: list[int] = []
    blank = False
    for at in range(start, end):
        if BLANK.match(text[at]):
            blank = True
            continue
        char = text[at].translate(WIDE)
        if blank and chars and JOINS.match(char) and JOINS.match(chars[-1]):
            chars.append(" ")
            places.append(at)
        chars.append(char)
        places.append(at)
        blank = False
    return "".join(chars), places
