"""The same instrument or project has one key in every document, and different ones never share it."""

from __future__ import annotations

import random
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mirrors import originals
from opencc import OpenCC
from properties.damage import EXACT

from clusterx import Policy, Project, extract
from clusterx.link import link, policy_key, project_key
from clusterx.records import Document, Extraction, Region

JINGMEN, CITY_A, CITY_B = (
    Region(name=n, code=c) for n, c in (("荆门市", "420800"), ("滨州市", "371600"), ("德州市", "371400"))
)
TITLES = [
    "荆门市加快培育新型储能产业集群实施意见",
    "襄阳市重大项目建设三年攻坚行动方案（2024—2026年）",
    "衢州市工业强市建设“155”行动计划（2023—2027年）",
    "禹州市重点建设项目管理办法（试行）",
    "“十四五”原材料工业发展规划",
]
PROJECTS = [
    "汉江新能源电池产业园项目",
    "年产3亿平方米锂电池隔膜项目",
    "100MW/200MWh独立共享储能电站",
    "颍河智慧冷链物流港（一期）",
    "海门泵谷二期项目",
]
KINDS = ("to_traditional", "add_toned_glosses", "insert_commas", "write_entities")
_S2T = OpenCC("s2t").convert
_QUOTES = str.maketrans("“”《》（）", '""〈〉()')


def policy(title: str, region: Region | None = JINGMEN, **fields: Any) -> Policy:
    return Policy(
        id=fields.pop("id", "p"), evidence=(), confidence=1, role="cited", title=title, region=region, **fields
    )


def project(name: str, **fields: Any) -> Project:
    return Project(id=fields.pop("id", "j"), evidence=(), confidence=1, name=name, **fields)


def document(region: Region | None, *records: Policy | Project) -> Extraction:
    policies = tuple(one for one in records if isinstance(one, Policy))
    projects = tuple(one for one in records if isinstance(one, Project))
    return Extraction(document=Document(region=region), policies=policies, projects=projects)


@st.composite
def respelled(draw: st.DrawFn, names: list[str]) -> tuple[str, str]:
    """A name, and the same name in another script, width, with other quotes, or blanks between its characters."""
    name = draw(st.sampled_from(names))
    other = name
    if draw(st.booleans()):
        other = _S2T(other)
    if draw(st.booleans()):
        other = other.translate(_QUOTES)
    if draw(st.booleans()):
        other = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in other)
    if draw(st.booleans()):
        other = other.replace("—", draw(st.sampled_from(["-", "－", "至", "～"])))
    if draw(st.booleans()):
        at = draw(st.integers(1, len(other) - 1))
        gap = "" if other[at - 1].isdigit() and other[at].isdigit() else draw(st.sampled_from([" ", "　", "\n"]))
        other = other[:at] + gap + other[at:]
    return name, other


@given(respelled(TITLES))
def test_a_policy_keeps_its_key(names: tuple[str, str]) -> None:
    one, other = map(policy, names)
    assert policy_key(one) == policy_key(other) is not None


@given(respelled(PROJECTS))
def test_a_project_keeps_its_key(names: tuple[str, str]) -> None:
    one, other = map(project, names)
    assert project_key(one, JINGMEN) == project_key(other, JINGMEN) is not None


@pytest.mark.parametrize(
    "numbers",
    [
        (
            "荆政办发〔2024〕26号",
            "荆政办发[2024]26号",
            "荊政辦發（２０２４）第26號",
            "荆政办发〔2024〕026号",
            "荆政办发 〔 2024 〕 26 号",
        ),
    ],
)
def test_a_number_in_any_spelling_is_one_key(numbers: tuple[str, ...]) -> None:
    keys = {policy_key(policy(TITLES[0], number=number)) for number in numbers}
    assert keys == {"policy:荆政办发2024-26@420800"}


DIFFERENT_POLICIES = [
    policy(TITLES[0], number="荆政办发〔2024〕26号"),
    policy(TITLES[0], number="荆政办发〔2024〕2号"),
    policy(TITLES[0], number="荆政办发〔2023〕26号"),
    policy(TITLES[0], number="荆政发〔2024〕26号"),
    policy(TITLES[0], number="荆政办发〔2024〕26号", region=CITY_A),  # two places with one agency code
    policy("荆门市产业行动计划（2024—2026年）"),
    policy("荆门市产业行动计划（2021—2023年）"),
    policy("荆门市产业行动计划（征求意见稿）"),
    policy("荆门市产业行动计划（试行）"),
    policy("荆门市“1+5”产业行动计划"),
    policy("荆门市“15”产业行动计划"),
    policy("荆门市第一批产业集群培育方案"),
    policy("荆门市第二批产业集群培育方案"),
    policy("政府工作报告", issued=date(2024, 1, 5)),
    policy("政府工作报告", issued=date(2025, 1, 5)),
    policy("政府工作报告", region=CITY_A, issued=date(2024, 1, 5)),
]
DIFFERENT_PROJECTS = [
    (project("汉江新能源电池产业园"), CITY_A),
    (project("汉江新能源电池产业园"), CITY_B),
    (project("汉江新能源电池产业园", phase="一期"), CITY_A),
    (project("汉江新能源电池产业园", phase="二期"), CITY_A),
    (project("汉江新能源电池产业园（三期）"), CITY_A),
    (project("汉江新能源电池产业园", phase="十二期"), CITY_A),
    (project("汉江新能源电池产业园", phase="二十期"), CITY_A),
    (project("年产3万吨隔膜项目"), CITY_A),
    (project("年产30万吨隔膜项目"), CITY_A),
    (project("年产3.5万吨隔膜项目"), CITY_A),
    (project("年产35万吨隔膜项目"), CITY_A),
    (project("3、4号机组项目"), CITY_A),
    (project("34号机组项目"), CITY_A),
    (project("智能工厂项目", companies=("甲机械有限公司",)), None),
    (project("智能工厂项目", companies=("乙机械有限公司",)), None),
]


