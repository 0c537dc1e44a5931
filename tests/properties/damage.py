"""Damage as pages have it, made from clean simplified text: functions for examples, hypothesis strategies for properties.

Every function takes clean text and gives what a careless site makes of it. `EXACT` holds those that can be computed back
whole; `shift_bytes` models sites that replaced bytes of GBK without regard to where characters begin.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from functools import cache

import regex
from hypothesis import strategies as st
from opencc import OpenCC

from clusterx.clean.glosses import Syllable
from clusterx.lexicon import rows

Damage = Callable[[str, random.Random], str]
_HAN = regex.compile(r"[\u4e00-\u9fff]")
_MARKS = "，、。；："
_HALF = dict(zip("，；：！？（）", ",;:!?()", strict=True))
_COMMON_GLOSSES = "業產發現創優協聯環個來會國實萬級項開達鏈團領題單與專東車長門問間關電設進過還這"


@cache
def _s2t() -> Callable[[str], str]:
    return OpenCC("s2t").convert


@cache
def _reading_of() -> dict[str, str]:
    """A reading for each character; the most usual one does not matter."""
    return {char: row.syllable for row in rows("readings", Syllable) for char in row.chars}


def _toneless(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable.replace("ü", "v"))
    return "".join(char for char in letters if char.isascii())


def _glossable(text: str, rng: random.Random, share: float = 0.3) -> set[str]:
    chars = sorted(set(_HAN.findall(text)) & set(_reading_of()))
    return {char for char in chars if rng.random() < share and _reading_of()[char].isalpha()}


def to_traditional(text: str, rng: random.Random) -> str:
    """The script of the mirrors."""
    return _s2t()(text)


def add_toned_glosses(text: str, rng: random.Random) -> str:
    """產(chǎn)業(yè): a character is glossed everywhere or nowhere."""
    chosen = _glossable(text, rng)
    return "".join(f"{c}({_reading_of()[c]})" if c in chosen else c for c in text)


def add_stuttered_glosses(text: str, rng: random.Random) -> str:
    """各(ge)(ge)縣(xian): without tone, repeated."""
    times = {char: rng.randint(1, 4) for char in _glossable(text, rng)}
    return "".join(c + f"({_toneless(_reading_of()[c])})" * times[c] if c in times else c for c in text)


def add_spaced_glosses(text: str, rng: random.Random) -> str:
    """技(jì ): a blank inside the bracket."""
    chosen = _glossable(text, rng, 0.1)
    return "".join(f"{c}({_reading_of()[c]} )" if c in chosen else c for c in text)


def insert_commas(text: str, rng: random.Random) -> str:
    """,, ,、 ,。 in front of marks."""
    chosen = {mark for mark in _MARKS if rng.random() < 0.7} or {"，"}
    return "".join("," + c if c in chosen else c for c in text)


def halve_punctuation(text: str, rng: random.Random) -> str:
    """，（） as ,()."""
    return "".join(_HALF.get(c, c) for c in text)


def widen(text: str, rng: random.Random) -> str:
    """１２％ for 12%."""
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and (c.isalnum() or c == "%") else c for c in text)


def glue_tokens(text: str, rng: random.Random) -> str:
    """@@ behind words."""
    return "".join(c + "@@" if _HAN.match(c) and rng.random() < 0.05 else c for c in text)


def add_zero_width(text: str, rng: random.Random) -> str:
    """Invisible characters inside words."""
    return "".join(c + rng.choice("\u200b\ufeff\u00ad\x00") if rng.random() < 0.05 else c for c in text)


def add_tags(text: str, rng: random.Random) -> str:
    """Residue of HTML."""
    tags = ("<span style='color:red'>", "</span>", "<!-- x -->", "<b>", "</b>", '<font face="宋体">')
    return "".join(c + rng.choice(tags) if rng.random() < 0.04 else c for c in text)


def write_entities(text: str, rng: random.Random) -> str:
    """&ldquo; for “, &#20135; for 产."""
    names = {"“": "&ldquo;", "”": "&rdquo;", "—": "&mdash;", "《": "&#12298;", "》": "&#12299;"}
    return "".join(names.get(c, f"&#{ord(c)};" if _HAN.match(c) and rng.random() < 0.03 else c) for c in text)


def use_compatibility_glyphs(text: str, rng: random.Random) -> str:
    """⼯ for 工, as fonts of PDF files have it."""
    return "".join(_glyphs().get(c, c) for c in text)


