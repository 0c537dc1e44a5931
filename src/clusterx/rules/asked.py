"""The questions of an interview, a press conference or an interpretation of an instrument, and what they ask for.

>>> text = "问：下一步有什么打算？\\n答：建成中试基地3个。\\n甲报记者：融资方面有什么举措？\\n李明：新增授信96亿元。"
>>> [status for _, status in find_questions(text)]
['planned', None]
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.records import TargetStatus

QUESTION = Pattern(
    r"(?:^|\n)(?P<asked>[\s　]*(?:[一二三四五六七八九十\d（]{1,3}[、.）]?)?(?:(?:问题?[一二三四五六七八九十\d]*|Q\d{0,2}|[^\n：。]{0,14}记者|主持人)[：:][^\n]{4,160}|(?<=[、.）])[^\n。：]{4,60})？)[\s　]*(?=\n)"
)
ASKS_AHEAD = Pattern(
    r"下一步|今后|未来|打算|目标(?:是什么|有哪些|任务)|将(?:从|采取|如何|怎样)|如何(?:保障|确保|推进|落实|抓好)"
)
ASKS_FOR_CONTENT = Pattern(
    r"主要内容|(?:哪些|什么|怎样的?|具体)(?:政策|举措|措施|任务|安排|考虑|支持|计划)|(?:举措|措施|任务|安排|计划|部署|政策)(?:是什么|有哪些|如何)"
)


def find_questions(text: str) -> list[tuple[int, TargetStatus | None]]:
    """Where the line of each question ends, and `planned` where what is to be done is asked for."""
    if "？" not in text:
        return []
    return [(match.end(), _asked(match["asked"])) for match in QUESTION.finditer(text)]


def _asked(question: str) -> TargetStatus | None:
    """What an instrument contains is to be done; a journalist who asks for measures hears of those taken."""
    ahead = ASKS_AHEAD.search(question) or ("记者" not in question and ASKS_FOR_CONTENT.search(question))
    return "planned" if ahead else None
