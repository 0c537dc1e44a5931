"""The lines of a page that are its main text, out of those that a reader of main text (Trafilatura) names.

The innermost element that holds nearly all of it is read whole: cells and short lines that were not named are lost otherwise. Around
it, what leads in and what follows belongs to it, too: a wider element is taken as long as more of what it adds is named than not, and
single named lines that stand beside it, in an element that holds it. Named lines elsewhere are teasers of other pages as a rule.

    >>> from lxml.html import fromstring
    >>> from clusterx.read.blocks import find_blocks
    >>> rows = "".join(f"<tr><td>{n}<td>年产{n}万吨铝箔项目<td>{n}亿元" for n in range(30))
    >>> page = fromstring(f"<div><a>首页</a><p>到2027年，建成下列项目。</p><table>{rows}</table><p>每月上报一次。</p></div>")
    >>> blocks = list(find_blocks(page))
    >>> part, rest = find_main_part(blocks, "\\n".join(block.text for block in blocks[1:]))
    >>> part[0].text, len(part), [block.text for block in rest]
    ('到2027年，建成下列项目。', 32, ['首页'])
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import regex

from clusterx.read.blocks import Block

_NEARLY_ALL = 0.9
_LINKS = 0.5
_BLANKS = regex.compile(r"[\s|\u3000]+")


class _Line(NamedTuple):
    """A block, its length, whether it is named, and how deep the innermost element is that holds it and the main text."""

    block: Block
    length: int
    named: bool
    level: int


def find_main_part(blocks: Sequence[Block], main: str) -> tuple[list[Block], list[Block]]:
    """The blocks of the main text, and the others; all are of it where `main` names none."""
    lengths = [len(squeezed(block.text)) for block in blocks]
    named = list(_named(blocks, main))
    if not any(named):
        return list(blocks), []
    chain = _chain(blocks, lengths, named)
    levels = _levels(blocks, chain)
    lines = [_Line(*line) for line in zip(blocks, lengths, named, levels, strict=True)]
    inner = _wider(lines, _inner(lines, len(chain)))
    part: list[Block] = []
    rest: list[Block] = []
    for line in lines:
        (part if _belongs(line, inner, chain) else rest).append(line.block)
    return part, rest


def squeezed(text: str) -> str:
    """The text without blanks and bars, by which lines of two readers are compared."""
    return _BLANKS.sub("", text)


def _named(blocks: Sequence[Block], main: str) -> Iterator[bool]:
    """Whole lines first: to look each row of a long table up in all of the text takes minutes."""
    lines = [squeezed(line) for line in main.split("\n")]
    whole, joined = set(lines), "".join(lines)
    for block in blocks:
        text = squeezed(block.text)
        yield bool(text) and (text in whole or text in joined)


def _chain(blocks: Sequence[Block], lengths: Sequence[int], named: Sequence[bool]) -> list[Any]:
    """The elements around the middle of the named text, from the outside in: whatever holds most of it is among them."""
    weights = [length if is_named else 0 for length, is_named in zip(lengths, named, strict=True)]
    half = sum(weights) / 2
    middle = next(n for n, weight in enumerate(accumulate(weights)) if weight >= half)
    element = blocks[middle].element
    return [*reversed([*element.iterancestors()]), element]


def _levels(blocks: Sequence[Block], chain: Sequence[Any]) -> Iterator[int]:
    known = {element: level for level, element in enumerate(chain)}
    for block in blocks:
        passed, element = [], block.element
        while element not in known:
            passed.append(element)
            element = element.getparent()
        known.update(dict.fromkeys(passed, known[element]))
        yield known[element]


def _inner(lines: Sequence[_Line], depth: int) -> int:
    """How deep the innermost element is that holds nearly all."""
    weights = [0] * depth
    for line in lines:
        weights[line.level] += line.length if line.named else 0
    enough, held = _NEARLY_ALL * sum(weights), 0
    for level in range(depth - 1, -1, -1):
        held += weights[level]
        if held >= enough:
            return level
    return 0


def _wider(lines: Sequence[_Line], inner: int) -> int:
    """How deep the widest element is that adds more named text than other."""
    gains = [0] * (inner + 1)
    for line in lines:
        if line.level < inner and line.block.links < _LINKS:
            gains[line.level] += line.length if line.named else -line.length
    gain = 0
    for level in range(inner - 1, -1, -1):
        gain += gains[level]
        if gain > 0:
            inner, gain = level, 0
    return inner


def _belongs(line: _Line, inner: int, chain: Sequence[Any]) -> bool:
    if line.level >= inner:
        return line.named or line.block.links < _LINKS
    holder = chain[line.level]
    beside = line.block.element is holder or line.block.element.getparent() is holder
    return line.named and beside and line.block.links < _LINKS
