"""Tables in texts: the same table gives the same records in every form, and what is no table gives none.

`cases/tables.jsonl` holds tables as annexes have them, with all their records, and blanks that set no columns apart.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from expected import Case, cases, find_faults
from hypothesis import given
from hypothesis import strategies as st

from clusterx import extract

Rows = Sequence[Sequence[str]]
ABOVE = "甲市2025年工业经济工作方案\n为推进工业发展，现将任务分解如下，请认真落实。\n附件\n"


def html(rows: Rows) -> str:
    """As a page that Word wrote: paragraphs in cells, line feeds between tags."""
    cells = ["".join(f"<td>\n<p>{cell}</p></td>\n" for cell in row) for row in rows]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


FORMS: dict[str, Callable[[Rows], str]] = {
    "pipes": lambda rows: "\n".join("|".join(row) for row in rows),
    "framed pipes": lambda rows: "\n".join(f"| {' | '.join(row)} |" for row in rows),
    "markdown": lambda rows: "\n".join(f"| {' | '.join(r)} |" for r in (rows[0], ["---"] * len(rows[0]), *rows[1:])),
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "wide blanks": lambda rows: "\n".join("　　".join(row) for row in rows),
    "aligned blanks": lambda rows: "\n".join("".join(cell.ljust(16) for cell in row).rstrip() for row in rows),
    "single blanks": lambda rows: "\n".join(" ".join(row) for row in rows),
    "blank lines between": lambda rows: "\n\n".join("　　".join(row) for row in rows),
    "one cell a line": lambda rows: "\n".join(cell for row in rows for cell in row),
    "html": html,
}
CHAINS = [
    ["产业链", "链长", "牵头单位", "2022年产值（亿元）", "2025年产值目标（亿元）"],
    ["航空装备", "王峰", "市发改委", "312.6", "420"],
    ["数控机床", "李建民", "市工信局", "118.4", "180以上"],
    ["氢能", "张丽华", "市能源局", "20", "60"],
]
PLACES = [
    ["县区", "规上工业增加值增速（%）", "位次", "2025年税收目标（亿元）"],
    ["甲县", "8.5", "1", "35.5"],
    ["乙县", "-3.8", "2", "28"],
    ["高新区", "7.1", "3", "约60"],
]
INDICATORS = [
    ["序号", "指标名称", "单位", "2023年", "2026年目标", "属性"],
    ["1", "铝产业总产值", "亿元", "712", "1000", "预期性"],
    ["2", "研发经费投入强度", "%", "1.9", "2.8左右", "约束性"],
    ["3", "规上企业", "家", "236", "≥300", "预期性"],
]
TABLES = {"chains": CHAINS, "places": PLACES, "indicators": INDICATORS}


@pytest.mark.parametrize("case", cases("tables"))
def test_tables(case: Case) -> None:
    assert find_faults(case) == []


def said(text: str) -> list[Any]:
    """All that the records of a text say, without where it stands."""
    result = extract(text, published="2025-03-01").model_dump(mode="json")
    records = [record for kind in ("targets", "mechanisms", "projects") for record in result[kind]]
    return [
        {key: value for key, value in record.items() if key not in ("id", "evidence", "confidence")}
        for record in records
    ]


@pytest.mark.parametrize(("name", "form"), list(itertools.product(TABLES, FORMS)))
def test_a_table_says_the_same_in_every_form(name: str, form: str) -> None:
    wanted = said(ABOVE + FORMS["pipes"](TABLES[name]))
    assert len(wanted) >= 3
    assert said(ABOVE + FORMS[form](TABLES[name])) == wanted


numbers = st.decimals("0.1", "9999", places=1).map(lambda number: f"{number:f}")
cells = st.tuples(numbers, st.sampled_from(["", "左右", "以上"])).map("".join)
names = st.lists(st.sampled_from([f"{c}县" for c in "甲乙丙丁戊己庚辛"]), min_size=3, max_size=8, unique=True)


@st.composite
def tables_of_places(draw: st.DrawFn) -> list[list[str]]:
    """A table of counties with two to four columns of figures."""
    titles = draw(
        st.lists(
            st.sampled_from(["工业投资增速（%）", "税收（亿元）", "新签约项目（个）", "规上工业总产值（亿元）"]),
            min_size=2,
            max_size=4,
            unique=True,
        )
    )
    return [["县区", *titles], *([name, *[draw(cells) for _ in titles]] for name in draw(names))]


@given(tables_of_places(), st.sampled_from(sorted(FORMS)))
def test_every_figure_stands_under_its_title(rows: list[list[str]], form: str) -> None:
    targets = extract(ABOVE + FORMS[form](rows), published="2025-03-01").targets
    found = {(target.subject, target.indicator): target.quantity.text for target in targets}
    for name, *figures in rows[1:]:
        for title, figure in zip(rows[0][1:], figures, strict=True):
            indicator, _, unit = title.rstrip("）").partition("（")
            number, bound = figure.rstrip("左右以上"), figure.lstrip("0123456789.")
            assert found.pop((name, indicator.removesuffix("增速"))) == f"{number}{unit}{bound}"
    assert not found


@given(tables_of_places(), st.sampled_from(["single blanks", "aligned blanks", "one cell a line"]), st.data())
def test_a_lost_cell_moves_no_figure_under_another_title(rows: list[list[str]], form: str, data: st.DataObject) -> None:
    row = data.draw(st.integers(1, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[0]) - 1))
    torn = [cells if n != row else [c for m, c in enumerate(cells) if m != column] for n, cells in enumerate(rows)]
    right = {(t.subject, t.indicator, t.quantity.text) for t in extract(ABOVE + FORMS["pipes"](rows)).targets}
    found = {(t.subject, t.indicator, t.quantity.text) for t in extract(ABOVE + FORMS[form](torn)).targets}
    assert found <= right


@pytest.mark.parametrize(
    "text",
    [
        "产业链 链长 牵头单位 2022年产值（亿元） 2025年目标（亿元）\n航空 王峰 市发改委 312 420\n机床 李明 118 180\n氢能 张丽 市能源局 20",
        "县区 规上企业数 新增规上企业数\n甲县 120 12\n乙县 80 9",
        "甲县 120 8.5 3\n乙县 90 7.7 4\n丙县 88 6.1 5",
        "产业链|链长|2025年目标\n铝|张三|120\n锂|李四|90",
        "县区\n2024年产值（亿元）\n2025年目标（亿元）\n甲县\n80\n90\n乙县\n75\n丙区\n110\n120",
    ],
)
def test_figures_of_rows_that_give_no_target_are_reported(text: str) -> None:
    result = extract(ABOVE + text)
    assert not result.targets
    left = "\n".join(omission.evidence.text for omission in result.uncovered if "quantity" in omission.holds)
    assert all(number in left for line in text.split("\n")[1:] for number in line.split() if number.isdecimal())


def test_the_number_of_a_row_is_no_quantity_left_out() -> None:
    text = "序号|产业链|链长|职务\n1|铝|张三|副市长\n2|锂|李四|市政协副主席\n"
    assert [o for o in extract(text).uncovered if "quantity" in o.holds] == []


@pytest.mark.parametrize("form", FORMS)
def test_leaders_of_chains_are_roles_of_the_system(form: str) -> None:
    rows = [
        ["序号", "产业链", "链长", "职务", "牵头部门", "链主企业"],
        ["1", "新能源汽车", "张三丰", "市委常委、副市长", "市工信局", "甲汽车公司"],
        ["2", "生物医药产业链", "李明", "市人大常委会副主任", "市卫健委", "乙药业公司"],
        ["3", "现代物流产业", "王五", "市政协副主席", "市商务局", "丙物流公司"],
    ]
    result = extract(f"关于推行链长制的通知\n在全市推行重点产业链“链长制”，现予公布。\n{FORMS[form](rows)}\n")
    if form == "one cell a line":  # without figures nothing tells whether a cell is missing
        return
    (system,) = result.mechanisms
    assert system.kind == "chain_leader"
    assert [(role.role, role.holder) for role in system.roles] == [
        ("新能源汽车产业链链长", "张三丰（市委常委、副市长）"),
        ("新能源汽车产业链牵头部门", "市工信局"),
        ("新能源汽车产业链链主", "甲汽车公司"),
        ("生物医药产业链链长", "李明（市人大常委会副主任）"),
        ("生物医药产业链牵头部门", "市卫健委"),
        ("生物医药产业链链主", "乙药业公司"),
        ("现代物流产业链链长", "王五（市政协副主席）"),
        ("现代物流产业链牵头部门", "市商务局"),
        ("现代物流产业链链主", "丙物流公司"),
    ]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("产业链 链长\n铝业 张三\n锂电 李 四\n氢能 王五", ["铝业产业链链长", "锂电产业链链长", "氢能产业链链长"]),
        (
            "产业链|链长|职务\n铝|张三|副市长\n锂||\n氢能|王五|副市长",
            ["铝产业链链长", "锂产业链链长", "氢能产业链链长"],
        ),
        ("重点产业链|市级链长|副链长\n铝|张三|李四\n锂|王五|—", ["铝产业链链长", "铝产业链副链长", "锂产业链链长"]),
        ("产业集群|群长|牵头单位\n智能家居|张三|区工信局", ["智能家居产业集群群长", "智能家居产业集群牵头单位"]),
        ("产业链名称\t链长\t责任单位\n集成电路\t张三\t市发改委", ["集成电路产业链链长", "集成电路产业链责任单位"]),
        ("| 产业链 | 总链长 | 链长 |\n|---|---|---|\n| 光伏 | 市长 | 张三 |", ["光伏产业链总链长", "光伏产业链链长"]),
        (
            "序号 优势产业链 县级链长 职务\n1 毛衫 张三 县委副书记\n2 箱包 李四 副县长",
            ["毛衫产业链链长", "箱包产业链链长"],
        ),
        ("产業鏈|鏈長|鏈主企業\n鋁|張三|甲鋁業公司", ["铝产业链链长", "铝产业链链主"]),
        ("产业链|链长|联系电话\n铝|张三|0543-3162000", ["铝产业链链长"]),
        ("姓名|职务|电话\n张三|副市长|0543-3162000\n李四|局长|0543-3162001", []),
        ("产业链|牵头单位\n铝|市工信局\n锂|市发改委\n氢能|市能源局", []),
        ("项目名称|链长|总投资（亿元）\n铝箔项目|张三|5\n轮毂项目|李四|3", []),
    ],
)
def test_other_tables_of_leaders(text: str, roles: list[str]) -> None:
    found = [role.role for mechanism in extract(text).mechanisms for role in mechanism.roles]
    assert found == roles
