"""What governs a figure from outside its clause, rendered and read back: tails, 分别, baselines, titles, projects."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from clusterx import extract

settings.register_profile("scope", deadline=None)
settings.load_profile("scope")

PUBLISHED = "2024-03-01"
COUNTED = (
    "高新技术企业",
    "省级以上绿色工厂",
    "瞪羚企业",
    "规模以上工业企业",
    "智能工厂",
    "科技型中小企业",
    "单项冠军企业",
)
BODIES = (
    "市工业和信息化局", "市科技局", "市发展改革委", "市市场监管局", "市自然资源和规划局", "市商务局", "市财政局", "市人力资源社会保障局",
    "人行甲市分行", "各县（市、区）人民政府", "市投资促进中心", "市委组织部",
)  # fmt: skip
counts = st.integers(2, 9999)
bodies = st.lists(st.sampled_from(BODIES), min_size=1, max_size=5, unique=True)
years = st.integers(2024, 2035)
indicators = st.lists(st.sampled_from(COUNTED), min_size=2, max_size=4, unique=True)

TAILS = (
    "（责任单位：{all}）", "(责任单位:{all})", "〔责任单位：{all}〕", "（牵头单位：{first}；配合单位：{rest}）", "（{first}牵头，{rest}配合）",
    "（{all}按职责分工负责）", "（责任单位：{commas}）",
)  # fmt: skip


def render_tail(frame: str, names: list[str]) -> str:
    """The tail with all names, or with the first and the others apart."""
    return frame.format(all="、".join(names), commas="，".join(names), first=names[0], rest="、".join(names[1:]))


@given(st.sampled_from(TAILS), bodies, st.sampled_from(COUNTED), counts, years)
def test_tails_govern_their_item(frame: str, names: list[str], indicator: str, count: int, year: int) -> None:
    if "{rest}" in frame and len(names) < 2:
        names = [*names, "市大数据局"]
    text = f"到{year}年，培育{indicator}{count}家。强化要素保障，提升服务效能。{render_tail(frame, names)}"
    (target,) = extract(text, published=PUBLISHED).targets
    assert sorted(target.responsible) == sorted(names)
    assert (target.indicator, target.quantity.value, target.status) == (indicator, count, "planned")


@given(indicators, st.data(), years, st.sampled_from(["、", "，"]))
def test_a_tail_stays_in_its_item(names: list[str], data: st.DataObject, year: int, mark: str) -> None:
    items, wanted = [], []
    for number, indicator in zip("一二三四", names, strict=False):
        responsible, count = data.draw(bodies), data.draw(counts)
        items.append(
            f"（{number}）强化引领。到{year}年，培育{indicator}{count}家。（责任单位：{mark.join(responsible)}）"
        )
        wanted.append((indicator, count, sorted(responsible)))
    found = extract("\n".join(items), published=PUBLISHED).targets
    assert [(t.indicator, t.quantity.value, sorted(t.responsible)) for t in found] == wanted


@given(indicators, st.data(), years, st.booleans(), st.sampled_from(["、", "和"]))
def test_respective_values_go_to_their_indicators(
    names: list[str], data: st.DataObject, year: int, once: bool, last: str
) -> None:
    values = data.draw(st.lists(counts, min_size=len(names), max_size=len(names), unique=True))
    written = [f"{value}{'' if once and value != values[-1] else '家'}" for value in values]
    amounts = "、".join(written[:-1]) + ("、" if once else last) + written[-1]
    subject = "、".join(names[:-1]) + last + names[-1]
    found = extract(f"到{year}年，{subject}分别达到{amounts}。", published=PUBLISHED).targets
    assert [(t.indicator, t.quantity.value, t.quantity.unit) for t in found] == [
        (name, value, "家") for name, value in zip(names, values, strict=True)
    ]


@given(st.sampled_from(COUNTED), counts, counts, st.integers(2018, 2023), years, st.sampled_from("由从"))
def test_a_baseline_is_no_target(name: str, before: int, after: int, base: int, year: int, word: str) -> None:
    text = f"到{year}年，{name}{word}{base}年的{before}家增加到{after}家。"
    (target,) = extract(text, published=PUBLISHED).targets
    assert (target.quantity.value, str(target.period and target.period.end)) == (after, f"{year}-12-31")
    assert target.baseline is not None
    assert target.baseline.quantity is not None
    assert target.baseline.quantity.value == before
    assert str(target.baseline.period and target.baseline.period.end) == f"{base}-12-31"


@given(indicators, st.data(), st.integers(2020, 2023), st.integers(1, 4))
def test_the_years_of_a_title_reach_items_without_their_own(
    names: list[str], data: st.DataObject, start: int, span: int
) -> None:
    end = start + span
    values = data.draw(st.lists(counts, min_size=len(names), max_size=len(names)))
    lines = [f"（{n}）加强培育。培育{i}{v}家。" for n, i, v in zip("一二三四", names, values, strict=False)]
    text = f"甲市轴承产业高质量发展行动计划（{start}—{end}年）\n一、重点任务\n" + "\n".join(lines)
    found = extract(text).targets
    assert [(t.indicator, t.quantity.value, str(t.period and t.period.end)) for t in found] == [
        (name, value, f"{end}-12-31") for name, value in zip(names, values, strict=True)
    ]


# -- projects -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Works:
    """What a rendered sentence says of a project."""

    name: str
    investment: Decimal
    land: int
    status: str


NAMES = (
    "恒越新能源电池项目",
    "华锐精密轴承项目",
    "天海半导体封测项目",
    "博源生物医药产业园项目",
    "中泰铝材深加工项目",
    "海拓智能制造产业园",
)
STAGES = {
    "正在加快建设": "under_construction", "已建成投产": "in_production", "开工建设": "started", "成功签约": "signed", "已停工": "suspended",
    "已竣工": "completed", "正式投产": "in_production",
}  # fmt: skip
FRAMES = (
    "总投资{m}亿元、占地{l}亩的{n}{s}。", "{n}总投资{m}亿元，占地{l}亩，目前{s}。", "{n}{s}，总投资{m}亿元，占地面积{l}亩。",
    "计划总投资{m}亿元的{n}占地{l}亩，{s}。",
)  # fmt: skip


@st.composite
def built(draw: st.DrawFn) -> tuple[str, Works]:
    """A sentence about one project, and what it says."""
    name, (words, status) = draw(st.sampled_from(NAMES)), draw(st.sampled_from(sorted(STAGES.items())))
    money, land = Decimal(draw(st.integers(1, 9999))) / 10, draw(st.integers(10, 5000))
    text = draw(st.sampled_from(FRAMES)).format(m=format(money.normalize(), "f"), l=land, n=name, s=words)
    return text, Works(name, money * 10**8, land, status)


def works(text: str) -> list[Works]:
    return [
        Works(
            p.name,
            (p.investment and p.investment.value) or Decimal(0),
            int((p.land and p.land.value) or 0),
            str(p.status),
        )
        for p in extract(text, published=PUBLISHED).projects
    ]


@given(built())
def test_a_rendered_project_is_read_back(case: tuple[str, Works]) -> None:
    text, wanted = case
    assert works(text) == [wanted]
    assert extract(text, published=PUBLISHED).targets == ()


@given(st.lists(built(), min_size=2, max_size=4, unique_by=lambda case: case[1].name), st.sampled_from(["", "\n"]))
def test_projects_of_several_sentences_do_not_mix(cases: list[tuple[str, Works]], glue: str) -> None:
    assert works(glue.join(text for text, _ in cases)) == [wanted for _, wanted in cases]
