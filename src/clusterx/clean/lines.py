"""Lines as the document had them: lost breaks restored, hard wraps joined, stray blanks and repeated lines removed.

>>> clean_breaks(AlignedText.of("（责任单位：市科技局）（二）提升水平。2.推动转型")).text
'（责任单位：市科技局）\\n（二）提升水平。\\n2.推动转型'
>>> clean_wraps(AlignedText.of("全国共有集群1\\n00个，其中包括，\\n省级9个")).text
'全国共有集群1\\n00个，其中包括，省级9个'
>>> clean_blanks(AlignedText.of(" 总投资 100 万元，其中 5G 基站 45 个，AI Lab\\n??分三类看 ")).text
'总投资100万元，其中 5G 基站45个，AI Lab\\n分三类看'
>>> clean_repeats(AlignedText.of("甲市行动方案\\n甲市行动方案\\n正文")).text
'甲市行动方案\\n正文'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import regex

from clusterx.clean.commas import clean_commas
from clusterx.clean.labels import begins_field
from clusterx.clean.script import clean_spelling
from clusterx.clean.width import clean_width
from clusterx.pattern import Pattern
from clusterx.tables import TableLines
from clusterx.text import AlignedText, AnyChange, Change

_HAN = r"\u3400-\u9fff〇"
_MARKS = r"，。、；：！？（）“”‘’《》〔〕【】"
_MAY_BREAK = Pattern(r"[。；！？）)〕](?=[（\d一二三四五六七八九十])")
_BREAK = Pattern(
    r"[。；！？）)〕](?:(?<=[。；！？])|(?<=[^（(一二三四五六七八九十\d][）)〕]))(?:"
    r"(?=（[一二三四五六七八九十]{1,3}）(?!项|款|、|和|至))"
    rf"|(?=\d{{1,2}}[.．、](?=[{_HAN}“《]))"
    rf"|(?=[一二三四五六七八九十]{{1,3}}、(?=[{_HAN}“《])(?![一二三四五六七八九十]、|[一二三四五六七八九十](?:产|季|是|来)))"
    r")",
    engine=regex,
)
_LOST_INDENT = Pattern(rf"\?{{1,4}}(?=[{_HAN}“《（0-9])", engine=regex)
_BLANK = Pattern(
    rf"[ \t?](?<![ \t][ \t])(?:(?<=^\?)\?{{0,3}}(?=[{_HAN}“《（0-9])"
    rf"|(?<!\?)(?:[ \t]*(?=\n)|(?<=\n[ \t])[ \t]*(?:{_LOST_INDENT.source})?"
    rf"|(?<=[，。、；：！？（“‘《〔【] ) *(?=[{_HAN}{_MARKS}])|(?<=[{_HAN}] ) *(?=[，。、；：！？）”’》〕】])))",
    re.MULTILINE,
    engine=regex,
)
_UNITS = r"(?=[%‰℃百千万亿元美亩吨平公个家项人名条户台套件倍次场天辆年月日余多])(?:[%‰℃]|[百千万亿]{0,2}(?:元|美元|亩|吨|千瓦时?|平方米|平方公里|公里|公顷|个|家|项|人|名|条|户|台|套|件|倍|次|场|天|辆|年(?!产)|月|日|余|多)|[万亿])"
_NUMBER_BLANK = Pattern(
    rf" (?:(?<=[{_HAN}] ) {{0,2}}(?=\d[\d.,]{{0,15}} ?{_UNITS})"
    rf"|(?:(?<=[{_HAN}\d]\d )|(?<=[{_HAN}\d][ \d.,]\d )) {{0,2}}(?={_UNITS}))",
    engine=regex,
)
_NUMBERED = Pattern(r"\d{1,3} ")
_FIGURES = Pattern(r" [\d.,—-]+ [\d.,—-]+(?: |$)")
_APART_IN_DATES = ("- ", " -", "/ ", ". ", ": ", "〇 ", "○ ", "O ", "零 ")
_SPACED_DATE = Pattern(
    r"[12一二](?<![\d一二三四五六七八九十].)(?:[09]\d\d ?([-/.]) ?\d{1,2} ?\1 ?\d{1,2}(?!\d)(?: \d{1,2} ?: ?\d\d(?!\d))?"
    r"|(?: ?[一二三四五六七八九〇零○O]){3} ?(?=年))"
)
_BLANK_IN_DATE = Pattern(r" (?!\d{1,2} ?:)|(?<=:) ")
_SPACED = Pattern(rf"(?<![{_HAN}])[{_HAN}](?: [{_HAN}]){{7,}}+")
_SPACED_BLANKS = Pattern(rf" [{_HAN}] [{_HAN}] [{_HAN}] ", engine=regex)
_HEADING = Pattern(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,3}[章节条]|附件|[①-⑳]|\||[-—·●■◆▲](?!\d)"
    rf"|\d{{1,2}}[.、](?!\d{{1,6}} ?{_UNITS})"
)
_GOING_ON = frozenset("，、（“‘《〔")
_CONTINUING = frozenset("，。、；：！？）”’》〕％%")
_CLOSING = frozenset("。！？；：”）】》…")
_UNBROKEN = Pattern(r"[A-Za-z0-9.,%]*")  # 同比增长 | 7.2%: what no line is broken within
_HEAD_LINES = 8
_ENDS_TITLE = Pattern(
    r"(?:通知|意见|方案|规划|计划|办法|措施|细则|规定|要点|清单|纲要|公告|决定|报告)(?:（[^（）]{1,25}）)?$"
)
_BEGINS_BODY = Pattern(
    r"\d{4}年|[一二三四五六七八九十]、|为(?:深入|认真|全面|加快|进一步|贯彻|推动)|根据|按照|各[县市区省镇]|今年"
)
_CELLS = 4
_UNIT = Pattern(r"万|亿|元|%|家|个|年|月|项|人|吨|亩", engine=regex)


def clean_breaks(text: AlignedText) -> AlignedText:
    """A line feed before each heading or numbered item that is glued to the sentence before it."""
    return text.edit(_breaks(text.text), "lost_break")


def _breaks(text: str) -> Iterator[Change]:
    for sign in _MAY_BREAK.finditer(text):
        if _BREAK.match(text, sign.start()):
            yield Change(sign.end(), sign.end(), "\n")


def clean_wraps(text: AlignedText) -> AlignedText:
    """Lines that a fixed width cut, inside words and numbers, become paragraphs again."""
    if text.text.count("\n") < 1:
        return text
    joints = list(_wraps(text))
    if not joints:
        return text
    joined = text.edit(joints, "wrap")
    lines = AlignedText.of(_joined_lines(joined.text, [joint.start - n for n, joint in enumerate(joints)]))
    return joined if _clean_again(lines).text == lines.text else _clean_again(joined)


def _clean_again(text: AlignedText) -> AlignedText:
    """What stood apart may meet in a line that was joined: marks, blanks, the halves of a word."""
    return clean_spelling(clean_commas(clean_width(clean_blanks(text))))


def _joined_lines(text: str, joints: list[int]) -> str:
    """The lines that hold these offsets."""
    lines: list[str] = []
    end = -1
    for at in joints:
        if at > end:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            lines.append(text[text.rfind("\n", 0, at) + 1 : end])
    return "\n".join(lines)


def _wraps(text: AlignedText) -> Iterator[Change]:
    lines = text.text.split("\n")
    is_full = _fullness(lines, text)
    tables = TableLines(text.text)
    at = begin = 0
    end = -1
    for number, (line, following) in enumerate(pairwise(lines)):
        begin = begin if at == end else at  # where the line begins that those before it were joined to
        at += len(line) + 1
        if not line or not following or (line[-1] == "。" and following[0] not in _CONTINUING):
            continue
        full = is_full(number, end != at - len(line) - 1)
        if _is_wrapped(line, following, at - 1 - begin, full):
            if _is_row(line) or _is_row(following) or at - 1 - len(line) in tables or at in tables:
                continue
            if number < _HEAD_LINES and _ENDS_TITLE.search(line) and _BEGINS_BODY.match(following):
                continue
            end = at
            yield Change(at - 1, at, "")


def _fullness(lines: list[str], text: AlignedText) -> Callable[[int, bool], bool]:
    """What tells whether a line is as long as those that a fixed width cut; nothing does if no width shows.

    It is asked with the number of the line and whether it may be the first of a paragraph: those lost an indent of two
    characters, and a blank or two that stood among their numbers. In a source without other damage no line lost anything.
    """
    long = [
        number
        for number, line in enumerate(lines)
        if len(line) >= 16 and line.count(" ") < _CELLS and not begins_field(line)  # no row of cells that blanks part
    ]
    if len(long) >= 3:
        if width := _shared_width([len(lines[number]) for number in long], 0):
            return lambda number, first: len(lines[number]) >= width - 2 * first
        stated = _in_source(text, lines)
        for measure, slack in ((len, 1), (_columns, 3)):
            if width := _shared_width([measure(stated[number]) for number in long], slack):
                unbroken = [len(_UNBROKEN.match(line)[0]) for line in (*lines[1:], "")]  # type: ignore[index]
                return _at_least([measure(line) + more for line, more in zip(stated, unbroken, strict=True)], width)
        cells = "\n".join(lines[number] for number in long).encode("gbk", "replace").split(b"\n")  # all lines at once
        if width := _shared_width(list(map(len, cells)), 3):
            return lambda number, first: _columns(lines[number]) >= width - 5 * first
    return _fullness_of_cut(lines)


def _in_source(text: AlignedText, lines: list[str]) -> list[str]:
    """Each line as it stands in the source, with indent and blanks."""
    stated: list[str] = []
    at, source = 0, text.source
    for line in lines:
        start, end = text.to_source(at, at + len(line)) if line else (0, 0)
        stated.append(source[source.rfind("\n", 0, start) + 1 : end] if line else "")
        at += len(line) + 1
    return stated


def _at_least(widths: list[int], least: int) -> Callable[[int, bool], bool]:
    return lambda number, first: widths[number] >= least


def _fullness_of_cut(lines: list[str]) -> Callable[[int, bool], bool]:
    """The same in a text of whole paragraphs and cut ones: of the lines that end within a sentence most are as long."""
    cut, proved = [], False
    for number, (line, following) in enumerate(pairwise(lines)):
        if len(line) >= 20 and number >= 2 and _is_open(line, following):
            cut.append(line)
            proved = proved or following[0] in _CONTINUING or (line[-1].isdigit() and following[0].isdigit())
    # two characters of indent, one that did not fit, and a blank that stood beside a number
    enough = 4 if proved else 8
    for measure, indent in ((len, 3), (_columns, 7)) if len(cut) >= enough else ():
        widths = sorted(map(measure, cut), reverse=True)
        for width in sorted(set(widths), reverse=True)[:3]:
            near = sum(width - indent <= other <= width for other in widths)
            if near >= enough and near * 5 >= len(cut) * 3:
                return _between([measure(line) for line in lines], width - indent, width)
    return lambda number, first: False


def _between(widths: list[int], least: int, most: int) -> Callable[[int, bool], bool]:
    return lambda number, first: least <= widths[number] <= most


def _shared_width(widths: list[int], slack: int) -> int:
    """The least of the widths near one of the greatest, if half of all are near it; else 0."""
    widths.sort(reverse=True)
    half = max(3, (len(widths) + 1) // 2)
    longer = 0
    for _ in range(3):
        if longer + half > len(widths):
            break
        width = widths[longer]
        if widths[longer + half - 1] >= width - slack:
            near = sum(width - slack <= other <= width for other in widths)
            if longer * 8 <= near:
                return width - slack
        longer += widths.count(width)
    return 0


def _is_open(line: str, following: str) -> bool:
    """A line of running text that ends within a sentence: in a text of whole paragraphs and cut ones, the cut ones do."""
    if not following or line[-1] in _CLOSING or _HEADING.match(following) or begins_field(line):
        return False
    return not (_is_row(line) or _is_row(following))


def _columns(line: str) -> int:
    return len(line.encode("gbk", "replace"))


def _is_row(line: str) -> bool:
    """Two or more pipes or tabs: the row of a table, which ends where it ends."""
    return line.count("|") >= 2 or line.count("\t") >= 2


def _is_wrapped(line: str, following: str, length: int, full: bool) -> bool:
    """Whether `line`, the end of one of `length` characters, goes on in the line that follows."""
    last, first = line[-1], following[0]
    decimal = last == "." and line[-2:-1].isdigit() and first.isdigit() and length > 8  # 低于全省平均水平4. | 1个百分点
    if not (full or decimal or first in _CONTINUING or last in _GOING_ON or last.isdigit()):
        return False
    if begins_field(following) or begins_field(line):
        return False  # it stands for itself even where it is as long as the lines of the text
    if _HEADING.match(following):
        return full and last.isdigit() and first.isdigit()
    if decimal or first in _CONTINUING or (last in _GOING_ON and length > 1):
        return True
    if last.isdigit() and length > 8 and _UNIT.match(following):
        return True
    return full and (last not in "。！？；：" or (last != "。" and line.rfind("（") > line.rfind("）")))


def clean_blanks(text: AlignedText) -> AlignedText:
    """Blanks at the ends of lines, around numbers and marks, between single spaced characters; indents shown as `?`."""
    if " " in text.text and _SPACED_BLANKS.search(text.text):
        text = text.edit(_spaced(text.text), "spaced")
    text = text.edit(_needless(text.text), "blank", record=False)
    text = text.edit(_around_numbers(text.text), "blank", record=False)
    if not any(apart in text.text for apart in _APART_IN_DATES):
        return text
    return text.edit(_within_dates(text.text), "blank", record=False)


def _within_dates(text: str) -> Iterator[AnyChange]:
    """The blanks of 2022- 07- 18 14: 50 and 二 〇 三五年, but for the one between day and hour."""
    for match in _SPACED_DATE.finditer(text):
        for blank in _BLANK_IN_DATE.finditer(match[0]):
            yield match.start() + blank.start(), match.start() + blank.end(), "", None


def _needless(text: str) -> Iterator[AnyChange]:
    """Blanks and empty lines around the text, blanks around its lines and beside marks."""
    end = len(text.rstrip(" \t\n"))
    start = len(text) - len(text.lstrip(" \t\n")) if end else len(text)
    if indent := _LOST_INDENT.match(text, start):
        start = indent.end()
    if start:
        yield 0, start, "", None
    for match in _BLANK.finditer(text, start, max(start, end)):
        if "\t" not in match[0] or not _is_empty_cell(text, match.start(), match.end()):
            yield *match.span(), "", None
    if start < end < len(text):
        yield end, len(text), "", None


def _is_empty_cell(text: str, start: int, end: int) -> bool:
    """Tabs at the edge of a line that has some within, as the line before or behind it has: the row of a table."""
    begin, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[begin : stop if stop >= 0 else len(text)]
    before = text[text.rfind("\n", 0, max(0, begin - 1)) + 1 : max(0, begin - 1)]
    behind = text[stop + 1 : stop + 200].split("\n")[0] if stop >= 0 else ""
    return "\t" in line.strip() and line.count("\t") > 1 and max(before.count("\t"), behind.count("\t")) > 1


def _around_numbers(text: str) -> Iterator[AnyChange]:
    """Blanks between a number and its unit or the word before it, but not in the row of a table."""
    end, in_row = -1, False
    tables = TableLines(text)
    for match in _NUMBER_BLANK.finditer(text):
        at = match.start()
        if at > end:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            line = text[start : (end := end if end >= 0 else len(text))]
            in_row = "|" in line or bool(_NUMBERED.match(line) or _FIGURES.search(line)) or start in tables
        if not in_row:
            yield *match.span(), "", None


def _spaced(text: str) -> Iterator[Change]:
    for match in _SPACED.finditer(text):
        for at in range(match.start() + 1, match.end(), 2):
            yield Change(at, at + 1, "")


def clean_repeats(text: AlignedText) -> AlignedText:
    """A title or paragraph that stands there twice is kept once; a run of empty lines becomes one."""
    return text.edit(_repeats(text.text), "repeat")


def _repeats(text: str) -> Iterator[Change]:
    seen: set[str] = set()
    at, before = 0, ""
    tables = TableLines(text)
    for number, line in enumerate(text.split("\n")):
        again = line in seen and (len(line) >= 30 or line == before or (number < 8 and len(line) >= 10))
        again = again and at not in tables
        if at and (again or (not line and not before)):
            yield Change(at - 1, at + len(line), "")
        elif line:
            seen.add(line)
        if not again:
            before = line or before if number < 8 and line else line
        at += len(line) + 1
