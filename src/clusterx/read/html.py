"""HTML: the lines of the page that hold its main text, its title above them, its labelled fields (来源, 发布时间) between.

Trafilatura says which of the page's text is main text; the lines themselves are taken from the page (`blocks`), from the
smallest element that holds nearly all of it, so that nothing inside is lost: tables with empty cells above all. Lines of links in
it that Trafilatura left out stay out. Lines of labelled fields that stand outside come along, as do title, source and date that only
the page's metadata state (`meta`), in the form in which pages write them: the reader of page heads understands both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import regex

from clusterx.clean.fields import read_fields
from clusterx.read.blocks import Block, find_blocks
from clusterx.read.charset import decode_html
from clusterx.read.meta import PageFacts, read_facts
from clusterx.read.refusal import Refusal, need

_NEARLY_ALL = 0.9
_LINKS = 0.5
_FIELD_LINES = 20
_TITLE_WITHIN = 8
_BLANKS = regex.compile(r"[\s|\u3000]+")
_DECLARATION = regex.compile(r"^\s*<\?xml[^>]*\?>")


def read_html(data: bytes) -> tuple[str, dict[str, Any]]:
    """The text and what else the page says of itself. Raises Refusal."""
    lxml = need("lxml.html", "HTML")
    trafilatura = need("trafilatura", "HTML")
    markup, encoding, warnings = decode_html(data)
    try:
        page = lxml.document_fromstring(_DECLARATION.sub("", markup))
    except (lxml.etree.ParserError, ValueError) as error:
        raise Refusal(f"this page is empty or broken ({error}); fetch it again") from error
    facts = read_facts(page)
    blocks = list(find_blocks(page))
    found = trafilatura.bare_extraction(page, favor_recall=True, include_comments=False)
    lines = list(_compose(blocks, facts, _squeezed(found.text if found and found.text else "")))
    return "".join(f"{line}\n" for line in lines), {"encoding": encoding, "warnings": warnings, **facts._asdict()}


def _compose(blocks: list[Block], facts: PageFacts, main: str) -> Iterator[str]:
    first, last, inside = _main_part(blocks, main)
    body = [block.text for block in inside]
    fields = [*_field_lines(blocks[:first]), *_field_lines(blocks[last:])]
    if facts.title and _squeezed(facts.title) not in map(_squeezed, body[:_TITLE_WITHIN]):
        yield facts.title
    yield from fields
    yield from _missing_fields(facts, [*fields, *body[:_TITLE_WITHIN]])
    yield from body


def _main_part(blocks: list[Block], main: str) -> tuple[int, int, list[Block]]:
    """Where the element with nearly all of the main text begins and ends among the blocks, and its own blocks."""
    matched = [len(text) if (text := _squeezed(block.text)) and text in main else 0 for block in blocks]
    weights: dict[Any, int] = {}
    for block, weight in zip(blocks, matched, strict=True):
        for element in block.path if weight else ():
            weights[element] = weights.get(element, 0) + weight
    enough = _NEARLY_ALL * sum(matched)
    holding = [element for element, weight in weights.items() if weight >= enough]
    if not holding:
        return 0, len(blocks), blocks
    inner = max(holding, key=lambda element: sum(1 for _ in element.iterancestors()))
    within = [n for n, block in enumerate(blocks) if inner in block.path]
    kept = [blocks[n] for n in within if matched[n] or blocks[n].links < _LINKS]
    return within[0], within[-1] + 1, kept


def _field_lines(blocks: Iterable[Block]) -> list[str]:
    """Lines such as 来源：甲市日报　发布时间：2024-03-28 that stand outside of the main text."""
    told = (block.text for block in blocks if any(field.field != "none" for field in _fields(block.text)))
    return list(islice(told, _FIELD_LINES))


def _missing_fields(facts: PageFacts, lines: list[str]) -> Iterator[str]:
    """What only the page's metadata state, as a line of labelled fields."""
    stated = {field.field for line in lines for field in _fields(line)}
    values = {
        "source": ("来源", facts.source),
        "author": ("作者", facts.author),
        "published": ("发布时间", facts.published and facts.published.isoformat()),
    }
    parts = [f"{label}：{value}" for name, (label, value) in values.items() if value and name not in stated]
    if parts:
        yield "　".join(parts)


def _fields(line: str) -> list[Any]:
    return read_fields(line.replace(":", "：").replace("　", " ")) or [] if len(line) <= 400 else []


def _squeezed(text: str) -> str:
    return _BLANKS.sub("", text)
