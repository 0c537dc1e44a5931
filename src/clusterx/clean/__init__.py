"""From text as the web has it to clean simplified Chinese, every edit through `AlignedText.edit`.

`clean` does all of it; `clean_text` leaves the page's head and tail in place; `read_page` parses and drops them.
"""

from __future__ import annotations

from clusterx.clean.chrome import Page, PageField, read_page
from clusterx.clean.steps import STEPS
from clusterx.text import AlignedText

__all__ = ["MAX_CHARS", "STEPS", "Page", "PageField", "clean", "clean_text", "read_page"]

MAX_CHARS = 10_000_000


def clean_text(text: str, *, max_chars: int = MAX_CHARS) -> AlignedText:
    """Repair glosses, punctuation, width and script; keep the page's head and tail.

    Any string will do, up to `max_chars` characters; ValueError beyond.
    """
    if not isinstance(text, str):
        raise TypeError(f"clean takes a str, not {type(text).__name__}")
    if len(text) > max_chars:
        raise ValueError(f"the text has {len(text)} characters, more than max_chars={max_chars}")
    aligned = AlignedText.of(text)
    for step in STEPS:
        aligned = step.apply(aligned)
    return aligned


def clean(text: str, *, max_chars: int = MAX_CHARS) -> AlignedText:
    """The body of the page as clean simplified Chinese, aligned with `text`.

    >>> clean("當前位置:首頁 > 新聞\\n甲市產(chǎn)業(yè)鏈(liàn)建設").text
    '甲市产业链建设'
    """
    return read_page(clean_text(text, max_chars=max_chars))[0]
