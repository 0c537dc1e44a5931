"""Lines under or above a title that say who published when, without labels: newspapers, WeChat, portals.

>>> [(f.field, f.value) for f in read_imprint("原创 甲小投 投资甲市 2025-09-30 18:22 四川") or ()]
[('author', '甲小投'), ('source', '投资甲市'), ('published', '2025-09-30')]
>>> [(f.field, f.value) for f in read_imprint("甲市日报2024年10月12日 星期六 第A01版") or ()]
[('source', '甲市日报'), ('published', '2024-10-12')]
>>> [(f.field, f.value) for f in read_imprint("□ 甲日报全媒体记者 方晓岚 《甲市日报》（2024年10月12日 第02版）") or ()]
[('author', '方晓岚'), ('source', '甲市日报'), ('published', '2024-10-12')]
>>> read_imprint("甲市2024年10月12日"), read_imprint("甲市工业网上线"), read_imprint("2024-10-12 甲市新增9家企业")
(None, None, None)

A line counts only if each part of it is a date, a publisher, people, a place or the number of a page. Under WeChat posts
and on portals (a date with its time of day) the publisher may have any name.
"""

from __future__ import annotations

from collections.abc import Iterator

from clusterx.clean.dates import DATE, find_date
from clusterx.clean.fields import Field
from clusterx.clean.people import may_be_name, people
from clusterx.pattern import Pattern

_LONGEST = 80
_PART = Pattern(
    r"第?[A-Z]?\d{1,3}[A-Z]?版[：:][^\s：:]{1,12}|[^\s|｜丨（）()\[\]【】《》□■●◎◆▲★○◇·,，、：:/]+|《[^《》]{2,20}》"
)
_PUBLISHER = Pattern(
    r"[\p{Han}A-Za-z0-9]{0,16}(?:[\p{Han}]{2}报(?<![汇通情申海警预年月公战捷喜填上举回电简播]报)|[日晚晨时早商快导]报|报社|网站?|在线|融媒体?(?:中心)?|客户端|电视台|广电|发布|新闻|传媒"
    r"|刊|杂志社?|观察|评论|时评|头条|公众号|官微|官网|通讯社|新华社|人民政府|办公[室厅]|委员会|管委会|宣传部|工信[局厅]|[局厅]|频道|视界|号)(?:·\p{Han}{2,6})?"
)
_NO_PUBLISHER = Pattern(r"上[线网报]|入网|组网|联网|电网|管网|互联网|物联网")
_FURNITURE = Pattern(
    r"原创|(?:信息|文章)?来源|稿源|作者|编辑|责任编辑|责编|审核|校对|供稿|星期[一二三四五六日天]|周[一二三四五六日]|第?[A-Z]?\d{1,3}[A-Z]?版(?:：.{0,12})?|版[次面名].{0,8}|要闻|头版|综合|深度|特稿|纵深|聚焦|关注|产经|财经|经济|调查|视点|发[布表]于|IP属地|"
    r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|\p{Han}{0,12}(?:记者|通讯员|评论员|实习生|撰稿人?)|发自\p{Han}{2,8}|原载|\p{Han}{2,8}(?:报道|专电)|(?:发布|更新)?时间|阅读量?\d*|点击|浏览|\d+次?|\d*人听过|已认证|官方(?:账号|帐号)|字号|朗读|大|中|小|打印|分享|收藏|关闭|第\d{1,6}期"
)
_PLACE = Pattern(
    r"(?:发[布表]于|IP属地)?(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃"
    r"|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|甲省)[省市]?"
)
_CLOCK = Pattern(r"\d[ T]{1,3}\d{1,2}[：:]\d{2}")
_PAGE = Pattern(r"第?[A-Z]?\d{1,3}[A-Z]?版")
_SOURCE_BEFORE = Pattern(r"(?:来源|稿源)[：:]\s*$")
_JOB_BEFORE = Pattern(r"(?:记者|通讯员|作者|文)[：:]?\s*$")
_BULLET = Pattern(r"[□■●◎◆▲★○◇]+\s*")
_FREE = Pattern(r"[\p{Han}A-Za-z0-9·“”]{2,20}")


def read_imprint(line: str) -> list[Field] | None:
    """The fields of an imprint, None for any other line."""
    if not 4 <= len(line) <= _LONGEST or line[-1] in "。；！？”：":
        return None
    dated = DATE.search(line)
    found = find_date(line) if dated else None
    if dated and not found:
        return None
    bullet = _BULLET.match(line)
    if not dated and not bullet and not line.startswith("原创 "):
        return None
    fields = list(_fields(line, dated.span() if dated else (len(line), len(line))))
    if any(field.label for field in fields):  # X县政府网 来源：Y日报
        fields = [field for field in fields if field.field != "source" or field.label]
    unknown = [field for field in fields if field.field == "free"]
    if unknown and not _takes_any_name(line, len(unknown)):
        return None
    if found:
        fields.append(Field("published", found.value, found.start, found.end))
    named = [field for field in _named(fields, len(unknown)) if field.field != "none"]
    return named if len(named) > (found is not None) or any(f.field == "none" for f in fields) else None


def _takes_any_name(line: str, unknown: int) -> bool:
    return unknown <= 2 and (line.startswith("原创 ") or bool(_CLOCK.search(line)))


def _named(fields: list[Field], unknown: int) -> Iterator[Field]:
    """Of two unknown names in a row the first is the author, the last the account."""
    for field in fields:
        if field.field == "free":
            yield field._replace(field="author" if unknown == 2 else "source")
            unknown = 1
        else:
            yield field


def _fields(line: str, date: tuple[int, int]) -> Iterator[Field]:
    """The parts on both sides of the date; what can be any name is `free`."""
    for start, end in ((0, date[0]), (date[1], len(line))):
        names = _names(line, start, end)
        if names:
            yield names
        else:
            on_page = False
            for match in _PART.finditer(line, start, end):
                field = _field(match[0].strip("《》"), match.start() + match[0].startswith("《"))
                told = field.field == "free" and _JOB_BEFORE.search(line, start, match.start())
                if told and may_be_name(match[0]):
                    field = field._replace(field="author")  # 本报记者 乌兰
                if _SOURCE_BEFORE.search(line, start, match.start()):
                    field = field._replace(field="source", value=match[0], label="来源")
                if on_page and field.field in ("free", "author") and not _JOB_BEFORE.search(line, start, match.start()):
                    field = field._replace(field="none", value="")  # 第5版　产业纵深
                on_page = on_page or _PAGE.fullmatch(match[0]) is not None
                yield field


def _names(line: str, start: int, end: int) -> Field | None:
    """A side of the date that holds people and nothing else."""
    side = line[start:end]
    bare = _BULLET.sub("", side).strip(" |｜丨")
    found = (
        people(bare) if bare and not any(known.fullmatch(bare) for known in (_PLACE, _PUBLISHER, _FURNITURE)) else None
    )
    at = start + side.find(bare)
    return Field("author", found, at, at + len(bare)) if found else None


def _field(part: str, start: int) -> Field:
    end = start + len(part)
    if _FURNITURE.fullmatch(part) or _PLACE.fullmatch(part):
        return Field("none", "", start, end)
    if _PUBLISHER.fullmatch(part) and not _NO_PUBLISHER.search(part):
        return Field("source", part, start, end)
    if names := people(part):
        return Field("author", names, start, end)
    return Field("free", part, start, end)
