"""Head and tail of a page: parsed first (source, dates, document number stand there), then dropped.

    >>> body, page = read_page(AlignedText.of(
    ...     "首页 > 新闻\\n甲市化工产业集群开工项目9个\\n来源：甲市日报 记者：方晓岚 日期：2024-10-12 点击：8次\\n"
    ...     "今年以来，甲市开工项目9个。\\n责任编辑：黄一\\n上一篇：无"
    ... ))
    >>> body.text
    '甲市化工产业集群开工项目9个\\n今年以来，甲市开工项目9个。'
    >>> [field and field.value for field in page[:4]]
    ['甲市化工产业集群开工项目9个', '甲市日报', '方晓岚', '2024-10-12']

A title that takes several lines is joined to one. The title stays in the text, everything else of the head goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

import regex

from clusterx.clean import tail
from clusterx.clean.dates import find_date
from clusterx.clean.fields import Field, read_fields
from clusterx.clean.imprint import read_imprint
from clusterx.clean.people import people
from clusterx.clean.title import (
    NUMBER,
    Title,
    find_title,
    is_body,
    is_front_matter,
    is_invitation,
    is_kind,
    is_organ,
    without_signer,
    without_site,
)
from clusterx.pattern import Pattern
from clusterx.tables import TableLines
from clusterx.text import AlignedText, Change

_HEAD_LINES = 60
_CRUMBS = Pattern(
    r"[您你]?的?(?:当前|现在|所在)?的?(?:位置|栏目)\s*[：:是].{0,120}|[^。]{0,20}首页\s*[>＞»›/\-|·].{0,120}|(?:[^。>]{1,20}\s*[>＞»›]\s*){2,}[^。>]{0,40}"
    r"|首页(?:[ |丨]+[^\s。，|丨]{2,10}){2,}|[^。，|丨]{0,24}(?:门户网站|政府网|官网)\s*[|丨][^。，]{0,80}"
    r"|[^。，>＞]{2,16}(?:网|在线|频道|客户端|门户)\s*[>＞»›]\s*[^。，>＞]{2,12}"
)
_CRUMB_SIGNS = Pattern("位置|栏目|首页|>|＞|»|›|门户网站|政府网|官网")  # each of these holds one
_WORDS_OF_A_PAGE = Pattern(
    r"(?:[\s|｜丨·/【】\[\]]*(?:首页|登录|注册|收藏|打印|关闭|分享|微信|微博|无障碍(?:阅读|浏览)?|长者(?:模式|专区|版)|适老化|简体(?:中文)?|繁[体體](?:中文)?|English|网站地图|"
    r"设为首页|加入收藏|手机版|客户端|扫一扫[^ ]{0,20}|返回(?:顶部|列表)?|大|中|小|搜索|朗读|听全文|导航|政务公开|新闻中心|政府信息公开(?:目录|指南)?|政民互动|政务服务|互动交流|"
    r"繁[体體]版|简体版|长者(?:助手|关怀)|老年版|关怀版|无障碍版|(?:本)?网站(?:已)?支持IPv6|新闻发布|政策(?:解读|文件|法规)|在线访谈|图解(?:政策)?|回应关切|领导之窗|要闻动态|通知公告|公示公告|专题专栏|"
    r"网上办事|办事服务|数据开放|网站(?:导航|首页)|中文|[蒙藏维]古?文|投资指南|便民服务|收藏本站|RSS(?:订阅)?|邮箱|移动端|电脑版|智能问答|走进\p{Han}{2,4})[\s|｜丨·/【】\[\]]*)+"
)
_APART = Pattern(r"[\s|｜丨·]+")
_BAR_ITEM = Pattern(r"[\p{Han}A-Za-z]{2,8}")
_KEYWORDS = Pattern(r"[^。丨_,，]{2,20}(?:([丨_,，\-])[^。丨_,，]{2,20})(?:\1[^。丨_,，]{2,20}){4,}")
_SCRIPTS = [
    Pattern(script)
    for script in r"\p{Cyrillic} \p{Arabic} \p{Thai} \p{Hangul} [\p{Hiragana}\p{Katakana}] \p{Devanagari} \p{Greek}".split()
]
_FOREIGN = Pattern(r"[^\x00-\u036f\u2000-\u206f\u2460-\u24ff\u3000-\u303f\u3400-\u9fff\uff00-\uff65]", engine=regex)
"""What no line without is a menu of languages."""
_DAY_IN_BRACKETS = Pattern(r"（[^（），]{8,12}[日号]）")
_FILLED_IN = Pattern(
    r"(?:填报|报送|制表|统计|编制|上报)(?:日期|时间)[：:]\s*(?P<day>\d{4}[年\-./]\d{1,2}[月\-./]\d{1,2}日?)"
)
_LONGEST_FORM_LINE = 120
_ENACTED = Pattern(r"（[^（）]{4,60}(?:通过|公布|发布|印发|施行|批准|修订|修正)）")
_VALUE_BELOW = frozenset(
    "索引号 发布机构 发文机关 发布机关 成文日期 发文日期 文号 发文字号 标题 名称 信息名称 主题分类 发布日期 公开日期 有效性".split()
)


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


class Head(NamedTuple):
    """The number of the first line of running text, the lines that go, the fields with their line numbers."""

    first: int
    dropped: tuple[int, ...]
    fields: tuple[tuple[int, Field], ...]


def read_page(text: AlignedText) -> tuple[AlignedText, Page]:
    """The text without the page's head and tail, and what they said."""
    lines = text.text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    head = _read_head(lines, starts, TableLines(text.text))
    end = tail.tail_start(lines, head.first)
    accounts = {f.value for _, f in head.fields if f.field == "source" and not is_organ(f.value)}
    named = [n for n, line in enumerate(lines[: head.first]) if line in accounts]  # 投资甲市 above the title
    alone = head._replace(dropped=tuple(sorted({*head.dropped, *named})))
    title = _title(lines, alone)
    head, title = (alone, title) if title else (head, _title(lines, head))
    within = [n for n in range(head.first + 1, end) if tail.is_chrome_within(lines[n]) and not _heads_rows(lines, n)]
    found = [
        *_title_field(title),
        *_enacted(lines, head, title),
        *_number_field(lines, head.first),
        *_filled_in(lines[: head.first + 3]),
        *_tail_fields(lines, head.first, within, end),
    ]
    page = _page(text, starts, found)
    dropped = sorted({*head.dropped, *within, *range(end, len(lines))})
    return text.edit(_drops(lines, starts, dropped, title), "chrome", record=False), page


