"""The document's own date, where its page states none: against it 今年, 去年 and 10月23日 are resolved.

Read, the first of these that the text has: a date line that signs the document or heads a speech (2024年5月31日;
——2024年1月18日在…会议上), the day of a press conference or talk that the head of its record names (时间：2024年10月29日上午), the
day with which news opens (2024年10月29日，甲市召开…新闻发布会).

    >>> find_anchor("政府工作报告\\n——2024年1月18日在甲市第三届人民代表大会第四次会议上\\n")
    datetime.date(2024, 1, 18)
    >>> find_anchor("新闻发布会实录\\n时间：2024年10月29日上午9:30\\n主持人：大家好！")
    datetime.date(2024, 10, 29)
    >>> find_anchor("到2027年，产值达到100亿元。") is None
    True
"""

from __future__ import annotations

import re
from datetime import date

from clusterx.mentions import parse_period
from clusterx.pattern import Pattern

HEAD = 400  # characters: what stands before the first question or paragraph of a record
DAY = r"(?:(?:19|20)\d{2}|二[〇零]\p{Han}{2})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
DATE_LINE = Pattern(
    rf"^[\s　（(—]*({DAY})(?:[\s　）)]*(?:[\s　]\p{{Han}}{{2,8}})?[\s　]*$|在[^\n。]{{2,60}}(?:会议|大会)上)",
    re.MULTILINE,
)
HELD_ON = Pattern(
    rf"^[\s　【\[]*(?:(?:新闻)?发布会?|会议|直播|访谈|采访|活动|录制|做客|答问|召开|举行|举办|开会)?(?:时[\s　]*间|日[\s　]*期)[】\]]?[\s　]*[：:]?[\s　]*({DAY})(?![\s　]*[至到—－~-])",
    re.MULTILINE,
)
OPENS_WITH = Pattern(
    rf"^[\s　]*(?:本报讯|[^\n。，]{{0,20}}(?:讯|电))?[\s　]*(?:（[^（）\n]{{2,30}}）)?[\s　]*(?:记者[^\n。，]{{0,12}}从)?({DAY})(?=[上下]午|[，,]|举[行办]|召开|在)[^。\n]{{0,80}}(?:举[行办]|召开|发布会|签约|开工|启动|座谈|获悉|会上)",
    re.MULTILINE,
)


def find_anchor(text: str) -> date | None:
    """The date that the text itself bears, or None. `text` is clean."""
    head = text[:HEAD]
    for match in (*DATE_LINE.finditer(text), *HELD_ON.finditer(head), *OPENS_WITH.finditer(head)):
        period = parse_period(match[1])
        if period and period.end:
            return period.end
    return None
