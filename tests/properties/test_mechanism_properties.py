"""Mechanisms, rendered and read back: whatever the counts, names, intervals and words around them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clusterx.clean import Page
from clusterx.mentions import find_mentions
from clusterx.mentions.formulas import find_formulas
from clusterx.outline import build_outline
from clusterx.rules.mechanism import apply_mechanisms
from clusterx.rules.mechanism_cadence import parse_cadence
from clusterx.rules.rule import Draft, Reading
from clusterx.text import AlignedText

COUNTS = st.lists(st.one_of(st.integers(1, 99), st.none()), min_size=2, max_size=6)
PARTS = st.sampled_from(
    ["办公室", "产业专班", "要素保障组", "主责部门", "链主企业", "骨干企业", "科创平台", "特色园区"]
)
HEADS = st.sampled_from(["工作架构", "推进体系", "工作机制", "梯度培育体系", "发展格局", "产业集群", "制度体系"])
INTERVALS = {
    "日": "day",
    "周": "week",
    "旬": "ten_days",
    "月": "month",
    "季": "quarter",
    "半年": "half_year",
    "年": "year",
}
ACTIONS = ("调度", "通报", "会商", "评比", "考核", "晾晒", "观摩", "点评")
CORES = st.sampled_from(
    ["项目秘书", "揭榜挂帅", "瓷链跃升", "百日攻坚", "多投多奖", "数智赋窑", "春笋", "要素跟着项目走"]
)
PROGRAMMES = st.sampled_from(["行动", "专项行动", "工程", "培育计划", "提升行动"])


def read(text: str) -> list[Draft]:
    return apply_mechanisms(Reading(AlignedText.of(text), Page(), build_outline(text), tuple(find_mentions(text))))


def written(count: int | None) -> str:
    return "N" if count is None else str(count)


@given(COUNTS)
def test_a_sum_gives_its_counts_back(counts: list[int | None]) -> None:
    found = find_formulas(f"构建“{'+'.join(map(written, counts))}”工作架构")
    assert [list(f.counts) for f in found] == [counts]


@given(
    st.lists(st.tuples(st.one_of(st.integers(1, 99), st.none()), PARTS), min_size=2, max_size=5), HEADS, st.booleans()
)
def test_components_are_read_from_either_side(parts: list[tuple[int | None, str]], head: str, left: bool) -> None:
    code = "+".join(written(count) for count, _ in parts)
    told = "、".join(f"{written(count)}个{name}" for count, name in parts)
    text = f"形成{told}的“{code}”{head}。" if left else f"构建“{code}”{head}，即{told}。"
    drafts = read(text)
    assert [draft.values["name"] for draft in drafts] == [f"{code}{head}"]
    assert [(c.count, c.name) for c in drafts[0].values["components"]] == parts
    claimed = sorted(text[span.start : span.end] for span in drafts[0].claims)
    assert claimed == sorted(f"{count}个" for count, _ in parts if count is not None)


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(INTERVALS)), st.sampled_from(ACTIONS)),
        min_size=2,
        max_size=5,
        unique_by=lambda p: p[0],
    )
)
def test_a_cadence_gives_its_intervals_back(pairs: list[tuple[str, str]]) -> None:
    text = "、".join(f"{interval}{action}" for interval, action in pairs)
    wanted = [(INTERVALS[interval], action) for interval, action in pairs]
    assert [(c.every, c.action) for c in parse_cadence(text)] == wanted
    for way in (f"建立“{text}”工作机制。", f"建立{text}工作机制。", f"建立“{text}”的工作机制。"):
        draft = read(way)[0]
        assert draft.values["name"] == f"{text}工作机制"
        assert [(c.every, c.action) for c in draft.values["cadence"]] == wanted


@given(st.lists(CORES, min_size=1, max_size=4, unique=True), PROGRAMMES, st.sampled_from(["", "、"]))
def test_every_quoted_name_is_one_programme(cores: list[str], head: str, between: str) -> None:
    names = between.join(f"“{core}”" for core in cores)
    drafts = read(f"全市实施{names}{head}，推动产业发展。")
    assert [draft.values["name"] for draft in drafts] == [f"{core}{head}" for core in cores]
    assert {draft.values["kind"] for draft in drafts} == {"programme"}


@given(
    CORES,
    PROGRAMMES,
    st.sampled_from(["产值增长8.3%。", "新增企业30家。", "累计办结诉求412条。", "（责任单位：市工信局）"]),
)
def test_what_follows_changes_nothing(core: str, head: str, more: str) -> None:
    text = f"实施“{core}”{head}。"
    assert [d.values for d in read(text)] == [d.values for d in read(text + more)]


@given(CORES, PROGRAMMES, st.sampled_from(["撤销", "取消", "不再执行", "停止执行"]))
def test_what_is_abolished_is_none(core: str, head: str, verb: str) -> None:
    assert read(f"{verb}“{core}”{head}。") == []
