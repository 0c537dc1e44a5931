"""Traditional to simplified, one character for one, and what a machine's conversion leaves wrong.

    >>> clean_script(AlignedText.of("著力優化産業鏈，隨著顯著增長，綜郃施策，乾部")).text
    '着力优化产业链，随着显著增长，综合施策，干部'
    >>> clean_script(AlignedText.of("滨政办字［2024］18号、鲁发(2023)5号，二OO六年和二○三五年")).text
    '滨政办字〔2024〕18号、鲁发〔2023〕5号，二〇〇六年和二〇三五年'

OpenCC `t2s` keeps the length of every text but leaves 著 where simplified text has 着 (随着, 着力; not 显著, 著名).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from clusterx.clean.changes import swap
from clusterx.lexicon import WordFinder, rows
from clusterx.pattern import Pattern
from clusterx.text import AlignedText, AnyChange, Change

_ZHE = Pattern(
    r"著(?:(?<=[随沿朝向本凭围靠顺接依有看抱试为]著)(?![名作称])|"
    r"(?<![显编土卓论名原专巨译遗合昭较知拙新撰所力《]著)(?![名作述书称者录有》]|\s(?!\s*[，。、；：！？）”])|$))"
)
_NUMBER_BRACKETS = Pattern(
    r"([\[［【﹝〖（(〈{])\s?((?:19|20)\d\d)\s?([\]］】﹞〗）)〉}])(?=\s?(?:第\s?)?\d{1,5}\s?号)"
)
_DIGITS = "一二三四五六七八九〇零○OoＯОο0"
_YEAR = Pattern(rf"年(?<=(?<![一二三四五六七八九十])[一二][{_DIGITS}]{{3}}年)")  # a literal is looked for fastest
_NUMBER_LENGTH = 20
_ZEROS = str.maketrans(dict.fromkeys("零○OoＯОο0", "〇"))


class Overconversion(NamedTuple):
    """A word as bad conversion leaves it, after `t2s`, and the word that was meant."""

    found: str
    meant: str


@cache
def _t2s() -> Callable[[str], str]:
    from opencc import OpenCC  # its dictionaries take as long to load as all other imports

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@cache
def _s2t() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("s2t").convert
    return convert


@cache
def _overconversions() -> WordFinder[str]:
    return WordFinder({row.found: row.meant for row in rows("overconversions", Overconversion)})


def simplify(text: str) -> str:
    """`text` in simplified characters, of the same length.

    >>> simplify("產業鏈")
    '产业链'
    """
    return _t2s()(text)


@cache
def is_simplified_only(char: str) -> bool:
    """Whether traditional text would have another character.

    >>> is_simplified_only("机"), is_simplified_only("集")
    (True, False)
    """
    return _s2t()(char) != char


def clean_script(text: AlignedText) -> AlignedText:
    """Simplified characters, canonical brackets of document numbers, 〇 for the zero of a year in Chinese numerals."""
    return clean_spelling(text.respell(simplify(text.text)))


def clean_spelling(text: AlignedText) -> AlignedText:
    """What conversion to simplified characters leaves to do: words, brackets of document numbers, zeros of years."""
    if "著" in text.text:
        text = text.edit(swap(_ZHE, text.text, lambda _: "着"), "script", record=False)
    words = (Change(*found) for found in _overconversions().find(text.text))
    text = text.edit(words, "script", "lexicon")
    text = text.edit(_brackets(text.text), "document_number", record=False)
    years = ((m.start() - 4, m.start()) for m in _YEAR.finditer(text.text))
    zeros = ((start, end, text.text[start:end].translate(_ZEROS), None) for start, end in years)
    return text.edit(zeros, "year", record=False)


def _brackets(text: str) -> Iterator[AnyChange]:
    at, number = 0, text.find("号")
    while number >= 0:
        if match := _NUMBER_BRACKETS.search(text, max(at, number - _NUMBER_LENGTH), number + 1):
            at = match.end()
            yield match.start(1), match.end(1), "〔", None
            yield match.start(3), match.end(3), "〕", None
        number = text.find("号", number + 1)
