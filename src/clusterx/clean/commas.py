"""Commas that a machine wrote in front of every mark: ,, ,、 ,。

    >>> clean_commas(AlignedText.of("下一步,,继续推进,。新材料,、智能装备，1,247家；cells a,,b")).text
    '下一步,继续推进。新材料、智能装备，1,247家；cells a,,b'

In Chinese a comma never stands in front of another mark, so each one that does goes, exactly. Between Latin letters or
digits (empty cells of a CSV line) nothing is touched.
"""

from __future__ import annotations

from collections.abc import Iterator

from clusterx.pattern import Pattern
from clusterx.text import AlignedText, AnyChange

_INSERTED = Pattern(r"[,，][,，]*(?:(?=[,，、。；：！？;:!?])|[ \u3000](?=[，、。；：！？]|[,;:!?][^\x00-\x7f]))")


def clean_commas(text: AlignedText) -> AlignedText:
    """A comma in front of a mark goes."""
    return text.edit(_inserted(text.text), "comma")


def _inserted(text: str) -> Iterator[AnyChange]:
    for match in _INSERTED.finditer(text):
        start, end = match.span()
        around = text[max(0, start - 3) : end + 2]
        if not around.isascii() or around[:1] in "%)" or text[start - 1 : start] == "%":  # 增长24.5%,,8条
            yield start, end, "", None
