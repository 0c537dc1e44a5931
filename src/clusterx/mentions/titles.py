"""Titles in 《》, the kind of instrument a title names, and document numbers.

A title may hold another one in 〈〉 or, as often written, in 《》. Only the outer one is found.

    >>> [t.text for t in find_titles("按照《关于印发〈甲市工业规划〉的通知》《甲市若干措施》执行")]
    ['关于印发〈甲市工业规划〉的通知', '甲市若干措施']
    >>> find_titles("《甲省三年行动方案（2023—2025年）》（甲政办发〔2023〕41号）")[0].number.number
    '甲政办发〔2023〕41号'

The kind of an instrument is the longest type word that ends its title, without 暂行 or 试行; of a notice that issues an
instrument it is the kind of what it issues.

    >>> policy_kind("甲市三年行动计划（2024—2026年）"), policy_kind("关于印发甲市管理办法（试行）的通知")
    ('行动计划', '办法')
    >>> is_policy_title("中国药典"), is_policy_title("甲日报"), is_policy_title("甲市重点项目管理办法")
    (False, False, True)

A document number is agency code, year and serial number (滨政办字〔2024〕18号); it is given with 〔〕 whatever brackets
the text has. Project codes, approvals of single projects and standards have other forms or are told by their code.

    >>> [n.number for n in find_document_numbers("根据甲政办发[2023] 41 号、乙政发（2022)第8号和丙环审〔2023〕7号")]
    ['甲政办发〔2023〕41号', '乙政发〔2022〕8号']
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import regex

from clusterx.lexicon import bounded_per_lexicon, per_lexicon, rows
from clusterx.pattern import Pattern

LONGEST_TITLE = 150
OPEN, CLOSE = "〔\\[（(﹝【［<〈", "〕\\]）)﹞】］>〉"
YEAR = r"(?P<year>(?:19|20)\d{2}|[一二][〇零○九]\p{Han}{2})"
# Every number ends in 号, which is rare: only what stands right before one is looked at.
SERIAL = Pattern(r"\d{1,5}\s?号(?:令|公告)?", engine=regex)
LONGEST_NUMBER = 40
LONGEST_CODE = 16  # and the blank behind it
NUMBER_AT_END = Pattern(
    rf"(?:(?P<code>(?:(?!号)\p{{Han}}){{2,14}}+)\s?[{OPEN}]\s?{YEAR}\s?年?\s?[{CLOSE}]"
    rf"|(?P<bare>(?:(?!号)\p{{Han}}){{2,12}}+(?<=[发字函规办]))\s?(?P<bare_year>(?:19|20)\d{{2}})\s)\s?第?\s?(?P<serial>\d{{1,5}})\s?号$"
)
# A year in brackets, or bare before a blank: without one a number is none, and seeing that is cheap.
YEAR_BEFORE = Pattern(rf"[{OPEN}]\s?[12一二]|20\d\d\s|19\d\d\s")
ORDER = Pattern(
    r"(?P<body>(?:(?!第)\p{Han}){2,20}+)\s?(?P<year>(?:19|20)\d{2}年)?\s?第\s?(?P<serial>\d{1,4})\s?号(?P<kind>令|公告)?$"
)
# Words of the sentence, or the end of a title, that stand before a code without a space.
BEFORE_CODE = Pattern(
    r"^(?:\p{Han}*?(?:根据|依据|按照|依照|参照|遵照|落实|贯彻|执行|结合|印发|转发|下发|文号|字号|编号|详见|参见|以下简称|文件|废止|以及|原))"
    r"(?=\p{Han}{2})|^\p{Han}+(?:意见|方案|通知|办法|措施|计划|决定|规定|条例|批复)(?=\p{Han}{3})|^[和与及见由以对将如据按的在]"
)
NOT_A_POLICY = Pattern(
    r"(?:环审|环评|环验|环表|环建|审批|核准|备案|备字?|许可|证|证字|准字|质检|能审|判|初字?|终字?|裁)$"
)
ORDERING_BODIES = ("政府", "国务院", "部", "局", "厅", "委", "委员会", "银行", "主席")
CHINESE_DIGIT = str.maketrans("〇零○一二三四五六七八九", "000123456789")
LAST_BRACKETS = Pattern(r"(?:\s*[（(〔\[][^（）()〔〕\[\]]{0,40}+[）)〕\]])+$")
NOTICE = Pattern(
    r"(?:印发|发布|公布|转发|批转|下发|颁布|施行|执行|实施)(?P<inner>.{4,}?)的(?:补充)?(?:通知|公告|通告|函|决定|批复|令)$"
)
QUOTED_INNER = Pattern(r"[《〈](?P<inner>[^《》]{4,}?)[》〉](?:的(?:通知|公告|通告|决定|函))?$")
EDITION = Pattern(r"(?:\d{4}年(?:版|本|修订)?|征求意见稿|草案|试行|暂行)$")
MARKS = Pattern("[《》\n]")
LAW = Pattern(r"(?:^中华人民共和国|促进|保护|管理|安全|投资|企业)\p{Han}{0,12}法(?:（[^（）]*）)?$")


class FoundNumber(NamedTuple):
    """A document number at [start, end), normalised."""

    start: int
    end: int
    number: str


class FoundTitle(NamedTuple):
    """《…》 at [start, end), brackets included; `text` is without them, `number` the one right behind it."""

    start: int
    end: int
    text: str
    number: FoundNumber | None = None


@dataclass(frozen=True, slots=True)
class PolicyKind:
    """A row of `policy_kinds.tsv`."""

    word: str
    role: str
    kind: str = ""

    def __post_init__(self) -> None:
        if self.role not in ("instrument", "own", "none"):
            raise ValueError(f"role is instrument, own or none, not {self.role!r}")


def find_titles(text: str) -> list[FoundTitle]:
    """All titles in 《》, in order, each with the document number behind it."""
    numbers = {n.start: n for n in find_document_numbers(text)}
    return [
        FoundTitle(start, end, text[start + 1 : end - 1], _number_behind(text, end, numbers))
        for start, end in _quoted(text)
    ]


def _quoted(text: str) -> list[tuple[int, int]]:
    """Spans of the outer 《…》; where the outer one is never closed, or too late, those inside it."""
    spans: list[tuple[int, int]] = []
    inner: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in MARKS.finditer(text) if "《" in text else ():
        mark, at = match[0], match.start()
        if mark == "\n" or (opened and at - opened[0] > LONGEST_TITLE):
            spans += inner
            opened.clear()
            inner.clear()
        if mark == "《":
            opened.append(at)
        elif mark == "》" and opened:
            start = opened.pop()
            if at > start + 1:
                inner.append((start, at + 1))
            if not opened:
                spans += inner[-1:]
                inner.clear()
    return spans + inner


def _number_behind(text: str, end: int, numbers: dict[int, FoundNumber]) -> FoundNumber | None:
    for gap in range(3):
        number = numbers.get(end + gap)
        if number and not text[end : end + gap].strip("（(〔[ 　"):
            return number
    return None


def find_document_numbers(text: str) -> list[FoundNumber]:
    """All document numbers, in order, normalised to 〔〕; an order has its own form (甲市人民政府令第15号)."""
    found = []
    for serial in SERIAL.finditer(text) if "号" in text else ():
        end, low = serial.end(), max(0, serial.start() - LONGEST_NUMBER)
        window = text[low:end]
        number = _number(window, low) or _order(window, low)
        if number:
            found.append(number)
    return found


def _number(window: str, offset: int) -> FoundNumber | None:
    year_before = YEAR_BEFORE.search(window)
    match = NUMBER_AT_END.search(window, max(0, year_before.start() - LONGEST_CODE)) if year_before else None
    if match is None:
        return None
    whole = match["code"] or match["bare"]
    code = _without_sentence(whole)
    year = (match["year"] or match["bare_year"]).translate(CHINESE_DIGIT)
    if NOT_A_POLICY.search(code) or len(code) > 12 or not year.isdecimal():
        return None
    start = offset + match.start() + len(whole) - len(code)
    return FoundNumber(start, offset + match.end(), f"{code}〔{year}〕{int(match['serial'])}号")


def _order(window: str, offset: int) -> FoundNumber | None:
    match = ORDER.search(window) if "令" in window or "公告" in window else None
    if match is None:
        return None
    whole = match["body"]
    body = _without_sentence(whole)
    kind = match["kind"] or next((k for k in ("令", "公告", "通告") if body.endswith(k)), "")
    body = body.removesuffix(kind)
    if not kind or not body.endswith(ORDERING_BODIES):
        return None
    start = offset + match.start() + len(whole) - len(_without_sentence(whole))
    return FoundNumber(start, offset + match.end(), f"{body}{kind}{match['year'] or ''}第{int(match['serial'])}号")


def _without_sentence(code: str) -> str:
    """根据甲政发 → 甲政发."""
    while (before := BEFORE_CODE.match(code)) and len(code) - before.end() >= 2:
        code = code[before.end() :]
    return code


# -- what kind of instrument a title names ----------------------------------------------------------------------------


@per_lexicon
def _kinds() -> dict[str, PolicyKind]:
    return {row.word: row for row in rows("policy_kinds", PolicyKind)}


def policy_kind(title: str, *, own: bool = False) -> str | None:
    """The kind of instrument that `title` names, or None. `own`: the title of a document itself (通知, 公告, 函)."""
    inner = inner_title(title)
    if inner and (kind := policy_kind(inner)):
        return kind
    row = _ending(title)
    if row is None:
        return "法" if LAW.search(title) else None
    return (row.kind or row.word) if row.role == "instrument" or (row.role == "own" and own) else None


def is_policy_title(title: str) -> bool:
    """Whether a title in 《》 is that of a policy instrument: no book, newspaper, film or agreement."""
    return policy_kind(title, own="关于" in title) is not None


@bounded_per_lexicon(512)
def inner_title(title: str) -> str | None:
    """What a notice issues: 关于印发《…》的通知, 关于印发…的通知."""
    text = LAST_BRACKETS.sub("", title)
    quoted = QUOTED_INNER.search(text)
    if quoted and NOTICE.search(text):
        return str(quoted["inner"])
    notice = NOTICE.search(text)
    if notice is None:
        return None
    inner = notice["inner"].strip("《》〈〉 　“”")
    row = _ending(inner)
    return inner if row and row.role == "instrument" else None


def is_short_title(title: str) -> bool:
    """《方案》, 《规划》, 《若干措施》: a name that stands for a longer one."""
    return title in _kinds()


@bounded_per_lexicon(512)
def _ending(title: str) -> PolicyKind | None:
    """The row of the longest type word that ends the title, its last brackets left aside."""
    text = LAST_BRACKETS.sub("", title).rstrip(" 　》〉”")
    text = EDITION.sub("", text).rstrip("（(〔")
    kinds = _kinds()
    for length in range(min(8, len(text)), 0, -1):
        if row := kinds.get(text[-length:]):
            return row
    return None
