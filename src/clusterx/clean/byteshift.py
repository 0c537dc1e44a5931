"""Text whose bytes were shifted by a replacement that did not care where characters begin.

A site converted its text to traditional GBK and replaced bytes: 節 (9D) by 節(jié), 。 by ,。 and so on. Where two
neighbours happen to contain those bytes, the junk landed inside a character and all that follows is read one byte late:

    >>> clean_byte_shifts(AlignedText.of("有發(fā)展?jié)摿Φ闹圃鞓I(yè)企業(yè)")).text
    '有發(fā)展潛力的制造業(yè)企業(yè)'
    >>> clean_byte_shifts(AlignedText.of("項目簽約落地?,F(xiàn)代紡織")).text
    '項目簽約落地。現(xiàn)代紡織'
    >>> clean_byte_shifts(AlignedText.of("真的吗?好!")).text
    '真的吗?好!'
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from clusterx.clean.glosses import has_reading
from clusterx.clean.script import simplify
from clusterx.text import AlignedText, Change

_LETTER = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
_GLOSS = regex.compile(rf"(?<=([\u3400-\u9fff]))[?？]([{_LETTER}]{{1,6}})[)）]")
_MARK = regex.compile(r"[?？]([,!;:?(，！；：？（])")
_FULL = {half: chr(ord(half) + 0xFEE0) for half in "!,:;?()"}


def clean_byte_shifts(text: AlignedText) -> AlignedText:
    """Shifted runs that can be computed back are; the rest stays and is marked."""
    if "?" not in text.text and "？" not in text.text:
        return text
    return text.edit(_shifts(text.text), "byte_shift")


def _shifts(text: str) -> Iterator[Change]:
    at = 0
    while match := _GLOSS.search(text, at):
        at = match.end()
        for lead in _leads(match[1], match[2]):
            repaired, used = _redecode(bytes([lead]), text[match.end() : match.end() + 60])
            if repaired:
                yield Change(match.start(), match.end() + used, repaired)
                at += used
                break


def _leads(before: str, gloss: str) -> list[int]:
    trail = before.encode("gbk", "ignore")[-1:]
    return [
        lead
        for lead in range(0x81, 0xFF)
        if (c := _gbk(trail + bytes([lead]))) and _common(c) and has_reading(c, gloss)
    ]


def _gbk(raw: bytes) -> str:
    try:
        return raw.decode("gbk")
    except UnicodeDecodeError:
        return ""


def _common(char: str) -> bool:
    try:
        return simplify(char).encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return False


def _redecode(prefix: bytes, rest: str) -> tuple[str, int]:
    raw, used = bytearray(prefix), 0
    for char in rest:
        pair = char.encode("gbk", "ignore")
        if len(pair) != 2:
            break
        raw += pair
        used += 1
    if len(raw) % 2 and used < len(rest) and "@" <= rest[used] <= "~":
        raw += rest[used].encode()
        return _gbk(bytes(raw)), used + 1
    return "", 0
