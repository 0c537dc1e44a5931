"""The labels of fields in a line, each with what sets it off: 来源：甲市日报　发布时间：2024-10-12.

    >>> line = "索 引 号：430/2024 发布机构 | 甲市人民政府 点击12次时间：2024-10-12"
    >>> [(found.row.label, line[found.start : found.end]) for found in find_labels(line)]
    [('索引号', '索 引 号：'), ('发布机构', '发布机构 | '), ('时间', '时间：')]
    >>> list(find_labels("资金来源于市级财政")), begins_field("责任编辑 ：黄一")
    ([], True)

A label begins where no Chinese text stands before it and a colon, a bar or the end of the line follows; blanks may stand inside.
With a colon directly behind, any may also be glued to 次, and one of four characters or more to any text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import regex

from clusterx.lexicon import rows
from clusterx.pattern import Pattern

_HAN = r"[\u4e00-\u9fff]"
_BLANKS = 4
_UNMISTAKABLE = 4
_LONG = 60
_SET_OFF = Pattern(r"[ ]{0,4}[：:][ |]*|[ ]*[|｜丨/][ |]*|(?=[ ]*$)")
_BLANK_WITHIN = Pattern(rf"{_HAN} +{_HAN}", engine=regex)


class Label(NamedTuple):
    """A label, the field that it opens and the kind of value that follows."""

    label: str
    field: str
    kind: str


class Labelled(NamedTuple):
    """The label at [start, end) of a line, what sets it off included."""

    row: Label
    start: int
    end: int


@cache
def _labels() -> dict[str, Label]:
    return {row.label: row for row in rows("labels", Label)}


@cache
def _by_initial() -> dict[str, list[str]]:
    """The labels that begin with a character, the longest first."""
    table = defaultdict(list)
    for word in sorted(_labels(), key=len, reverse=True):
        table[word[0]].append(word)
    return dict(table)


@cache
def _initials() -> Pattern:
    return Pattern(f"[{''.join(_by_initial())}]")


def is_label(text: str) -> bool:
    """Whether the text, blanks apart, is a label."""
    return text.replace(" ", "") in _labels()


def begins_field(line: str) -> bool:
    """Whether the line begins with a label and its colon."""
    at, half = line.find("：", 0, _LONG), line.find(":", 0, _LONG)
    if at < 0 and half < 0:
        return False
    label = line[: half if at < 0 or 0 <= half < at else at]
    return label.rstrip(" ") in _labels() and not label.endswith("     ")


def find_labels(line: str) -> Iterator[Labelled]:
    """The labels of a line, in order."""
    spaced = _BLANK_WITHIN.search(line) is not None
    done = 0
    for match in _initials().finditer(line):
        at = match.start()
        if at >= done and (found := _label_at(line, at, spaced)):
            done = found.end
            yield found


def _label_at(line: str, at: int, spaced: bool) -> Labelled | None:
    before = line[at - 1] if at else ""
    if not "\u4e00" <= before <= "\u9fff":
        return _set_off(line, at, spaced)
    least = 1 if before == "次" else _UNMISTAKABLE
    return _glued(line, at, least)


def _set_off(line: str, at: int, spaced: bool) -> Labelled | None:
    for word in _by_initial()[line[at]]:
        end = _spelled(line, at, word) if spaced else at + len(word) if line.startswith(word, at) else 0
        if end and (apart := _SET_OFF.match(line, end)):
            return Labelled(_labels()[word], at, apart.end())
    return None


def _spelled(line: str, at: int, word: str) -> int:
    """Where the word that begins at `at` ends, blanks inside it passed over; 0 if it is another."""
    for char in word:
        blanks = at
        while at - blanks <= _BLANKS and line.startswith(" ", at):
            at += 1
        if at - blanks > _BLANKS or not line.startswith(char, at):
            return 0
        at += 1
    return at


def _glued(line: str, at: int, least: int) -> Labelled | None:
    """The label at `at` with a colon directly behind, if it has `least` characters or more."""
    for word in _by_initial()[line[at]]:
        end = at + len(word)
        if len(word) >= least and line.startswith(word, at) and line.startswith(("：", ":"), end):
            return Labelled(_labels()[word], at, end + 1)
    return None
