"""The tail of a page: 延伸阅读, copyright notices, editors, credits.

>>> tail_start(["标题", "正文第一段，开工9个项目。", "责任编辑：黄一", "延伸阅读：乙市产值增长9.9%", "乙市开工"], 1)
2
>>> source_of_notice("凡本网所属版权作品，转载时须获得授权并注明来源“甲省经济信息网”，违者必究。")
('甲省经济信息网', 24, 31)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from clusterx.clean.fields import Field, read_fields
from clusterx.clean.imprint import read_imprint
from clusterx.clean.people import people
from clusterx.pattern import Pattern

_STRONG = Pattern(
    r"[【\[（(■★●▲>*\s-]*(?:延伸阅读|相关阅读|相关新闻|相关链接|相关文章|相关推荐|相关报道|相关信息|相关稿件|推荐阅读|推荐文章|热门推荐|热点推荐|热点新闻|热门文章|热门新闻|"
    r"热点排行|点击排行|猜你喜欢|大家都在看|更多新闻|最新文章|最新资讯|上一篇|下一篇|上一条|下一条|版权声明|版权及免责|版权与免责|版权所有|免责声明|特别声明|返回顶部|"
    r"网站地图|友情链接|联系我们|关于我们|主办单位|网站标识码|扫一扫|扫码|试读结束|继续阅读|往期(?:推荐|回顾|精彩|精选)|精彩推荐|精彩回顾|延伸推荐|更多精彩|编辑推荐|阅读原文|点击阅读原文|凡本网|凡注明|本网站?转载)"
    r"|(?:主办|承办|版权声明|声明|转载声明)："
)
_STRONG_FIRST = frozenset("【[（(■★●▲>* -延相推热猜大更最上下版免特返网友联关主扫试继凡本往精编阅点承声转")
_LEGAL = Pattern(r"ICP备|公网安备|网站标识码|Copyright|©|All Rights Reserved")
_LEGAL_WITHIN = 60
_CREDIT_FIRST = frozenset("图上下（摄供制漫视文题配")
_CREDIT_LAST = frozenset("摄影图文）")
_CREDIT = Pattern(
    r"(?:图为|上图|下图|图[一二三四五六七八九]：).{0,80}|.{0,60}[\s（]?(?:本报|新华社|本网)?(?:记者|通讯员)?[\s·\u4e00-\u9fff]{2,6}[\s/]?(?:摄影?|供图|制图|图/文)[）。]{0,2}"
    r"|（?(?:图片|图源|摄影|供图|制图|漫画|视频|文图|图文|题图|配图|图)(?:来源|/|：).{0,40}",
    engine=regex,
)
_PICTURED = Pattern(r"[摄图供]", engine=regex)
_SHORT_TAIL = Pattern(
    r"附件(?:下载)?(?:[：\d一二三四五六七八九]|$).{0,80}|（完）|【完】|\[完\]|（?此件.{0,6}公开.{0,8}）?|[\[【]?(?:打印|关闭|收藏|分享|返回|纠错|字体)[^。]{0,40}|本页二维码.*|[-—=＝·*\s]*(?:THE )?END[-—=＝·*\s]*|[-—]{2,}|[点分赞享收藏在看转发、 ]{2,12}|阅读\s?[\d.]+[万w+]*(?:\s?(?:点?赞|在看|分享|转发|留言|评论|收藏)\s?[\d.]*[万w+]*)*|继续滑动看下一个|(?:#[^\s#。，]{1,20}[\s　]*){1,8}|(?:扫码|长按)[^。]{0,30}|本文(?:来源|编辑|作者)[：:][^。]{1,40}"
    r"|（?(?:据|综合|来源：)[^。]{2,40}(?:综合)?(?:整理|报道|消息|频道|日报|网)）?|（?本(?:版|组|文)(?:图片|照片|稿件)[^。]{2,40}）?|作者(?:系|单位)[^。]{2,40}"
)
_PRINTED_IN = Pattern(  # （《甲市日报》2024年11月8日03版）
    r"（?(?:原载|刊载?于|载|来源|据|摘自|转自)?[：:]?\s*《[^《》]{2,20}》[^。《》]{0,6}\d{4}(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})[^。《》]{0,12}）?"
)
_ATTACHED = Pattern(r"\d{1,2}[.．、](?!\d)\s*[^。；]{2,60}")  # not 0.1左右, the last cell of a table
_NOTICE = Pattern(r"(?:注明|标明|标注)[^“”]{0,12}(?:来源|出处)[^“”]{0,4}“(?:来源：)?([^“”]{2,30})”")
_TRAILING = Pattern(r"（([^（）。，]{2,40}?)(?:\d{4}年\d{1,2}月\d{1,2}日)?）$")
_JOBS = Pattern(r"记者|通讯员|作者|撰稿|供稿|撰文|文/图|图/文|报道|文：|文/")
_DATELINE = Pattern(r"[^。，]{0,24}[讯电]\s*（([^（）]{2,40})）")


def tail_start(lines: Sequence[str], first: int) -> int:
    """The line with which the tail begins; `first` is the first line of running text."""
    end = len(lines)
    for number in range(first + 1, len(lines)):
        line = lines[number]
        if line and ((line[0] in _STRONG_FIRST and _STRONG.match(line)) or _LEGAL.search(line, 0, _LEGAL_WITHIN)):
            end = number
            break
    while end - 1 > first and _is_weak(lines, end - 1):
        end -= 1
    return end


def _is_weak(lines: Sequence[str], number: int) -> bool:
    line = lines[number]
    if not line or is_chrome_within(line):
        return True
    if _ATTACHED.fullmatch(line):
        return any(lines[n].startswith("附件") for n in range(max(0, number - 12), number))
    return bool(_SHORT_TAIL.fullmatch(line) or _PRINTED_IN.fullmatch(line)) and not line.startswith("（此件")


def is_chrome_within(line: str) -> bool:
    """A line that belongs to the page and not to the text, wherever it stands: editors, credits, fields."""
    if not line or len(line) > 120 or line[-1] in "。；":
        return False
    if (line[0] in _CREDIT_FIRST or line[-1] in _CREDIT_LAST) and _PICTURED.search(line) and _CREDIT.fullmatch(line):
        return True
    return ("：" in line or "|" in line or "｜" in line) and any(field.label for field in read_fields(line) or ())


def signature_date(line: str) -> Field | None:
    """The date of a line that is nothing but a date: with it an issuer signs."""
    fields = read_fields(line) if 6 <= len(line) <= 20 and "月" in line else None
    return fields[0]._replace(field="issued") if fields and not fields[0].label else None


def printed_in(line: str) -> list[Field] | None:
    """The fields of the line that says in which paper, and when, a text was printed."""
    return read_imprint(line) if _PRINTED_IN.fullmatch(line) else None


def source_of_notice(text: str) -> tuple[str, int, int] | None:
    """The site that a copyright notice names."""
    match = _NOTICE.search(text) if "注明" in text or "标" in text else None
    return (match[1], match.start(1), match.end(1)) if match else None


def names_at_end(line: str) -> tuple[str, int, int] | None:
    """Reporters in brackets behind the last sentence: （记者 韦小川 通讯员 梁静）, （应晓红）."""
    match = _TRAILING.search(line)
    names = people(match[1]) if match else None
    return (names, match.start(1), match.end(1)) if match and names else None


def names_at_start(line: str) -> tuple[str, int, int] | None:
    """Reporters of a dateline: 本报讯（记者 方晓）."""
    match = _DATELINE.match(line)
    names = people(match[1]) if match and _JOBS.search(match[1]) else None
    return (names, match.start(1), match.end(1)) if match and names else None


def bylines(lines: Sequence[str]) -> Iterator[tuple[int, str, int, int]]:
    """Reporters named by running text, last lines first."""
    for number in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
        if found := names_at_end(lines[number]):
            yield number, *found
    for number in range(min(3, len(lines))):
        if found := names_at_start(lines[number]):
            yield number, *found
