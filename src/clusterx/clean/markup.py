"""What is not text at all: HTML residue and entities, control characters, token glue.

    >>> clean_markup(AlignedText.of('<p class="a">产值&nbsp;5亿元&mdash;&#36807;半</p>')).text
    '产值 5亿元—过半\\n'
    >>> clean_markup(AlignedText.of("气温<5℃, a<b")).text
    '气温<5℃, a<b'
    >>> clean_controls(AlignedText.of("产\\x00业\\u200b链")).text
    '产业链'
    >>> clean_glue(AlignedText.of("新材料@@@@产业 a@b.cn")).text
    '新材料产业 a@b.cn'

A lone surrogate, which no encoder accepts, becomes U+FFFD in its place; beside a digit, U+FFFD may have been a digit
and is marked. Line ends become a line feed; `<br>`,
`</p>` and other ends of blocks are line ends too, but not within the row of a table of three cells or more: its cells are set apart by tabs.

    >>> clean_markup(AlignedText.of("<tr><td><p>甲县</p></td>\\n<td></td><td>8.5</td></tr><tr><td>来源</td><td>甲报</td></tr>")).text
    '甲县 \\t\\t8.5\\t\\n来源 甲报 \\n'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import unescape

import regex

from clusterx.clean.changes import cut, swap
from clusterx.pattern import Pattern
from clusterx.text import AlignedText, Change

_TAG = Pattern(
    r"(?i)<!--[^<>]{0,2000}-->|<(?P<name>/?(?:br|p|div|li|tr|h[1-6]|td|th)\b)[^<>]{0,1000}>"
    r"|</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:[\s/][^<>]{0,1000})?>|<!DOCTYPE[^<>]{0,200}>|\[an error occurred[^\]]{0,100}\]",
    engine=regex,
)
_ATTRIBUTE = Pattern(
    r"(?<![A-Za-z0-9_-])(?:class|style|id|align|href|src|width|height)=\"[^\"\n]{0,300}\"\s*/?>", engine=regex
)
_STYLE = Pattern(r"@(?:page|font-face)\s*\{[^{}]{0,500}\}", engine=regex)
_ENTITY = Pattern(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8});", engine=regex)
_UNSEEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
)
# `re` looks for a pattern that begins with a class many times faster than for one that begins with a choice
_CONTROL = Pattern(rf"[\r{_UNSEEN}\ud800-\udfff](?:(?<=\r)\n?|(?<=[{_UNSEEN}])[{_UNSEEN}]*)?")
_LOST_DIGIT = Pattern(r"\ufffd(?:(?<!\ufffd\ufffd)\ufffd*(?=[\d.%])|(?<=[\d.]\ufffd)\ufffd*)")
_GLUE = Pattern(r"@{2,}+")
_BLOCK_ENDS = ("br", "/p", "/div", "/li", "/tr", "/h1", "/h2", "/h3", "/h4", "/h5", "/h6")
_CELL_ENDS = ("/td", "/th")
_LAYOUT_CELLS = 2
_BREAKS = Pattern(r"[ \t]*[\r\n][ \t\r\n]*")
_WITHIN_ROW = Pattern(r"[ \t\r\n]+")


def clean_markup(text: AlignedText) -> AlignedText:
    """Tags, torn attributes and style rules go; entities become what they stand for."""
    if "<" in text.text or '">' in text.text or "[an error" in text.text:
        text = text.edit(_tags(text.text), "markup")
        text = text.edit(cut(_ATTRIBUTE, text.text), "markup")
    if "{" in text.text:
        text = text.edit(cut(_STYLE, text.text), "markup")
    if "&" in text.text:
        text = text.edit(swap(_ENTITY, text.text, _entity), "entity")
    return text


def _tags(text: str) -> Iterator[Change]:
    matches = list(_TAG.finditer(text))
    names = [(match["name"] or "").lower() for match in matches]
    rows = _rows_of_data(names)
    at, inside = 0, False
    for number, (match, name) in enumerate(zip(matches, names, strict=True)):
        if inside:
            yield from (Change(m.start(), m.end(), " ") for m in _BREAKS.finditer(text, at, match.start()))
        at, inside = match.end(), number in rows and name != "/tr"
        if number in rows and (blank := _WITHIN_ROW.match(text, at)):
            at = blank.end()
        if not inside:
            yield Change(match.start(), at, "\n" if name in _BLOCK_ENDS else " " if name in _CELL_ENDS else "")
        else:
            yield Change(match.start(), at, "\t" if name in _CELL_ENDS else " " if name in _BLOCK_ENDS else "")


def _rows_of_data(names: Sequence[str]) -> set[int]:
    """The numbers of the tags in rows of three cells or more, whose cells are set apart by tabs; fewer lay out a page."""
    found: set[int] = set()
    begin, cells = -1, 0
    for number, name in enumerate(names):
        cells += name in _CELL_ENDS
        if name == "tr":
            begin, cells = number, 0
        elif name == "/tr":
            if begin >= 0 and cells > _LAYOUT_CELLS:
                found.update(range(begin, number + 1))
            begin = -1
    return found


def _entity(entity: str) -> str:
    plain = unescape(entity)
    return " " if plain == "\xa0" else plain


def clean_controls(text: AlignedText) -> AlignedText:
    """Control and zero-width characters go, line ends become a line feed."""
    text = text.edit(swap(_CONTROL, text.text, _visible), "control")
    if "\ufffd" not in text.text:
        return text
    return text.mark((m.span() for m in _LOST_DIGIT.finditer(text.text)), "lost_character")


def _visible(found: str) -> str:
    if found[0] == "\r" or "\u2028" in found or "\u2029" in found:
        return "\n"
    return "\ufffd" if "\ud800" <= found <= "\udfff" else ""


def clean_glue(text: AlignedText) -> AlignedText:
    """Runs of @ that some crawlers leave behind keywords."""
    if "@@" not in text.text:
        return text
    return text.edit(cut(_GLUE, text.text), "glue")
