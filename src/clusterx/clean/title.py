"""The title of a page or document among its first lines.

>>> found = find_title(["甲市人民政府办公室文件", "甲政办发〔2024〕26号", "市人民政府办公室关于印发甲市", "加快培育实施意见的通知", "各县区："])
>>> found.lines, found.text
((2, 3), '市人民政府办公室关于印发甲市加快培育实施意见的通知')
>>> find_title(["甲市创建国家先进装备产业集群", "三年行动计划（2025—2027年）", "一、目标"]).text
'甲市创建国家先进装备产业集群三年行动计划（2025—2027年）'
>>> find_title(["甲市工业和信息化局", "甲工信函〔2024〕142号　答复类别：B类", "关于第2024号提案的答复"]).text
'关于第2024号提案的答复'
>>> find_title(["今年以来，甲市产值增长5%，完成投资9亿元。"]) is None
True
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from clusterx.pattern import Pattern

_HAN = r"\u3400-\u9fff"
_HAN_CHAR = Pattern(f"[{_HAN}]", engine=regex)
NUMBER = Pattern(rf"[{_HAN}]{{1,15}}(?:〔\d{{4}}〕|字)?(?:第?\d{{1,5}})号", engine=regex)
_DOCUMENT = "通知|意见|方案|规划|计划|办法|决定|公告|通告|公报|函|批复|措施|报告|细则|规定|条例|名单|解读|实施|请示|纪要|要点|清单|目录|政策|指南|纲要|答复|议案|公示|声明|倡议书|行动|建议"
_OPENS_INSTRUMENT = ("关于", "转发", "批转", "印发《", "印发〈")  # below the issuer on a line of its own
_ENDS = Pattern(rf"(?:{_DOCUMENT})(?:\s*（[^（）]{{1,25}}）)*$")
_KIND_ALONE = Pattern(  # the second line of a title: 三年行动计划（2025—2027年）
    rf"(?:[一二两三四五六七八九十]年)?(?:中长期|高质量|专项|重点|年度|总体|具体)*(?:发展|培育|提升|攻坚|倍增|工作|行动|建设|实施|推进)*(?:{_DOCUMENT})(?:\s*（[^（）]{{1,25}}）)*"
)
_RED_HEAD = Pattern(rf"[{_HAN}、 ]{{3,40}}文件$|（?第?\d{{1,4}}号）?$|.{{0,20}}公报$", engine=regex)
_SIGNER = Pattern(  # 甲工信函〔2024〕87号　签发人：李明, 甲工信函〔2024〕142号　答复类别：B类
    r"[ 　]*(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$|[ 　]*(?:签发人|签发|(?:答复|办理)?(?:类别|意见类型)|公开属性|密级)[：:].{0,24}$"
)
_YEARS = Pattern(r"（(?:19|20)\d{2}年?(?:\s?[—－–~～至到-]{1,2}\s?(?:19|20)\d{2})?年?）")
_FRONT_ENDS = ("文件", "号", "号）", "公报")
_NO_TITLE = Pattern(
    r"——|（.{0,60}）$|[●■◆▲]|(?:\d{4}年)?\d{1,2}月\d{1,2}日$|https?:|图[:：\d]|第?[一二三四五六七八九十]+[、章节]|（[一二三四五六七八九十]+）"
)
_HEADING = Pattern(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]+[章条]")
_ORGAN = Pattern(
    r"[\u3400-\u9fff]{2,24}(?:人民政府|委员会|办公室|办公厅|管委会|党委|[市县区省州]委|[局厅部院网报社会]|门户网站|政府网站|在线|客户端|频道)$",
    engine=regex,
)
_SERIES = Pattern(r"[\u3400-\u9fff]{2,16}(?:通报|简报|快报|专报|动态|信息|参考|通讯|要情|专刊|督查|工作)", engine=regex)
_NUMBERED = Pattern(
    r"[（(]?(?:总?第|20\d\d年第?)\d{1,4}期[）)]?(?:\s*[（(]?总第\d{1,4}期[）)]?)?(?:\s*(?:19|20)\d\d年\d{1,2}月\d{1,2}日)?$"
)
_SUFFIX = Pattern(r"\s*[_|｜丨-]+\s*([^_|｜丨]{2,20}?)\s*$")
_SITE = Pattern(
    r"(?:网站?|政府|门户|频道|在线|新闻|[日晚晨时商]报|[局委站厅办]|客户端|中心|官网|公众号|要闻|动态|公开)$"
)
_INVITATION = Pattern(
    r"[↑↓▲▼👆👇☝*\s-]*(?:[请欢迎]{0,2}点击?(?:上方|下方|标题下|右上角|上面|蓝字|阅读原文|关注)|关注我们|长按(?:识别|关注|二维码)|扫码关注|设为星标|加?星标|微信(?:公众)?号[：:]|公众号[：:])[^。]{0,60}"
)
_BODY_LENGTH = 100


class Title(NamedTuple):
    """The title, the numbers of the lines that it takes and how many of its characters count (site names do not)."""

    lines: tuple[int, ...]
    text: str


def find_title(lines: Sequence[str]) -> Title | None:
    """The title among the lines of a page's head, `""` standing for lines that are no text of it."""
    candidates = [n for n, line in enumerate(lines) if line and not is_front_matter(line)]
    for place, number in enumerate(candidates):
        if _NUMBERED.match(lines[number]):
            continue
        if not _may_be_title(lines[number]):
            return None
        if _is_site_name(lines, candidates[place:]):
            continue
        return _joined(lines, number)
    return None