@cache
def _glyphs() -> dict[str, str]:
    points = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E))
    plain = {unicodedata.normalize("NFKC", chr(p)): chr(p) for p in points}
    return {char: glyph for char, glyph in plain.items() if len(char) == 1}


def lose_indent(text: str, rng: random.Random) -> str:
    """?? where two ideographic blanks could not be encoded."""
    return "\n".join("??" + line if _HAN.match(line) else line for line in text.split("\n"))


def wrap_hard(text: str, rng: random.Random) -> str:
    """Lines cut at a fixed number of characters, inside numbers too."""
    width = rng.randint(28, 44)
    cut = (line[at : at + width] for line in text.split("\n") for at in range(0, max(len(line), 1), width))
    return "\n".join(cut)


EXACT: dict[str, Damage] = {
    f.__name__: f
    for f in (
        to_traditional, add_toned_glosses, add_stuttered_glosses, add_spaced_glosses, insert_commas, halve_punctuation,
        widen, glue_tokens, add_zero_width, add_tags, write_entities, use_compatibility_glyphs, lose_indent,
    )
}  # fmt: skip
ORDER = (
    "use_compatibility_glyphs", "lose_indent", "widen", "to_traditional", "add_toned_glosses", "add_stuttered_glosses",
    "add_spaced_glosses", "insert_commas", "halve_punctuation", "glue_tokens", "add_zero_width", "add_tags",
    "write_entities",
)  # fmt: skip
_GLOSSES = {"add_toned_glosses", "add_stuttered_glosses", "add_spaced_glosses"}


def apply_damage(text: str, kinds: list[str], seed: int) -> str:
    """All of `kinds`, in the order in which sites apply them."""
    rng = random.Random(seed)
    for kind in ORDER:
        if kind in kinds:
            text = EXACT[kind](text, rng)
    return text


def combinations(at_most: int = 3) -> st.SearchStrategy[tuple[list[str], int]]:
    """Kinds of exact damage that go together (one kind of gloss, script before glyphs), and a seed."""
    kinds = st.lists(st.sampled_from(ORDER), min_size=1, max_size=at_most, unique=True)
    sensible = kinds.filter(
        lambda k: len(_GLOSSES & set(k)) < 2 and not {"to_traditional", "use_compatibility_glyphs"} <= set(k)
    )
    return st.tuples(sensible, st.integers(0, 10**6))


# -- what copies put in ---------------------------------------------------------------------------------------------


def inject_brand(text: str, rng: random.Random, brand: str) -> str:
    """A name, put at random between two Chinese characters."""
    return regex.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", lambda _: brand if rng.random() < 0.2 else "", text)


def insert_shards(title: str, text: str, rng: random.Random) -> str:
    """Pieces of four or five characters of the title, in their order, each at the end of a clause; all of it or nothing."""
    pieces, at = [], 0
    while at < len(title):
        pieces.append(title[at : at + rng.choice((4, 5))])
        at += len(pieces[-1])
    ends = [m.start() for m in regex.finditer(r"(?<=[\u4e00-\u9fff])[，。；]", text)]
    if len(ends) < len(pieces) or len(pieces[-1]) < 3:
        return text
    for end, piece in reversed(list(zip(sorted(rng.sample(ends, len(pieces))), pieces, strict=True))):
        text = text[:end] + piece + text[end:]
    return text


# -- byte shifts ----------------------------------------------------------------------------------------------------


def shift_bytes(text: str, rng: random.Random, *, share: float = 0.3, commas: bool = False) -> str:
    """Traditional text whose glosses (and commas before marks) were inserted byte by byte into its GBK."""
    traditional = to_traditional(text, rng)
    raw = traditional.encode("gbk", "ignore")
    for char in sorted(_glossable(traditional, rng, share) | set(_COMMON_GLOSSES)):
        code = char.encode("gbk")
        raw = raw.replace(code, code + f"({_reading_of()[char]})".encode("gbk"))
    if commas:
        for mark in "，。、":
            raw = raw.replace(mark.encode("gbk"), b"," + mark.encode("gbk"))
    return "\n".join(decode_carelessly(line) for line in raw.split(b"\n"))


def decode_carelessly(raw: bytes) -> str:
    """As the sites decode: `?` for a lead byte with an ASCII byte, nothing for a pair that is not assigned."""
    out, at = [], 0
    while at < len(raw):
        if raw[at] < 0x81 or raw[at] == 0xFF:
            out.append(chr(raw[at]))
            at += 1
            continue
        pair = raw[at : at + 2]
        out.append("?" if len(pair) < 2 or pair[1] < 0x40 else pair.decode("gbk", "ignore"))
        at += 2
    return "".join(out)