def _title(lines: list[str], head: Head) -> Title | None:
    return find_title(["" if n in head.dropped else line for n, line in enumerate(lines[: head.first])])


def _page(text: AlignedText, starts: list[int], found: Iterable[tuple[int, Field]]) -> Page:
    """The first value of each field counts."""
    values: dict[str, PageField] = {}
    for number, field in found:
        name = "published" if field.field == "updated" else field.field
        if name in Page._fields and name not in values and field.value:
            span = text.to_source(starts[number] + field.start, starts[number] + field.end)
            values[name] = PageField(field.value, *span)
    return Page(**values)


def _read_head(lines: list[str], starts: list[int], tables: TableLines) -> Head:
    dropped: list[int] = []
    fields: list[tuple[int, Field]] = []
    pending = False
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if line and (starts[number] in tables or _heads_rows(lines, number)):  # whose titles are no labels
            return Head(number, tuple(dropped), tuple(fields))
        found = read_fields(line) if line else None
        if pending and line and not is_body(line) and not any(field.label for field in found or ()):
            dropped.append(number)
            fields += ((number, field) for field in _value_below(fields[-1][1].label, line))
            pending = False
        elif found:
            dropped.append(number)
            fields += ((number, field) for field in found)
            pending = _wants_value(found[-1])
        elif _is_furniture(line, number) or (not line and not fields and not dropped and number == 0):
            dropped.append(number)
        elif imprint := read_imprint(line):
            dropped.append(number)
            fields += ((number, field) for field in imprint)
        elif names := _byline(lines, number):
            dropped.append(number)
            fields.append((number, Field("author", names, 0, len(line))))
        elif line and is_body(line):
            return Head(number, tuple(dropped), tuple(fields))
    return Head(min(len(lines), _HEAD_LINES), tuple(dropped), tuple(fields))


def _heads_rows(lines: list[str], number: int) -> bool:
    """类别|指标|单位|2025年 above rows of as many cells, which are no labels with values."""
    bars = lines[number].count("|")
    following = lines[number + 1] if bars > 1 and number + 1 < len(lines) else ""
    return bool(following) and following.count("|") == bars and read_fields(following) is None


def _wants_value(field: Field) -> bool:
    return not field.value and field.label in _VALUE_BELOW


def _value_below(label: str, line: str) -> Iterator[Field]:
    """The value of a label that stands alone on the line above."""
    prefix = f"{label}："
    for field in read_fields(prefix + line) or ():
        yield field._replace(start=field.start - len(prefix), end=field.end - len(prefix))


