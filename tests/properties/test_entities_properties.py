"""Rendered in any of the ways people write them, numbers, titles, unit lists and places read back to what was rendered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clusterx.mentions.agencies import split_units
from clusterx.mentions.regions import find_regions, places
from clusterx.mentions.titles import find_document_numbers, find_titles, inner_title, policy_kind

BRACKETS = st.sampled_from(["〔〕", "[]", "［］", "﹝﹞", "【】", "()", "（）", "〔)", "[］"])
CODES = st.sampled_from(["甲政发", "甲政办字", "乙工信规字", "国办发", "工信部联规", "丙府函", "丁办发"])
BEFORE = st.sampled_from(["", "根据", "依据《甲办法》（", "文号：", "，", "（", "按照", "落实"])
UNITS = st.sampled_from(
    ["市工业和信息化局", "市发展和改革委", "市住房和城乡建设局", "各县（市、区）", "各县、市、区人民政府", "市委组织部（市人才办）",
     "人行甲市分行", "各市属开发区", "市自然资源和规划局", "省、市有关部门", "国网甲市供电公司", "各开发区管委会"]
)  # fmt: skip
KINDS = st.sampled_from(
    ["实施意见", "行动方案", "若干措施", "规划", "条例", "实施细则", "工作方案", "指导意见", "若干政策"]
)
SUFFIXES = st.sampled_from(["", "（试行）", "（2024—2026年）", "(征求意见稿)", "（试行）（2024年修订）"])


@given(BEFORE, CODES, BRACKETS, st.integers(1990, 2035), st.integers(1, 9999), st.sampled_from(["", " ", "第"]))
def test_number_in_any_brackets(before: str, code: str, brackets: str, year: int, serial: int, gap: str) -> None:
    text = f"{before}{code}{brackets[0]}{year}{brackets[1]}{gap}{serial}号文件。"
    assert [n.number for n in find_document_numbers(text)] == [f"{code}〔{year}〕{serial}号"]


@given(
    st.lists(UNITS, min_size=1, max_size=8, unique=True),
    st.sampled_from("、，,；"),
    st.sampled_from(["", "责任单位：", "牵头单位:"]),
)
def test_units_joined_by_any_mark(units: list[str], mark: str, label: str) -> None:
    assert split_units(label + mark.join(units)) == units


@given(
    st.lists(UNITS, min_size=1, max_size=6, unique=True),
    st.sampled_from(["等", "按职责分工负责", "等部门负责", "分别负责"]),
)
def test_words_of_duty_are_no_units(units: list[str], duty: str) -> None:
    assert split_units("、".join(units) + duty) == units


@given(KINDS, SUFFIXES, st.booleans())
def test_kind_survives_its_wrapping(kind: str, suffix: str, quoted: bool) -> None:
    inner = f"甲市化工产业集群{kind}{suffix}"
    notice = f"甲市人民政府关于印发《{inner}》的通知" if quoted else f"甲市人民政府关于印发{inner}的通知"
    assert policy_kind(inner) == policy_kind(notice) == kind
    assert inner_title(notice) == inner
    assert [t.text for t in find_titles(f"根据《{notice}》和《{inner}》")] == [notice, inner]


@given(
    st.sampled_from(sorted(places())),
    st.sampled_from(["", "今年以来，", "在", "。"]),
    st.sampled_from(["，", "。", "的", "人民政府"]),
)
def test_place_behind_its_parents(code: str, before: str, behind: str) -> None:
    place = places()[code]
    parents = [places()[c] for c in dict.fromkeys(place.parent_codes) if c in places() and c != code]
    chain = "".join(p.name for p in parents) + place.name
    text = before + chain + behind
    found = [f for f in find_regions(text) if f.region.code == code]
    assert [(f.start, f.end) for f in found] == [(len(before), len(before) + len(chain))]
