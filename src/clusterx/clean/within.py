"""The lines that hold a sign: where so few do that a pattern need not be searched in all the others.

>>> text = "甲\\n见 www.a.cn\\n乙"
>>> [text[start:end] for start, end in lines_with(text, "@", "www.")]
['见 www.a.cn']
"""

from __future__ import annotations

from clusterx.text import Span


def lines_with(text: str, *signs: str) -> list[Span]:
    """Ascending spans of the lines with one of these signs, their line feeds left out."""
    found: set[Span] = set()
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            found.add(Span(text.rfind("\n", 0, at) + 1, end))
            at = text.find(sign, end)
    return sorted(found)
