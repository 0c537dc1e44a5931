"""Arguments that stand for many things: a single text is an iterable, too, of its characters, and never what was meant.

>>> check_several("到2027年", "texts", "strings", "for one text call extract(text)")
Traceback (most recent call last):
...
TypeError: texts must be an iterable of strings, not str; for one text call extract(text)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike


def check_several(value: object, name: str, things: str, remedy: str) -> None:
    """Raises TypeError for one text, path or mapping, and for what cannot be iterated, at once instead of at its first item."""
    if isinstance(value, str | bytes | bytearray | PathLike | Mapping) or not isinstance(value, Iterable):
        raise TypeError(f"{name} must be an iterable of {things}, not {type(value).__name__}; {remedy}")
