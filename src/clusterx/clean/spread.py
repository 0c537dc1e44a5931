"""Text set with blanks between its characters: 总 投 资 13.9 亿 元, 2 0 2 4 年 5 月.

>>> from clusterx.text import AlignedText
>>> for text in ("到 2027 年 ， 产 值 达 到 1 0 0 亿 元", "总 投 资 13.9 亿 元 以 上", "投资 13.9 亿 元", "张 三 李 四", "产值 2023 2024"):
...     print(clean_spread(AlignedText.of(text)).text)
到2027年，产值达到100亿元
总投资13.9亿元以上
投资 13.9 亿元
张 三 李 四
产值 2023 2024

A run of single characters counts as spread where half of them, and three at least, are Chinese and a number is among them (six
where it is in Chinese characters, or a date); names set with blanks have none. Side by side, only single digits are joined.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import regex

from clusterx.pattern import Pattern
from clusterx.text import AlignedText, Change

_HAN = r"\u4e00-\u9fff〇"
_OTHER = rf"[^{_HAN}\s|｜]"
_TOKEN = rf"(?:{_OTHER}{{0,16}}+[{_HAN}]{_OTHER}{{0,3}}+|{_OTHER}{{1,16}}+)"
_SHORT = rf"(?:{_OTHER}{{0,16}}[{_HAN}]{_OTHER}{{0,3}}|{_OTHER}{{1,16}})"
_WITHIN = Pattern(rf" {_OTHER}{{0,16}}[{_HAN}]{_OTHER}{{0,3}} ", engine=regex)
_HINT = Pattern(
    rf" (?={_SHORT} {_SHORT} {_SHORT}(?![^ \n]))(?:{_OTHER}{{1,16}} ){{0,2}}{_OTHER}{{0,16}}[{_HAN}]", engine=regex
)
_SPREAD = Pattern(rf"(?<![^ \n]){_TOKEN}(?: {_TOKEN}){{3,}}+(?![^ \n])")
_UNIT_APART = Pattern(
    r" (?<=[0-9] ?[百千万亿]{1,2} )(?=(?:元|美元|吨|亩|平方米|千瓦)(?![\u4e00-\u9fff] [\u4e00-\u9fff]))", engine=regex
)
_UNIT = Pattern(" (?=[元美吨亩平千])")
_DIGIT = Pattern(r"[0-9]")
_DATED = Pattern(r"[年月日季周天节今目一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾]", engine=regex)
_HAN_TOKEN = Pattern(rf"[{_HAN}]", engine=regex)


def clean_spread(text: AlignedText) -> AlignedText:
    """Take the blanks out of spread runs, and from between 亿 and 元."""
    if " " not in text.text:
        return text
    return text.edit(_blanks(text.text), "spaced")


def _blanks(text: str) -> Iterator[Change]:
    # every run that counts has a token of one Chinese character within it, and three short ones with such a one among them
    runs = _SPREAD.finditer(text) if _WITHIN.search(text) and _HINT.search(text) else ()
    found = [at for match in runs for at in _in_run(match[0], match.start())]
    if _UNIT.search(text):
        found += [match.start() for match in _UNIT_APART.finditer(text)]
    for at in sorted(set(found)):
        yield Change(at, at + 1, "")


def _in_run(run: str, start: int) -> Iterator[int]:
    tokens = run.split(" ")
    numbers = _DIGIT.search(run) is not None
    han = sum(_HAN_TOKEN.search(token) is not None for token in tokens)
    spoken = sum(any(c.isalnum() for c in token) for token in tokens)
    if _counts_up(tokens) or 2 * han < spoken or han < (3 if numbers else 6) or not (numbers or _DATED.search(run)):
        return
    at = start
    for here, following in pairwise(tokens):
        at += len(here)
        if not _two_numbers(here, following):
            yield at
        at += 1


def _counts_up(tokens: list[str]) -> bool:
    """1 甲 2 乙 3 丙 are the rows of a table."""
    numbers = [at for at, token in enumerate(tokens) if token.isdigit()]
    apart = all(following > at + 1 for at, following in pairwise(numbers))
    return apart and len(numbers) >= 3 and [tokens[at] for at in numbers] == [str(n + 1) for n in range(len(numbers))]


def _two_numbers(here: str, following: str) -> bool:
    """13 5 are two numbers, 1 3 . 5 % is one."""
    if not ((here[-1].isdigit() or here == ".") and (following[0].isdigit() or following == ".")):
        return False
    return len(here) > 1 or len(following.rstrip("%％")) > 1
