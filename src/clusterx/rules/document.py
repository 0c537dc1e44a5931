"""What a text is: its title, kind, publisher, author, date, place, and what was damaged.

The kind follows the title first (…情况 is a report, …名单 a list, …实施意见 a policy), then the signs of an instrument
(document number, addressees, signature), then those of news (dateline, reporter, 近日).

    >>> title_kind("甲市2024年1—10月重点项目建设情况"), title_kind("甲市2024年第一批项目名单")
    ('report', 'list')
    >>> title_kind("甲市陶瓷产业三年行动计划（2024—2026年）"), title_kind("甲市出台陶瓷产业行动计划")
    ('policy', None)
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from clusterx.clean import PageField
from clusterx.mentions.titles import NUMBER_AT_END, find_document_numbers, policy_kind
from clusterx.pattern import Pattern
from clusterx.records import Document, DocumentKind
from clusterx.rules.rule import Reading

HEAD = 600
BRACKETS_AT_END = Pattern(r"(?:（[^（）]{0,40}）)+$")
# 关于公开征求《甲市实施意见（征求意见稿）》意见的公告
DRAFT_NOTICE = Pattern(r"(?:征求|征集)(?:对|社会各界对)?《(?P<title>[^《》]{6,80})》[^，。]{0,12}意见")
FOOTNOTE = Pattern(r"\s*\[\d{1,2}\]$")  # 统计公报[1]
REPORT = Pattern(
    r"(?:工作报告|情况|情况的?(?:报告|通报)|总结|公报|年报|简报|快报|白皮书|草案的报告)$|总结[和及暨与][^，。]{0,14}(?:打算|计划|安排|思路|谋划|要点)$"
    r"|(?:总结|情况|打算)[^，。]{0,24}的?(?:报告|汇报)$|(?:评估|分析|研究|进展|执行|调研|统计|发展|审查)报告$"
)
LIST = Pattern(r"(?:名单|名录|一览表|项目表|汇总表|明细表|清单|计划表|花名册|项目库)(?:的?公[示布告])?$")
ABOUT_A_POLICY = Pattern(r"解读|图解|一图读懂|一图看懂|问答|答记者问|政策速递|起草说明|编制说明")
# What was said at a press conference or in a talk.
CONFERENCE = Pattern(r"(?:新闻|专题|媒体|情况)发布会|吹风会|通气会|在线访谈|访谈实录|直播实录|文字实录|专访")
# 甲市集群入选国家级名单, 甲局发布白皮书 tell of a list or report, which another text is.
TOLD = Pattern(
    r"^(?:(?!关于|《).)*(?:入选|入围|上榜|登上|跻身|列入|发布|出台|审议|听取)(?!.*的(?:通知|公告|决定|公示)$)"
)
# 甲市出台…行动计划 tells of an instrument, 甲市关于印发…的通知 is one.
HEADLINE = Pattern(
    r"^(?:(?!关于|《).)*(?:出台|发布|印发|推出|实施(?!方案|意见|细则|办法|计划|纲要|规划|条例|规则|规定)|公布|审议|通过|启动|部署|解读|召开|入选|获批|上线|落地)"
    r"(?!.*的?(?:通知|公告|决定|办法)$)|[！!？?：:]"
)
ADDRESSEES = Pattern(
    r"^\s*(?:各|市|省|县|区|有关)[^。\n]{2,200}(?:部门|单位|政府|管委会|企业|委员会|机构|办|局)[：:]$", re.MULTILINE
)
ENACTING = Pattern(
    r"印发给你们|制定(?:如下|本|以下)\p{Han}{0,6}(?:意见|措施|方案|计划|办法|细则|规定|政策)|特制定本|此件公开发布"
    r"|^第一条[\s　]|现(?:将|予)[^。\n]{2,60}(?:印发|公布|发布)",
    re.MULTILINE,
)
TOLD_LATELY = Pattern(r"^\s*(?:近日|日前|近期|昨日|今日|\d{1,2}月\d{1,2}日)[，,]", re.MULTILINE)
NEWS = Pattern(
    r"本报讯|讯（|记者|通讯员|近日|日前|今年以来|据悉|截至目前|目前，|下一步|[昨今][天日]|\d{1,2}月\d{1,2}日，"
    r"|新华社|获悉|了解到"
)
REPORTED = Pattern(r"本报讯|(?:记者|通讯员)|讯（")


def stated_title(reading: Reading) -> PageField | None:
    """The title of the page, without 《》 around it and without a document number glued to its end."""
    title = reading.page.title
    if title is None:
        return None
    value = title.value
    numbers = find_document_numbers(value)
    if numbers and numbers[-1].end == len(value) and numbers[-1].start > 4:
        value = value[: numbers[-1].start].rstrip("（( 　")
    if value.startswith("《") and value.find("》") == len(value) - 1:
        value = value[1:-1]
    return title._replace(value=value)


def read_document(reading: Reading) -> Document:
    """The `Document` record of a reading."""
    page, title = reading.page, stated_title(reading)
    found = reading.region
    return Document(
        title=title.value if title else None,
        kind=reading.once(document_kind),
        source=page.source.value if page.source else None,
        author=page.author.value if page.author else None,
        published=date.fromisoformat(page.published.value) if page.published else None,
        region=found.region if found else None,
        noise=dict(sorted(Counter(repair.kind for repair in reading.text.repairs).items())),
    )


def document_kind(reading: Reading) -> DocumentKind:
    """policy, news, report, list or other."""
    stated = stated_title(reading)
    title = stated.value if stated else ""
    kind = title_kind(title)
    if kind in ("report", "list"):
        return kind
    if DRAFT_NOTICE.search(title):
        return "policy"
    if ABOUT_A_POLICY.search(title):
        return "other"
    if CONFERENCE.search(title):
        return "news"
    text = reading.clean
    instrument = _signs_of_instrument(reading)
    if kind == "policy" and (instrument or not (_is_news(reading) or TOLD_LATELY.search(text[:HEAD]))):
        return "policy"
    if instrument >= 2:
        return "policy"
    told = _is_news(reading) or NEWS.search(text) or (kind is None and reading.page.source)
    return "news" if told else "other"


def title_kind(title: str) -> DocumentKind | None:
    """The kind that a title alone tells, or None."""
    bare = BRACKETS_AT_END.sub("", FOOTNOTE.sub("", title.strip()))
    if TOLD.search(bare):
        return None
    if REPORT.search(bare):
        return "report"
    if LIST.search(bare):
        return "list"
    if policy_kind(title, own=True) and not HEADLINE.search(bare):
        return "policy"
    return None


def _signs_of_instrument(reading: Reading) -> int:
    """How many signs of an instrument the text bears: a number in its head, addressees, words that enact it."""
    head = reading.clean[:HEAD]
    numbered = bool(reading.page.number) or any(
        line.endswith("号") and NUMBER_AT_END.fullmatch(line) for line in map(str.strip, head.split("\n"))
    )
    return numbered + bool(ADDRESSEES.search(head)) + bool(ENACTING.search(reading.clean))


def _is_news(reading: Reading) -> bool:
    return bool(reading.page.author) or bool(REPORTED.search(reading.clean[:HEAD]))
