"""Where an offset is, as an editor counts it."""

from __future__ import annotations


def place(text: str, offset: int) -> str:
    """Line and column of `offset` in `text`, both from 1.

    >>> place("甲市\\n乙县", 4)
    '2:2'
    """
    before = text[:offset]
    return f"{before.count(chr(10)) + 1}:{offset - before.rfind(chr(10))}"
