"""The shape of a document: headings, items, paragraphs, sentences, tables, tails, and what governs what.

In: clean text, one paragraph a line. Out: an `Outline` that answers, for any offset, which block and sentence it is in,
under which headings it stands, and which tail of responsible units governs it. Nothing here knows about numbers.

Numbering follows the official format for documents (GB/T 9704—2012, 7.3.3: 一、 （一） 1. （1）), with the variants that
drafts use (第一章, 第一条, ①, ——).

    >>> outline = build_outline("一、主要目标\\n（一）规模。到2027年，产值达到100亿元。（责任单位：市工信局、市科技局）\\n")
    >>> [h.title for h in outline.headings(20)]
    ['主要目标', '规模']
    >>> outline.tail(20).text
    '责任单位：市工信局、市科技局'
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from clusterx.pattern import Pattern
from clusterx.tables import Table, find_tables
from clusterx.text import Span

NUMERAL = "[一二三四五六七八九十百]"
LABELS: tuple[tuple[int, str], ...] = (
    (1, rf"第{NUMERAL}{{1,3}}(?:章|部分|篇|编)[、：\s]*"),
    (1, rf"{NUMERAL}{{1,3}}、"),
    (
        1,
        r"附[件表录](?:\s?\d{1,2}|[一二三四五六七八九十])?(?:[：:\s]+|(?=\n|$))",
    ),  # what is annexed stands under none of the headings above
    (2, rf"（{NUMERAL}{{1,3}}）[、.]?"),
    (2, rf"第{NUMERAL}{{1,4}}条[\s　：、]*"),
    (3, r"\d{1,2}(?:[.．](?!\d)|、)\s*"),
    (4, r"（\d{1,2}）[、.]?|\d{1,2}）|[①-⑳]"),
    (5, r"(?:—{1,2}|–{1,2}|-{2})(?=[\p{Han}“])|[■●◆◇•▪★☆▲]\s*"),
)
LABEL = Pattern("|".join(f"(?P<L{i}>{pattern})" for i, (_, pattern) in enumerate(LABELS)))
LEVELS = {f"L{i}": level for i, (level, _) in enumerate(LABELS)}
LABEL_STARTS = frozenset("附第一二三四五六七八九十百（—–-■●◆◇•▪★☆▲①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
PLAIN_LEVEL = 2
LONGEST_TITLE = 36
LONGEST_LINE = 200  # of a list with bullets
BULLETS = frozenset("✅☑✔📌🎯🔹🔸▶►➤👉◆◇●○▪•·★☆✦💡🔺🔻📍🌟⭐➡→—-")

RUN_IN = Pattern(rf"[^。；！？：\n]{{2,{LONGEST_TITLE}}}(?:。|：(?=.))")
SENTENCE_END = Pattern(r"[。！？!?\n](?:(?<!\n)[。！？!?]*[”’』」）]*)?")
CLAUSE_FULL_STOP = "。；！？!?\n"

NO_HEADING = Pattern(r"[。；，：！？!?,;|\t]$|^[（【《“]|：|\d{4}年\d{1,2}月")
TAIL_WORDS = "责任单位|牵头单位|责任部门|主要责任单位|牵头部门|配合单位|配合部门|责任领导|负责单位|参与单位|实施单位|完成时限|责任科室|牵头科室|责任处室|牵头处室|责任主体|分工"
TAIL = Pattern(
    rf"[（〔\[【](?P<named>[^（）〔〕\n]{{0,20}}?(?:{TAIL_WORDS})(?:[^（）〔〕\[\]【】\n]|（[^（）\n]{{0,30}}）){{1,400}}+)[）〕\]】]"
    rf"|(?<=[。；])(?P<plain>(?:{TAIL_WORDS})：(?:[^\n（）]|（[^（）\n]{{0,30}}）){{2,400}}+)(?=\n|$)"
    rf"|(?:^|\n)(?P<line>(?:{TAIL_WORDS})：[^\n]{{2,400}}+)"
    r"|[（〔](?P<duty>(?:[^（）〔〕。\n]|（[^（）\n]{0,30}）){2,300}?(?:牵头|配合|负责|分工负责|按职责分工|落实))[）〕](?=[。\s]*(?:\n|$))"
    r"|(?<=[。；])[（〔](?P<bare>(?:[^（）〔〕。\n]|（[^（）\n]{0,30}）){2,200}?"
    r"(?:局|委|办|部|院|中心|政府|会|行|公司|管委会|办公室|厅|处|区|县|海关|行署|支行|分行|署|协会|集团|联盟|学校|大学|科室?|专班|工作组|领导小组))[）〕](?=[。\s]*(?:\n|$))"
)

# Where one may begin: to ask `TAIL` there alone is many times faster than to let it search.
TAIL_BEGINS = Pattern(rf"[（〔\[【\n。；](?:(?<=[（〔\[【])|(?=(?:{TAIL_WORDS})：))")


class Heading(NamedTuple):
    """A heading, or the run-in head of an item. `level` 1 is the outermost."""

    level: int
    start: int
    end: int
    title: str


class Block(NamedTuple):
    """One line of the text. `body` is what follows label and run-in title; a bare heading has an empty body."""

    kind: str  # heading, item, paragraph, row
    start: int
    end: int
    level: int
    body: int
    heading: Heading | None
    path: tuple[int, ...]  # indices of the blocks that this one stands under, outermost first, itself last if labelled


@dataclass(frozen=True, slots=True)
class Tail:
    """A tail of responsible units; [start, end) includes its brackets, `text` does not."""

    start: int
    end: int
    text: str
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Blocks, sentences, tails and tables of a text, in its order."""

    text: str
    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    tails: tuple[Tail, ...]
    tables: tuple[Table, ...]
    _block_starts: list[int] = field(repr=False)
    _sentence_starts: list[int] = field(repr=False)
    _tail_starts: list[int] = field(repr=False)
    _table_starts: list[int] = field(repr=False)
    _tails_by_item: dict[int | None, list[Tail]] = field(repr=False)
    _headings: list[tuple[Heading, ...]] = field(repr=False)

    def block(self, offset: int) -> Block:
        """The block (line) that holds `offset`."""
        return self.blocks[bisect_right(self._block_starts, offset) - 1 if offset > 0 else 0]

    def sentence(self, offset: int) -> Span:
        """The sentence that holds `offset`."""
        at = bisect_right(self._sentence_starts, offset)
        return self.sentences[at - 1 if at else 0]

    def headings(self, offset: int) -> tuple[Heading, ...]:
        """The headings under which `offset` stands, outermost first."""
        above = self._headings[bisect_right(self._block_starts, offset) - 1 if offset > 0 else 0]
        return above[:-1] if above and above[-1].start > offset else above

    def tail(self, offset: int) -> Tail | None:
        """The tail that governs `offset`: the first behind it within the innermost item that has one."""
        if not self.tails:
            return None
        block = self.block(offset)
        for item in reversed(block.path):
            tail = _first_behind(self._tails_by_item.get(item, []), offset)
            if tail:
                return tail
        alone = _first_behind(self._tails_by_item.get(None, []), offset) if not block.path else None
        return alone if alone and alone.start <= block.end + 1 else None

    def tail_containing(self, offset: int) -> Tail | None:
        """The tail inside which `offset` lies, if any."""
        at = bisect_right(self._tail_starts, offset) - 1
        return self.tails[at] if at >= 0 and offset < self.tails[at].end else None

    def table_at(self, offset: int) -> Table | None:
        """The table inside which `offset` lies, if any."""
        at = bisect_right(self._table_starts, offset) - 1
        return self.tables[at] if at >= 0 and offset < self.tables[at].end else None

    def sentences_in(self, start: int, end: int) -> list[Span]:
        """The sentences that overlap [start, end), cut to it."""
        first = max(0, bisect_right(self._sentence_starts, start) - 1)
        if self.sentences[first].end <= start:
            first += 1
        found = list(self.sentences[first : bisect_left(self._sentence_starts, end, first)])
        if found and found[0].start < start:
            found[0] = Span(start, found[0].end)
        if found and found[-1].end > end:
            found[-1] = Span(found[-1].start, end)
        return found


