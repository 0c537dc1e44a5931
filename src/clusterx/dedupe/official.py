"""Whether a copy comes from the body that speaks in it, or from someone who passes it on.

    >>> is_official("https://www.binzhou.gov.cn/art/2024/5/6/art_1.html", None)
    True
    >>> is_official("a.txt", "诸城市发展和改革局"), is_official("a.txt", "醴陵市人民政府网"), is_official("a.txt", "甲市日报")
    (True, True, False)

The domain `.gov.cn` is given to government bodies alone (Ministry of Industry and Information Technology, rules for domain names,
2017); besides it, a source that names a body of government is official.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import regex

from clusterx.mentions.agencies import find_agencies, parse_agency

# Also as a part of a file name, as crawlers write them: pages/www.binzhou.gov.cn_art_1.txt
_DOMAIN = regex.compile(r"(?:^|[/\\.])gov\.cn(?![.\w-])|(?:^|[/\\.])gov\.cn(?=_)", regex.IGNORECASE)
_GOVERNMENT = regex.compile(r"政府(?:门户)?网(?:站)?$")
_MEDIA = regex.compile(r"(?:日报|晚报|时报|商报|晨报|新闻网|在线|电视台|融媒体|新华社|杂志)(?:社|中心)?$")


def is_official(name: str, source: str | None) -> bool:
    """`name`: file name or URL; `source`: the publisher that the page names."""
    if _DOMAIN.search(_host(name) or name):
        return True
    if not source or _MEDIA.search(source):
        return False
    return bool(_GOVERNMENT.search(source) or find_agencies(source)) or parse_agency(source) is not None


def _host(name: str) -> str | None:
    try:
        return urlsplit(name).hostname
    except ValueError:  # a file name that looks like a broken URL
        return None