def test_different_policies_have_different_keys() -> None:
    keys = [policy_key(one) for one in DIFFERENT_POLICIES]
    assert None not in keys
    assert len(set(keys)) == len(keys)


def test_different_projects_have_different_keys() -> None:
    keys = [project_key(one, region) for one, region in DIFFERENT_PROJECTS]
    assert None not in keys
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("names", "region"),
    [
        (("海门泵谷二期项目", "海门泵谷（二期）", "海门泵谷第2期工程", "海门泵谷Ⅱ期"), CITY_A),
        (("小松智能制造基地", "小松智能制造基地项目", "小松智能制造基地建设项目"), CITY_A),
        (("滨州市磷石膏综合利用项目", "磷石膏综合利用项目"), CITY_A),
    ],
)
def test_ways_to_write_one_project(names: tuple[str, ...], region: Region) -> None:
    assert len({project_key(project(name), region) for name in names}) == 1


@pytest.mark.parametrize(
    "nameless",
    [
        policy("若干措施", region=None),
        policy("政府工作报告"),  # of which year?
        project("智能工厂项目"),
        project("二期工程", companies=("甲公司",)),
    ],
)
def test_what_could_be_anything_has_no_key(nameless: Policy | Project) -> None:
    key = policy_key(nameless) if isinstance(nameless, Policy) else project_key(nameless)
    assert key is None


def test_a_notice_and_a_citation_are_one_instrument() -> None:
    notice = policy("荆门市人民政府办公室关于印发《荆门市链长制实施方案》的通知", number="荆政办发〔2024〕26号")
    news = policy("荊門市鏈長制實施方案")
    cited = policy("关于印发荆门市链长制实施方案的通知")
    (found,) = link([("a", document(JINGMEN, notice)), ("b", document(None, news)), ("c", document(CITY_A, cited))])
    assert found.key == "policy:荆政办发2024-26@420800"
    assert found.files == ["a", "b", "c"]


def test_a_citation_that_could_mean_two_instruments_is_linked_to_neither() -> None:
    title = "荆门市产业发展若干措施"
    old, new = (policy(title, number=f"荆政办发〔{year}〕5号") for year in (2022, 2024))
    documents = [("old", old), ("old again", old), ("new", new), ("new again", new), ("news", policy(title))]
    links = link((file, document(JINGMEN, record)) for file, record in documents)
    assert [one.files for one in links] == [["old", "old again"], ["new", "new again"]]


def test_companies_tell_projects_of_one_name_apart() -> None:
    name = "标准厂房项目"
    documents = [
        ("a", project(name, companies=("山东潍禾食品有限公司",))),
        ("b", project(name, companies=("潍禾食品",))),
        ("c", project(name, companies=("滨州市恒联管业有限公司",))),
        ("d", project(name)),
    ]
    links = link((file, document(CITY_A, record)) for file, record in documents)
    assert [one.files for one in links] == [["a", "b"]]


def test_a_company_links_where_the_place_is_unknown() -> None:
    here = document(CITY_A, project("氢能装备基地", companies=("甲能源股份有限公司",)))
    somewhere = document(None, project("氢能装备基地项目", companies=("甲能源有限公司",)))
    there = document(CITY_B, project("氢能装备基地", companies=("甲能源有限公司",)))
    assert [one.files for one in link([("here", here), ("somewhere", somewhere)])] == [["here", "somewhere"]]
    assert link([("here", here), ("somewhere", somewhere), ("there", there)]) == []


def test_the_order_of_the_documents_does_not_matter() -> None:
    texts = list(originals().items())[:4]
    documents = [(f"{stem}{n}", extract(text)) for stem, text in texts for n in range(2)][:5]
    results = {tuple(link(order)) for order in permutations(documents)}
    assert len(results) == 1
    assert results != {()}


@pytest.mark.parametrize(
    "stem",
    ["notice_implementing_opinion", "groundbreaking_ceremony", "year_end_review_mirror", "signing_ceremony_news"],
)
def test_records_of_damaged_copies_are_linked(stem: str) -> None:
    text, rng = originals()[stem], random.Random(stem)
    clean, hurt = extract(text), [extract(EXACT[kind](text, rng)) for kind in KINDS]
    wanted = {policy_key(one) for one in clean.policies} | {
        project_key(one, clean.document.region) for one in clean.projects
    }
    links = link([("clean", clean), *((f"hurt{n}", one) for n, one in enumerate(hurt))])
    assert wanted - {None} == {one.key for one in links}
    assert all(len(one.files) == 5 for one in links)