def build_outline(text: str) -> Outline:
    """Read the structure of clean text, one paragraph a line."""
    tables = tuple(find_tables(text))
    blocks = tuple(_blocks(text, tables))
    sentences = tuple(_sentences(text)) or (Span(0, 0),)
    starts = [b.start for b in blocks]
    tails = tuple(_tails(text, blocks, starts))
    by_item: dict[int | None, list[Tail]] = {}
    for tail in tails:
        by_item.setdefault(tail.path[-1] if tail.path else None, []).append(tail)
    return Outline(
        text,
        blocks,
        sentences,
        tails,
        tables,
        starts,
        [s.start for s in sentences],
        [t.start for t in tails],
        [t.start for t in tables],
        by_item,
        [tuple([heading for i in block.path if (heading := blocks[i].heading)]) for block in blocks],
    )


def _first_behind(tails: list[Tail], offset: int) -> Tail | None:
    if not tails or tails[-1].start < offset:
        return None
    return tails[bisect_left(tails, offset, key=lambda t: t.start)]


def _blocks(text: str, tables: tuple[Table, ...]) -> Iterator[Block]:
    stack: list[tuple[int, int]] = []  # (level, index of the block) of the headings above
    path: tuple[int, ...] = ()
    start, index, table = 0, 0, 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        while table < len(tables) and tables[table].end <= start:
            table += 1
        in_table = table < len(tables) and tables[table].start <= start
        kind, level, body, heading = ("row", 0, start, None) if in_table else _read_line(text, start, end)
        if level:
            while stack and stack[-1][0] >= level:
                stack.pop()
            stack.append((level, index))
            path = tuple([i for _, i in stack])
        yield Block(kind, start, end, level, body, heading, path)
        start, index = end + 1, index + 1


