"""Pinyin glosses that a machine wrote behind characters: 產(chǎn)業(yè), 各(ge)(ge)縣(市(shi)、區(qu)(qu)).

A bracket group is a gloss only if it is a reading of the character in front of it, so no legitimate bracket is lost:

    >>> clean_glosses(AlignedText.of("產(chǎn)業(yè)鏈，各(ge)(ge)縣(市(shi)、區(qu)(qu))，首臺(套(tao))")).text
    '產業鏈，各縣(市、區)，首臺(套)'
    >>> clean_glosses(AlignedText.of("管道(DN50)，电池(PACK)，分项(a)，技(jì )术")).text
    '管道(DN50)，电池(PACK)，分项(a)，技术'

A page that leaves a blank behind many of its glosses (業(ye) 鏈) loses these blanks too; a single one stays (市長(zhǎng)
賀遠川). Machines write the default reading, not the one that fits the context (增長(zhǎng)), so every reading counts, with or
without tone. The readings come from `data/readings.tsv`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from clusterx.lexicon import rows
from clusterx.pattern import Pattern
from clusterx.text import AlignedText, AnyChange

_LETTER = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿê\u0251\u0261\u0300\u0301\u0304\u030c"
_HAN = r"\u3400-\u9fff〇"
_READING = rf"[ \u3000]?[{_LETTER}]{{1,8}}[ \u3000]?[)）]"
_GLOSSED = Pattern(rf"[(（]{_READING}(?:[(（]{_READING})*(?: (?=[{_HAN}]))?")
_OPENINGS = [re.compile(rf"{bracket}[ \u3000]?[{_LETTER}]") for bracket in (r"\(", "（")]  # literals are found fastest
_SYLLABLE = Pattern(rf"[{_LETTER}]+")
_ALIKE = str.maketrans({"\u0251": "a", "\u0261": "g", "v": "ü"})


class Syllable(NamedTuple):
    """A toned reading and the characters that have it."""

    syllable: str
    chars: str


@cache
def _chars_of() -> dict[str, str]:
    """The characters for each reading, toned and toneless; ü also written v or u."""
    found: dict[str, str] = {}
    for row in rows("readings", Syllable):
        for spelling in _spellings(row.syllable):
            found[spelling] = found.get(spelling, "") + row.chars
    return found


def _spellings(syllable: str) -> set[str]:
    toneless = _toneless(syllable)
    return {syllable, toneless, toneless.replace("ü", "u")}


def _toneless(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", "".join(c for c in letters if not 0x300 <= ord(c) <= 0x304 and c != "\u030c"))


@cache
def _spelled(gloss: str) -> str:
    return unicodedata.normalize("NFC", gloss.translate(_ALIKE))


@lru_cache(8192)
def has_reading(char: str, gloss: str) -> bool:
    """Whether `gloss` is a reading of `char`.

    >>> has_reading("長", "zhǎng"), has_reading("長", "chang"), has_reading("長", "duan")
    (True, True, False)
    """
    return char in _chars_of().get(_spelled(gloss), "")


def clean_glosses(text: AlignedText) -> AlignedText:
    """Every gloss goes, and the blank behind it where a page has one behind many of its glosses."""
    if not any(opening.search(text.text) for opening in _OPENINGS):
        return text
    return text.edit(_glosses(text.text), "gloss")


def _glosses(text: str) -> Iterator[AnyChange]:
    found = []
    for match in _GLOSSED.finditer(text):
        start, end = match.span()
        if start and _is_gloss(text[start - 1], text[start:end]):
            found.append((start, end))
    gaps = sum(1 for _, end in found if text[end - 1] == " ")
    blanks_too = gaps * 4 > len(found)
    for start, end in found:
        yield start, end if blanks_too or text[end - 1] != " " else end - 1, "", None


@lru_cache(8192)
def _is_gloss(char: str, groups: str) -> bool:
    """Whether all syllables of bracket groups are readings of `char`."""
    return all(has_reading(char, gloss) for gloss in set(_SYLLABLE.findall(groups)))
