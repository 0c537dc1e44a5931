"""Head and tail of a page: parsed first (source, dates, document number stand there), then dropped."""

from __future__ import annotations

from typing import NamedTuple

from clusterx.text import AlignedText


class PageField(NamedTuple):
    """A value that the page's head or tail states; [start, end) are offsets into the **source**."""

    value: str
    start: int
    end: int


class Page(NamedTuple):
    """What head and tail say. Dates are ISO strings."""

    title: PageField | None = None
    source: PageField | None = None
    author: PageField | None = None
    published: PageField | None = None
    issued: PageField | None = None
    issuer: PageField | None = None
    number: PageField | None = None


def read_page(text: AlignedText) -> tuple[AlignedText, Page]:
    """The text without the page's head and tail, and what they said."""
    return text, Page()