def _is_furniture(line: str, number: int) -> bool:
    """Bread crumbs, buttons, a line of search words, a menu of languages."""
    if not line or len(line) > 400:
        return False
    if (
        is_invitation(line)
        or (_CRUMB_SIGNS.search(line) and _CRUMBS.fullmatch(line))
        or _WORDS_OF_A_PAGE.fullmatch(line)
        or _is_bar(line)
        or (number == 0 and _KEYWORDS.fullmatch(line))
    ):
        return True
    return len(line) > 20 and bool(_FOREIGN.search(line)) and sum(1 for script in _SCRIPTS if script.search(line)) >= 4


def _is_bar(line: str) -> bool:
    """网站首页 走进开发区 投资指南 政务公开: short words side by side, two of them such as stand on every site."""
    if len(line.split()) < 3 and not any(mark in line for mark in "|｜丨·"):
        return False
    items = _APART.split(line.strip(" |｜丨·"))
    if not 3 <= len(items) <= 30 or not all(_BAR_ITEM.fullmatch(item) for item in items):
        return False
    return sum(_WORDS_OF_A_PAGE.fullmatch(item) is not None for item in items) >= 2


def _byline(lines: list[str], number: int) -> str | None:
    """The names that a line below the title consists of."""
    line = lines[number]
    if not number or not 2 <= len(line) <= 40:
        return None
    return people(line.lstrip("□■●◎◆▲★○◇ "))


def _title_field(title: Title | None) -> Iterator[tuple[int, Field]]:
    if title:
        value = without_site(title.text.rstrip("\ufffd"))  # the last line of a text that was cut
        yield title.lines[0], Field("title", value, 0, len(title.text) + len(title.lines) - 1)


def _enacted(lines: list[str], head: Head, title: Title | None) -> Iterator[tuple[int, Field]]:
    """A date in brackets below the title of an instrument is the day of its issue."""
    instrument = title is not None and is_kind(title.text)
    for number, field in head.fields:
        in_brackets = _DAY_IN_BRACKETS.fullmatch(lines[number])
        yield number, field._replace(field="issued") if instrument and in_brackets else field
    for number in range(title.lines[-1] + 1 if title else 0, head.first):
        if instrument and (enacted := _ENACTED.fullmatch(lines[number])) and (day := find_date(enacted[0])):
            yield number, Field("issued", day.value, day.start, day.end)


def _number_field(lines: list[str], first: int) -> Iterator[tuple[int, Field]]:
    for number, line in enumerate(lines[: first + 1]):
        if is_front_matter(line) and (match := NUMBER.fullmatch(without_signer(line))):
            yield number, Field("number", match[0], 0, match.end())
            if day := find_date(line[match.end() :]):
                yield number, Field("issued", day.value, match.end() + day.start, match.end() + day.end)


def _filled_in(lines: list[str]) -> Iterator[tuple[int, Field]]:
    """填报日期：2025年10月9日　单位：万元 above a table: the line stays, for it says the unit, too."""
    for number, line in enumerate(lines):
        told = _FILLED_IN.search(line) if len(line) < _LONGEST_FORM_LINE else None
        if told and (day := find_date(told["day"])):
            yield number, Field("published", day.value, *told.span("day"))


def _tail_fields(lines: list[str], first: int, within: list[int], end: int) -> Iterator[tuple[int, Field]]:
    body = [n for n in range(first, end) if n not in within]
    for at, names, start, right in tail.bylines([lines[n] for n in body]):
        yield body[at], Field("author", names, start, right)
    for number in body:
        if signed := tail.signature_date(lines[number]):
            yield number, signed
    for number in (*within, *range(end, len(lines))):
        yield from ((number, field) for field in read_fields(lines[number]) or tail.printed_in(lines[number]) or ())
        if notice := tail.source_of_notice(lines[number]):
            yield number, Field("source", *notice)


def _drops(lines: list[str], starts: list[int], dropped: list[int], title: Title | None) -> Iterator[Change]:
    """The dropped lines with one of their line feeds, and the line feeds inside the title."""
    joints = {starts[n] - 1 for n in title.lines[1:]} if title else set()
    gone = set(dropped)
    kept = [n for n in range(len(lines)) if n not in gone and (lines[n] or n - 1 not in gone)]
    while kept and not lines[kept[0]]:
        kept.pop(0)
    while kept and not lines[kept[-1]]:
        kept.pop()
    at = 0
    for number in kept:
        if at < starts[number]:
            yield Change(at, starts[number], "" if not at else "\n" if starts[number] - 1 not in joints else "")
        at = starts[number] + len(lines[number])
    if at < starts[-1] - 1:
        yield Change(at, starts[-1] - 1, "")
