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
`</p>` and other ends of blocks are line ends too.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    for match in _TAG.finditer(text):
        name = (match["name"] or "").lower()
        yield Change(match.start(), match.end(), "\n" if name in _BLOCK_ENDS else " " if name in _CELL_ENDS else "")


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
