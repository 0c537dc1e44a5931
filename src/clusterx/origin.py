"""The text that an extraction was made of, as long as the extraction stays where it was made.

It is no part of the result: it is not compared, not printed, not written, not pickled.

    >>> from clusterx import extract
    >>> recall(extract("产值达到100亿元。")), recall(extract("").model_copy())
    (('产值达到100亿元。', None), ('', None))
"""

from __future__ import annotations

from datetime import date
from typing import Any

from clusterx.records import Extraction

KEY = "_origin"


class _Origin:
    """A text and its date, which pickling leaves behind."""

    __slots__ = ("published", "text")

    def __init__(self, text: str | None = None, published: date | None = None) -> None:
        self.text, self.published = text, published

    def __reduce__(self) -> tuple[Any, ...]:
        return _Origin, ()


def remember(extraction: Extraction, text: str, published: date | None) -> Extraction:
    """The extraction, which now knows its text."""
    extraction.__dict__[KEY] = _Origin(text, published)
    return extraction


def recall(extraction: Extraction) -> tuple[str, date | None] | None:
    """The text and the date that was given with it; None if the extraction has come from elsewhere."""
    origin = extraction.__dict__.get(KEY)
    return None if origin is None or origin.text is None else (origin.text, origin.published)
