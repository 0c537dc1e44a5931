"""What a page's `<meta>` elements and title say: the names that Chinese government sites are required to use, then those of the web.

ArticleTitle, PubDate, ContentSource and Author are set by 《政府网站发展指引》 (国办发〔2017〕47号, appendix 3).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import regex

_TITLES = ("articletitle", "og:title", "dc.title", "twitter:title")
_SOURCES = ("contentsource", "source", "og:site_name")
_AUTHORS = ("author", "article:author")
_DATES = ("pubdate", "publishdate", "article:published_time", "datepublished", "og:release_date", "dc.date", "date")
_DAY = regex.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_SITE = regex.compile(r"\s*(?:[_|｜»]|\s[-–—]\s|--+|——).*$", regex.S)
_LONGEST = 200
_SHORTEST_TITLE = 5


class PageFacts(NamedTuple):
    """What the page says of itself outside of its text."""

    title: str | None
    source: str | None
    author: str | None
    published: date | None


def read_facts(page: Any) -> PageFacts:
    """The facts of a parsed page; what is not stated, or not in a usable form, is None."""
    meta: dict[str, str] = {}
    for element in page.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            meta.setdefault(name.strip().lower(), content)
    dates = filter(None, (_day(meta.get(name, "")) for name in _DATES))
    return PageFacts(
        title=_first(meta, _TITLES[:1]) or _heading(page) or _first(meta, _TITLES[1:]) or _page_title(page),
        source=_first(meta, _SOURCES),
        author=_first(meta, _AUTHORS),
        published=next(dates, None),
    )


def _first(meta: dict[str, str], names: Iterable[str]) -> str | None:
    found = (meta[name] for name in names if name in meta)
    return next((value for value in found if len(value) <= _LONGEST), None)


def _heading(page: Any) -> str | None:
    """The only `h1` of the page; several are a site's furniture."""
    headings = [
        text for element in page.iter("h1") if len(text := "".join(element.text_content().split())) >= _SHORTEST_TITLE
    ]
    return headings[0] if len(headings) == 1 and len(headings[0]) <= _LONGEST else None


def _page_title(page: Any) -> str | None:
    """The `title` without the site's name behind it: 甲市三年行动计划_甲市人民政府."""
    element = next(page.iter("title"), None)
    title = " ".join((element.text_content() if element is not None else "").split())
    own = _SITE.sub("", title)
    return own if _SHORTEST_TITLE <= len(own) <= _LONGEST else None


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
