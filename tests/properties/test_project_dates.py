"""Dates of projects: sentences with any dates, verbs and clauses beside them are read back to the same days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from clusterx import extract
from clusterx.records import Period, Project

NAMES = st.sampled_from(
    ("恒越新能源电池项目", "远岭年产20万吨铝箔项目", "华锐精密轴承产业园", "晶远光伏5GW组件项目（一期）")
)
MONTHS = st.tuples(st.integers(2018, 2032), st.integers(1, 12))
BEGIN = st.sampled_from(("开工", "开工建设", "破土动工", "奠基", "启动建设", "正式动工", "进场施工", "正式开建"))
FINISH = st.sampled_from(
    ("竣工", "建成", "完工", "建成投产", "竣工投产", "全面建成", "交付使用", "建成投用", "竣工验收")
)
USE = st.sampled_from(("投产", "投入使用", "投用", "试生产", "正式投产", "点火", "投入运营", "投产达效"))
FULL = st.sampled_from(("达产", "满产", "全面达产", "达产达效"))
HOPE = st.sampled_from(("预计", "计划", "力争", "有望于", "将于", "拟于", ""))
BESIDE = st.sampled_from((
    "4月18日签约", "2月取得施工许可证", "3月主体封顶", "设备6月进场", "今年计划投资3亿元", "1—9月完成投资2亿元", "占地200亩",
    "截至6月底完成投资1亿元", "首条产线8月下线", "2023年实现产值5亿元", "1号厂房5月竣工", "去年9月完成备案", "项目公司成立于2016年",
))  # fmt: skip
WORDS = {"finish": FINISH, "use": USE, "full": FULL}
EMPTY = (None, None)


def first(month: tuple[int, int]) -> date:
    return date(*month, 1)


def last(month: tuple[int, int]) -> date:
    return date(*month, monthrange(*month)[1])


def said(month: tuple[int, int]) -> str:
    return f"{month[0]}年{month[1]}月"


def projects(text: str) -> tuple[Project, ...]:
    return extract(text, published="2024-10-15").projects


def days(period: Period | None) -> tuple[date | None, date | None]:
    return (period.start, period.end) if period else EMPTY


def read(text: str) -> tuple[date | None, date | None]:
    found = projects(text)
    assert len(found) == 1, [p.name for p in found]
    return days(found[0].period)


@given(NAMES, MONTHS, MONTHS, BEGIN, st.one_of(FINISH, USE, FULL), HOPE)
def test_beginning_and_end(
    name: str, one: tuple[int, int], other: tuple[int, int], begin: str, end: str, hope: str
) -> None:
    a, b = sorted((one, other))
    for text in (
        f"{name}总投资12亿元，{said(a)}{begin}，{hope}{said(b)}{end}。",
        f"总投资12亿元的{name}于{said(a)}{begin}，{hope}{said(b)}{end}。",
        f"{said(a)}，总投资12亿元的{name}{begin}，{hope}{said(b)}{end}。",
        f"{name}（{said(a)}{begin}，{hope}{said(b)}{end}）总投资12亿元。",
        f"{name}总投资12亿元。项目{said(a)}{begin}、{said(b)}{end}。",
    ):
        assert read(text) == (first(a), last(b)), text


@given(NAMES, st.lists(MONTHS, min_size=3, max_size=3), st.permutations(["finish", "use", "full"]), st.data())
def test_the_works_end_goes_before_what_comes_of_them(
    name: str, months: list[tuple[int, int]], order: list[str], data: st.DataObject
) -> None:
    told = dict(zip(order, months, strict=True))
    clauses = [f"{said(month)}{data.draw(WORDS[kind])}" for kind, month in told.items()]
    for many in (1, 2, 3):
        best = next(kind for kind in ("finish", "use", "full") if kind in order[:many])
        assert read(f"{name}总投资12亿元，{'，'.join(clauses[:many])}。") == (None, last(told[best]))


@given(NAMES, MONTHS, BEGIN, BESIDE, BESIDE)
def test_other_dates_are_none_of_it(name: str, month: tuple[int, int], begin: str, one: str, other: str) -> None:
    assert read(f"{name}总投资12亿元，{one}，{other}。") == EMPTY
    assert read(f"{name}总投资12亿元，{said(month)}{begin}，{one}，{other}。") == (first(month), None)


@given(NAMES, MONTHS, st.integers(1, 60), st.sampled_from(("建设周期", "工期", "建设工期", "总工期")))
def test_a_duration_counts_from_the_beginning(name: str, begin: tuple[int, int], months: int, label: str) -> None:
    year, month = divmod(begin[0] * 12 + begin[1] - 1 + months, 12)
    end = date(year, month + 1, 1) - timedelta(days=1)
    for text in (
        f"{name}总投资12亿元，{said(begin)}开工，{label}{months}个月。",
        f"{name}总投资12亿元，{label}为{months}个月，{said(begin)}动工。",
    ):
        assert read(text) == (first(begin), end)
    assert read(f"{name}总投资12亿元，{label}{months}个月。") == EMPTY


@given(NAMES, MONTHS, MONTHS, st.sampled_from(("建设期限", "建设工期", "建设周期", "建设年限", "建设起止年限")))
def test_labelled_years(name: str, one: tuple[int, int], other: tuple[int, int], label: str) -> None:
    a, b = sorted((one, other))
    if a == b:
        return
    for text in (f"{label}：{said(a)}—{said(b)}", f"{label}为{said(a)}至{said(b)}", f"{label}{said(a)}—{said(b)}"):
        assert read(f"{name}总投资12亿元，{text}。") == (first(a), last(b))


@given(MONTHS, MONTHS, st.one_of(FINISH, USE), st.one_of(FINISH, USE))
def test_a_phase_keeps_its_dates(one: tuple[int, int], other: tuple[int, int], a: str, b: str) -> None:
    for mark in "，；、":
        text = f"恒越新能源电池项目总投资12亿元，一期{said(one)}{a}{mark}二期{said(other)}{b}。"
        found = {p.phase: days(p.period) for p in projects(text)}
        assert found == {None: EMPTY, "一期": (None, last(one)), "二期": (None, last(other))}, text


@given(NAMES, MONTHS, BEGIN)
def test_evidence_is_the_words_of_the_date(name: str, month: tuple[int, int], begin: str) -> None:
    project = projects(f"{name}总投资12亿元，{said(month)}{begin}，预计2033年底投产。")[0]
    spans = [e.text for e in project.evidence if "period" in e.fields]
    assert spans == [said(month), "2033年底"]
    assert project.period
    assert project.period.text == f"{said(month)}—2033年底"


def test_time_grows_with_the_text_alone() -> None:
    for clause in ("2024年3月开工，", "开工a", "2024年3月x开工", "2024年3月的", "一期、二期", "该的", "总投资县"):
        text = "恒越新能源电池项目总投资12亿元，{}2024年3月开工。"
        projects(text.format(clause * 10))
        times = []
        for many in (400, 3_200):
            start = process_time()
            projects(text.format(clause * many))
            times.append(process_time() - start)
        assert times[1] < 24 * times[0] + 0.2, clause