def _read_line(text: str, start: int, end: int) -> tuple[str, int, int, Heading | None]:
    """(kind, level, start of the body, heading) of one line."""
    begin = start
    while begin < end and text[begin] in " \t　":
        begin += 1
    first = text[begin : begin + 1]
    label = LABEL.match(text, begin, end) if first in LABEL_STARTS or first.isdigit() else None
    if label is None:
        return _read_unlabelled(text, begin, end)
    level = LEVELS[label.lastgroup or ""]
    rest = text[label.end() : end].rstrip()
    short = len(rest) <= LONGEST_TITLE and not rest.endswith(("。", "；", "）"))
    if short and not (first in BULLETS and _is_listed(text, begin, end)):
        return "heading", level, end, Heading(level, label.end(), end, rest.strip("：: "))
    run_in = RUN_IN.match(text, label.end(), end)
    if run_in:
        title = run_in[0][:-1].strip()
        return "item", level, run_in.end(), Heading(level, label.end(), run_in.end(), title)
    return "item", level, label.end(), Heading(level, label.end(), label.end(), "")


def _read_unlabelled(text: str, begin: int, end: int) -> tuple[str, int, int, Heading | None]:
    line = text[begin:end].rstrip()
    if line[:1] in BULLETS and _is_listed(text, begin, end):
        return "paragraph", 0, begin, None
    if 4 <= len(line) <= LONGEST_TITLE and not NO_HEADING.search(line):
        return "heading", PLAIN_LEVEL, end, Heading(PLAIN_LEVEL, begin, end, line)
    return "paragraph", 0, begin, None


def _is_listed(text: str, begin: int, end: int) -> bool:
    """Whether the line before or behind begins with the same bullet: ✅ 从业人员6万人 is one of a list, no heading."""
    bullet = text[begin]
    above = text[max(0, begin - LONGEST_LINE) : begin].rstrip()
    return text[end : end + 40].lstrip()[:1] == bullet or above[above.rfind("\n") + 1 :].lstrip()[:1] == bullet


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for stop in SENTENCE_END.finditer(text):
        end = stop.end()
        if text[stop.start()] != "\n" or text[start:end].strip():
            yield tuple.__new__(Span, (start, end))
            start = end
    if text[start:].strip():
        yield Span(start, len(text))


def _tail_matches(text: str) -> Iterator[re.Match[str]]:
    done = 0
    for at in (0, *[begin.start() + (begin[0] in "。；") for begin in TAIL_BEGINS.finditer(text)]):
        if at >= done and (match := TAIL.match(text, at)):
            yield match
            done = match.end()


def _tails(text: str, blocks: tuple[Block, ...], starts: list[int]) -> Iterator[Tail]:
    for match in _tail_matches(text):
        name = match.lastgroup or "named"
        start = match.start(name) if name == "line" else match.start()
        block = blocks[max(0, bisect_right(starts, start) - 1)]
        yield Tail(start, match.end(), match[name].strip(), block.path)
