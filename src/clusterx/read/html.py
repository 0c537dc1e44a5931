"""HTML: the lines of the page that hold its main text, its title above them, its labelled fields (来源, 发布时间) between.

Trafilatura says which of the page's text is main text; the lines themselves are taken from the page (`blocks`), from the
element that holds it (`main_part`), so that nothing inside is lost: tables with empty cells above all. Lines of labelled fields that
stand outside come along, as do title, source and date that only the page's metadata state (`meta`), in the form in which pages write
them: the reader of page heads understands both.

Elements are read 2,000 deep and of any length. A page nested deeper is refused, as what follows there would be lost in silence; one
without any text comes with a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import regex

from clusterx.clean.fields import read_fields
from clusterx.read.blocks import Block, find_blocks
from clusterx.read.charset import decode_html
from clusterx.read.main_part import find_main_part, squeezed
from clusterx.read.meta import PageFacts, read_facts
from clusterx.read.refusal import Refusal, need
from clusterx.records import ExtractionWarning

_FIELD_LINES = 20
_TITLE_WITHIN = 8
_NO_TEXT = ExtractionWarning(
    code="no_text", message="This page has no text of its own; if a script writes it, save it from a browser."
)
_DECLARATION = regex.compile(r"^\s*<\?xml[^>]*\?>")


def read_html(data: bytes) -> tuple[str, dict[str, Any]]:
    """The text and what else the page says of itself. Raises Refusal."""
    lxml = need("lxml.html", "HTML")
    trafilatura = need("trafilatura", "HTML")
    markup, encoding, warnings = decode_html(data)
    page, unusual = _parsed(_DECLARATION.sub("", markup), lxml)
    facts = read_facts(page)
    blocks = list(find_blocks(page))
    try:
        # what it tries in the second place takes minutes where elements are nested a thousand deep
        found = trafilatura.bare_extraction(page, favor_recall=True, include_comments=False, fast=unusual)
    except RecursionError:  # then all of the page is read
        found = None
    text = "".join(f"{line}\n" for line in _compose(blocks, facts, found.text if found and found.text else ""))
    warnings += () if text else (_NO_TEXT,)
    return text, {"encoding": encoding, "warnings": warnings, **facts._asdict()}


def _parsed(markup: str, lxml: Any) -> tuple[Any, bool]:
    """The page, and whether it is beyond what pages are, so that the parser ends early unless it is told to go on."""
    place = None
    for huge in (False, True):
        parser = lxml.HTMLParser(huge_tree=huge)
        try:
            page = lxml.document_fromstring(markup, parser=parser)
        except (lxml.etree.ParserError, ValueError) as error:
            raise Refusal(f"this page is empty or broken ({error}); fetch it again") from error
        place = next((entry.line for entry in parser.error_log if _ended_early(entry)), None)
        if place is None:
            return page, huge
    raise Refusal(
        f"its elements are nested too deep, or too long, to be read on from line {place}; open it in a browser, copy its text "
        "and save that"
    )


def _ended_early(entry: Any) -> bool:
    return entry.type_name == "ERR_RESOURCE_LIMIT" or "xcessive depth" in entry.message


def _compose(blocks: list[Block], facts: PageFacts, main: str) -> Iterator[str]:
    part, rest = find_main_part(blocks, main)
    body = [block.text for block in part]
    fields = _field_lines(rest)
    if facts.title and squeezed(facts.title) not in map(squeezed, body[:_TITLE_WITHIN]):
        yield facts.title
    yield from fields
    yield from _missing_fields(facts, [*fields, *body[:_TITLE_WITHIN]])
    yield from body


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
