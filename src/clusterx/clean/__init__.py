"""From text as the web has it to clean simplified Chinese, every edit through `AlignedText.edit`.

`clean` does all of it; `clean_text` leaves the page's head and tail in place; `read_page` parses and drops them.
"""

from __future__ import annotations

from clusterx.clean.chrome import Page, PageField, read_page
from clusterx.text import AlignedText

__all__ = ["Page", "PageField", "clean", "clean_text", "read_page"]


def clean_text(text: str) -> AlignedText:
    """Repair glosses, punctuation, width and script; keep the page's head and tail."""
    return AlignedText.of(text)


def clean(text: str) -> AlignedText:
    """The body of the page as clean simplified Chinese, aligned with `text`."""
    return read_page(clean_text(text))[0]