def is_body(line: str) -> bool:
    """Whether a line is running text or a heading of it, so that no title and no head follow.

    >>> is_body("一、总体要求"), is_body("各县、市、区人民政府："), is_body("甲市行动方案")
    (True, True, False)
    """
    if line.endswith(("：", "；")) or _HEADING.match(line):
        return True
    return len(line) > _BODY_LENGTH or (line.endswith("。") and len(line) > 8) or ("。" in line and len(line) > 12)


def is_front_matter(line: str) -> bool:
    """A red head (…文件) or a document number that stands above the title."""
    bare = without_signer(line)
    if not bare.rstrip(" ").endswith(_FRONT_ENDS):
        return False
    return bool(NUMBER.fullmatch(bare.replace(" ", "")) or _RED_HEAD.fullmatch(line))


def without_signer(line: str) -> str:
    """The number of a document without its signer, class or day behind it."""
    return _SIGNER.sub("", line) if "：" in line or ":" in line or line.endswith("日") else line


def is_kind(title: str) -> bool:
    """Whether a title ends as those of instruments do: …行动方案, …办法（试行）."""
    return bool(_ENDS.search(title))


def is_organ(line: str) -> bool:
    """Whether a line names an office or a paper and nothing else, as a title of several lines may begin.

    >>> is_organ("甲市工业和信息化局"), is_organ("投资甲市")
    (True, False)
    """
    return _ORGAN.fullmatch(line.replace(" ", "")) is not None


def _may_be_title(line: str) -> bool:
    return not is_body(line) and not _NO_TITLE.match(line) and len(_HAN_CHAR.findall(line)) >= 4


def _is_site_name(lines: Sequence[str], rest: Sequence[int]) -> bool:
    """甲市人民政府 or 甲市日报 alone, when the title still follows and does not begin with 关于."""
    if _is_series(lines, rest):
        return True
    if len(rest) < 2 or not is_organ(lines[rest[0]]):
        return False
    following = lines[rest[1]]
    if following.startswith(_OPENS_INSTRUMENT) and any(map(is_front_matter, lines[rest[0] + 1 : rest[1]])):
        return True  # the letter head above the number of the document
    return (
        not following.startswith(_OPENS_INSTRUMENT)
        and _may_be_title(following)
        and not _goes_on(lines[rest[0]], following)
    )


def _is_series(lines: Sequence[str], rest: Sequence[int]) -> bool:
    """项目建设通报 above 第7期 and the title of this number."""
    if not _SERIES.fullmatch(lines[rest[0]].replace(" ", "")):
        return False
    numbered = any(_NUMBERED.match(lines[n]) for n in rest[1:3])
    following = [lines[n] for n in rest[1:4] if _may_be_title(lines[n]) and not _NUMBERED.match(lines[n])]
    return bool(following) and (numbered or following[0].startswith(_OPENS_INSTRUMENT))


def _joined(lines: Sequence[str], number: int) -> Title:
    taken, text = [number], lines[number]
    while len(taken) < 5 and number + 1 < len(lines) and _goes_on(text, lines[number + 1]):
        number += 1
        taken.append(number)
        text += lines[number]
    return Title(tuple(taken), text)


def _goes_on(text: str, following: str) -> bool:
    """Whether a title that reads `text` so far is continued by the next line."""
    if _YEARS.fullmatch(following):
        return not text.endswith("）")
    if (
        not following
        or is_body(following)
        or is_front_matter(following)
        or _NO_TITLE.match(following)
        or len(following) > 60
    ):
        return False
    if following.startswith(_OPENS_INSTRUMENT) and "关于" not in text:
        return bool(_ORGAN.search(text))
    if text.count("《") > text.count("》"):
        return True  # 关于印发《甲市产业行动计划 / （2025—2027年）》的通知
    if "关于" in text or text.endswith(("的", "、", "和", "与", "及", "暨")):
        return not _ENDS.search(text) and (bool(_ENDS.search(following)) or "关于" in text)
    return bool(_KIND_ALONE.fullmatch(following)) and not _ENDS.search(text)


def is_invitation(line: str) -> bool:
    """What a channel writes above its posts.

    >>> is_invitation("点击上方蓝字关注“投资甲市”"), is_invitation("关注我们的产业集群")
    (True, False)
    """
    return bool(_INVITATION.fullmatch(line)) and not line.startswith("关注我们的")


def without_site(title: str) -> str:
    """The title without the names of the site and its section that browsers put behind it.

    >>> without_site("甲市产业集群行动方案_要闻_甲市人民政府网"), without_site("产业-科技-人才")
    ('甲市产业集群行动方案', '产业-科技-人才')
    >>> without_site("图说｜首车下线！从这里出发"), without_site("产业集群行动方案 | 甲市日报")
    ('图说｜首车下线！从这里出发', '产业集群行动方案')
    """
    for _ in range(3):
        match = _SUFFIX.search(title)
        if not match or match.start() < 4 or not (title[match.start() :].strip()[0] == "_" or _SITE.search(match[1])):
            break
        if match.start() < len(match[1]) and not match[1].endswith(("网", "网站", "门户", "频道")):
            break
        title = title[: match.start()]
    return title
