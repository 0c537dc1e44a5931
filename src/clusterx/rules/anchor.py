"""The document's own date, where its page states none: against it 今年, 去年 and 10月23日 are resolved.

Read, in this order: a date line that signs the document or heads a speech (2024年5月31日; ——2024年1月18日在…会议上).

    >>> find_anchor("政府工作报告\\n——2024年1月18日在甲市第三届人民代表大会第四次会议上\\n")
    datetime.date(2024, 1, 18)
    >>> find_anchor("到2027年，产值达到100亿元。") is None
    True
"""

from __future__ import annotations

import re
from datetime import date

from clusterx.mentions import parse_period
from clusterx.pattern import Pattern

DAY = r"(?:(?:19|20)\d{2}|二[〇零]\p{Han}{2})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
DATE_LINE = Pattern(rf"^[\s　（(—]*({DAY})(?:[\s　）)]*$|在[^\n。]{{2,60}}(?:会议|大会)上)", re.MULTILINE)


def find_anchor(text: str) -> date | None:
    """The date that the text itself bears, or None. `text` is clean."""
    for match in DATE_LINE.finditer(text):
        period = parse_period(match[1])
        if period and period.end:
            return period.end
    return None
