"""What is sought only where its signs stand is what a search for all of it would find."""

from __future__ import annotations

from importlib import import_module

import regex
from hypothesis import example, given
from hypothesis import strategies as st

from clusterx.lexicon import WordFinder
from clusterx.mentions import period_shapes
from clusterx.rules import mechanism_cadence

labels = import_module("clusterx.clean.labels")
LABELS = sorted(labels._labels(), key=len, reverse=True)
SPACED = "|".join(r"[ ]{0,4}".join(map(regex.escape, word)) for word in LABELS)
AROUND = r"(?:[ ]{0,4}[：:][ |]*|[ ]*[|｜丨/][ |]*|(?=[ ]*$))"
GLUED = r"|(?<=[\d\s次])(?:\L<words>)[：:]|(?<=[\u4e00-\u9fff])(?:\L<long>)[：:]"
LISTS = {"words": LABELS, "long": [word for word in LABELS if len(word) >= 4]}
WITH_BLANKS, WITHOUT = (
    regex.compile(rf"(?<![\u4e00-\u9fff])(?:{label}){AROUND}{GLUED}", **LISTS) for label in (SPACED, r"\L<words>")
)
spaced = st.builds(
    lambda word, blank: blank.join(word), st.sampled_from(LABELS), st.sampled_from(["", "", " ", "     "])
)
lines = st.lists(
    st.one_of(spaced, st.sampled_from([*"：:|/丨 次3方文图a", "  ", "甲市日报", "2024-10-12"])), max_size=9
)

EXPRESSIONS = {
    "school": "2024—2025学年第一学期", "years": "2024年至2026年度", "spanned": "2021-2025）", "listed": "2021、2022年", "dotted": "2023.09-2024.06",
    "isospan": "2024-05-01至2024-06-01", "compact": "20240531，", "iso": "2024/5/31", "isomonth": "2024-05", "quarters": "2024Q3",
    "plan": "“十五五”规划期末", "recur": "每隔三天", "fixed": "迄今为止", "rel": "未来三至五年", "lately": "三年多来", "fiveyear": "第十五个五年规划", "vague": "近些年来",
    "within": "二十个工作日内三个月内", "weekday": "本周末", "monthof": "本月上旬", "word": "年底", "tens": "1990年代初期",
    "decade": "上世纪九十年代", "century": "二十一世纪初", "lunar": "2024年农历八月初五", "congress": "二十大以来", "monthday": "15日上午",
    "impossible": "2024年13月", "holiday": "2024年国庆节假期", "point": "2024年10月",
}  # fmt: skip
"""One expression for each shape."""
BESIDE = [
    *"年月日季周天时前后内来初末底十五三0123，。、-—至第个每今本上下“”每从",
    "以来",
    "学年",
    "世纪",
    "年代",
    "农历",
    "大以来",
    "\n",
]
cut_out = st.builds(lambda text, cut: text[cut:], st.sampled_from(list(EXPRESSIONS.values())), st.integers(0, 3))
texts = st.lists(
    st.one_of(st.sampled_from(list(EXPRESSIONS.values())), cut_out, st.sampled_from(BESIDE)), max_size=6
).map("".join)
INTERVALS, ACTIONS = list(mechanism_cadence._intervals()), sorted(mechanism_cadence._actions())
PAIRS = {
    f"{interval}{linked}{action}": (every, action)
    for interval, every in mechanism_cadence._intervals().items()
    for action in ACTIONS
    for linked in (("", "有") if len(action) > 1 else ("",))
}
FINDER = WordFinder(PAIRS)
pieces = st.one_of(st.sampled_from(INTERVALS), st.sampled_from(ACTIONS), st.sampled_from("有、，的一月周每日"))


@given(lines)
@example(["文", "/图："])
def test_labels(parts: list[str]) -> None:
    line = "".join(parts)
    pattern = WITH_BLANKS if regex.search(r"[\u4e00-\u9fff] +[\u4e00-\u9fff]", line) else WITHOUT
    found = [(one.start, one.end) for one in labels.find_labels(line)]
    assert found == [match.span() for match in pattern.finditer(line)]
    assert all(one.row.label in line[one.start : one.end].replace(" ", "") for one in labels.find_labels(line))


def shape_at(text: str, at: int) -> tuple[str | None, tuple[int, int]] | None:
    """The first of all shapes that is there, whatever its signs are."""
    kind = period_shapes._kind_of_beginning(text, at)
    tried = (shape.pattern.match(text, at) for shape in period_shapes._SHAPES if kind in shape.beginnings)
    return next(((match.lastgroup, match.span()) for match in tried if match), None)


def test_every_shape_is_found_where_its_signs_are() -> None:
    seen = set()
    for text in EXPRESSIONS.values():
        for at in range(len(text)):
            found = period_shapes.match_shape(text, at)
            assert (found and (found.lastgroup, found.span())) == shape_at(text, at), text[at:]
            seen |= {found.lastgroup} if found else set()
    assert seen == set(EXPRESSIONS)
    assert len(seen) == len(period_shapes._SHAPES)


@given(texts)
def test_shapes_of_periods(text: str) -> None:
    for at in range(len(text)):
        found = period_shapes.match_shape(text, at)
        assert (found and (found.lastgroup, found.span())) == shape_at(text, at)


@given(st.lists(pieces, max_size=9))
def test_pairs_of_interval_and_action(parts: list[str]) -> None:
    text = "".join(parts)
    found = [(start, end, (one.every, one.action)) for start, end, one in mechanism_cadence._pairs(text, 0, len(text))]
    assert found == FINDER.find(text)
