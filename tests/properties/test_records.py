"""What holds for the records of every text: evidence that can be checked, stable ids, scope that does not leak.

Sentences are rendered from a value, unit, bound, deadline and indicator that are known, and must give back exactly these.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from expected import is_phrase, read_lines
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from properties.damage import apply_damage, combinations
from pydantic import ValidationError

from clusterx import extract, mentions
from clusterx.clean import clean_text
from clusterx.records import Extraction, Record

PUBLISHED = "2024-03-01"
CASES = [case for name in ("target", "scope", "project", "negative", "narration") for case in read_lines(name)]
SENTENCES = sorted({case["say"] for case in CASES})
_BESIDE_FIELDS = {"id", "evidence", "confidence", "part_of"}


# -- sentences whose meaning is known -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Meaning:
    """What a rendered sentence says."""

    indicator: str
    value: Decimal
    unit: str
    bound: str
    end: str
    status: str


COUNTED = {
    "家": (
        "高新技术企业",
        "省级以上绿色工厂",
        "专精特新“小巨人”企业",
        "规模以上工业企业",
        "科技型中小企业",
        "智能工厂",
    ),
    "个": ("省级以上创新平台", "数字化车间", "院士工作站", "省级特色产业园区"),
    "项": ("行业标准", "国家标准"),
    "件": ("有效发明专利",),
}
MEASURED = {
    "元": ("新材料产业产值", "规上工业营业收入", "技术合同成交额", "进出口总额", "园区亩均产值"),
    "%": ("关键工序数控化率", "规上企业数字化改造覆盖率", "研发投入占比", "本地配套率"),
    "吨": ("电解铝产能", "原铝深加工量"),
}
SCALES = {"": 1, "万": 10**4, "亿": 10**8}
BOUNDS = {
    "exact": ("达到{}", "达{}", "提高到{}"),
    "at_least": ("达到{}以上", "突破{}", "超过{}", "不少于{}", "不低于{}", "超{}"),
    "about": ("达到{}左右", "达到约{}", "达到近{}"),
    "at_most": ("控制在{}以内", "不超过{}"),
}
DEADLINES = {
    "到{}年，": "planned", "到{}年底，": "planned", "到{}年末，": "planned", "{}年底前，": "planned", "力争到{}年，": "planned",
    "力争{}年，": "planned", "确保到{}年，": "planned", "预计到{}年，": "forecast",
}  # fmt: skip
SUBJECTS = ("", "全市", "全区", "我市")


@st.composite
def numbers(draw: st.DrawFn, unit: str) -> tuple[str, Decimal]:
    """A number as it is written before the unit, and what it is worth."""
    if unit == "%":
        value = Decimal(draw(st.integers(1, 999))) / 10
        return format(value.normalize(), "f"), value
    scale = draw(st.sampled_from(["万", "亿"] if unit == "元" else ["", "万"] if unit == "吨" else [""]))
    places = draw(st.integers(0, 2)) if scale else 0
    value = Decimal(draw(st.integers(1, 9999))).scaleb(-places)
    return format(value.normalize(), "f") + scale, value * SCALES[scale]


@st.composite
def said(draw: st.DrawFn) -> tuple[str, Meaning]:
    """A sentence with one target, and its meaning."""
    unit, indicators = draw(st.sampled_from(sorted((COUNTED | MEASURED).items())))
    indicator = draw(st.sampled_from(indicators))
    written, value = draw(numbers(unit))
    bound, frames = draw(st.sampled_from(sorted(BOUNDS.items())))
    deadline, status = draw(st.sampled_from(sorted(DEADLINES.items())))
    year = draw(st.integers(2024, 2040))
    amount = draw(st.sampled_from(frames)).format(written + unit)
    text = deadline.format(year) + draw(st.sampled_from(SUBJECTS)) + indicator + amount + "。"
    return text, Meaning(indicator, value, unit, bound, f"{year}-12-31", status)


@st.composite
def fostered(draw: st.DrawFn) -> tuple[str, Meaning]:
    """A sentence with a verb before what is counted: 培育瞪羚企业30家以上."""
    unit, indicators = draw(st.sampled_from(sorted(COUNTED.items())))
    indicator, (written, value) = draw(st.sampled_from(indicators)), draw(numbers(unit))
    bound, frame = draw(
        st.sampled_from(
            [("exact", "{i}{n}"), ("exact", "{n}{i}"), ("at_least", "{i}{n}以上"), ("at_least", "{n}以上{i}"), ("at_least", "{i}不少于{n}"),
             ("about", "{i}{n}左右"), ("about", "{i}约{n}")]
        )
    )  # fmt: skip
    built = (
        ["建设", "打造", "累计建成"]
        if indicator.endswith(("工厂", "平台", "车间", "工作站", "园区"))
        else ["培育", "累计培育"]
    )
    verb = draw(st.sampled_from([*built, "新增", "净增", f"力争{built[0]}"]))
    year = draw(st.integers(2024, 2040))
    text = f"到{year}年，{verb}" + frame.format(i=indicator, n=written + unit) + "。"
    return text, Meaning(indicator, value, unit, bound, f"{year}-12-31", "planned")


def meanings(text: str) -> list[Meaning]:
    found = extract(text, published=PUBLISHED).targets
    return [
        Meaning(
            t.indicator,
            t.quantity.value or Decimal(0),
            t.quantity.unit,
            t.quantity.bound,
            str(t.period and t.period.end),
            str(t.status),
        )
        for t in found
    ]


@given(st.one_of(said(), fostered()))
def test_a_rendered_target_is_read_back(case: tuple[str, Meaning]) -> None:
    text, meaning = case
    assert meanings(text) == [meaning]


@given(st.lists(said(), min_size=2, max_size=4, unique_by=lambda case: case[1].indicator))
def test_targets_of_several_sentences_do_not_mix(cases: list[tuple[str, Meaning]]) -> None:
    assert meanings("".join(text for text, _ in cases)) == [meaning for _, meaning in cases]


UNRELATED = (
    "会议强调，要加强组织领导。", "市工业和信息化局负责解释。", "各级各部门要密切配合。", "欢迎社会各界监督。", "要坚持问题导向，狠抓落实。",
    "完善政策体系，优化营商环境。", "联系电话：0543-3162345。", "本意见自印发之日起施行，有效期5年。", "对成效突出的给予50万元奖励。",
)  # fmt: skip


@given(st.one_of(said(), fostered()), st.lists(st.sampled_from(UNRELATED), min_size=1, max_size=3, unique=True))
def test_unrelated_sentences_behind_change_nothing(case: tuple[str, Meaning], others: list[str]) -> None:
    text, meaning = case
    assert meanings(text + "".join(others)) == [meaning]


@given(st.one_of(said(), fostered()), st.lists(st.sampled_from(UNRELATED), min_size=1, max_size=2, unique=True))
def test_unrelated_paragraphs_before_change_nothing(case: tuple[str, Meaning], others: list[str]) -> None:
    text, meaning = case
    assert meanings("\n".join([*others, text])) == [meaning]


# -- script -----------------------------------------------------------------------------------------------------------


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def facts(result: Extraction) -> list[dict[str, Any]]:
    """Targets and projects without what depends on offsets or repair."""
    data = result.model_dump(mode="json", include={"targets", "projects"})
    hidden = {"id", "evidence", "confidence", "part_of"}
    return [{k: v for k, v in record.items() if k not in hidden} for kind in data.values() for record in kind]


@given(st.one_of(said(), fostered()))
def test_traditional_text_has_the_same_targets(case: tuple[str, Meaning]) -> None:
    text, meaning = case
    assert meanings(_to_traditional().convert(text)) == [meaning]


@given(st.sampled_from(CASES or [{"say": ""}]))
@settings(max_examples=60)
def test_traditional_cases_have_the_same_records(case: dict[str, Any]) -> None:
    traditional = _to_traditional().convert(case["say"])
    if _to_simplified().convert(traditional) == case["say"]:
        date = case.get("published")
        assert facts(extract(traditional, published=date)) == facts(extract(case["say"], published=date))


@given(st.lists(st.sampled_from(SENTENCES or [""]), min_size=3, max_size=6), combinations())
@settings(max_examples=60)
def test_damaged_text_has_the_same_records(sentences: list[str], damage: tuple[list[str], int]) -> None:
    text = clean_text(clean_text("\n".join(sentences)).text).text
    damaged = apply_damage(text, *damage)
    if clean_text(damaged).text == text:
        assert facts(extract(damaged, published=PUBLISHED)) == facts(extract(text, published=PUBLISHED))


# -- evidence and ids -------------------------------------------------------------------------------------------------


def records(result: Extraction) -> list[Record]:
    return [*result.policies, *result.targets, *result.mechanisms, *result.projects]


def check(source: str, result: Extraction) -> None:
    for record in records(result):
        assert record.evidence
        assert all(source[e.start : e.end] == e.text and e.text and e.by for e in record.evidence)
        told = {name for e in record.evidence for name in e.fields}
        filled = {name for name, value in record.model_dump().items() if value not in (None, (), [], "")}
        assert filled - _BESIDE_FIELDS <= told, (type(record).__name__, filled - _BESIDE_FIELDS - told)
    ids = [record.id for record in records(result)]
    assert len(ids) == len(set(ids))


def check_forms(result: Extraction) -> None:
    """Names are phrases, not stretches of text; amounts are numbers or ranges."""
    for target in result.targets:
        quantity = target.quantity
        assert (quantity.value is None) == (quantity.low is not None or quantity.high is not None), target
        assert (quantity.bound == "range") == (quantity.value is None), target
    for name in [t.indicator for t in result.targets] + [p.name for p in result.projects]:
        assert is_phrase(name), name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["say"][:40])
def test_names_and_amounts_are_well_formed(case: dict[str, Any]) -> None:
    result = extract(case["say"], published=case.get("published"))
    check(case["say"], result)
    check_forms(result)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), combinations())
def test_every_record_is_one_that_its_model_makes(sentences: list[str], damage: tuple[list[str], int]) -> None:
    result = extract(apply_damage("\n".join(sentences), *damage), published=PUBLISHED)
    for record in (*result.policies, *result.targets, *result.mechanisms, *result.projects):
        made = type(record).model_validate(record.model_dump())
        assert made == record
        assert hash(made) == hash(record) == hash(pickle.loads(pickle.dumps(record)))
        assert type(record).model_validate_json(record.model_dump_json()) == record
        with pytest.raises(ValidationError):
            record.id = ""


@given(st.lists(st.sampled_from(SENTENCES or [""]), min_size=1, max_size=5), st.sampled_from(["", "\n", "　　", " "]))
@settings(max_examples=80)
def test_evidence_is_cut_out_of_the_source(sentences: list[str], glue: str) -> None:
    text = glue.join(sentences)
    result = extract(text, published=PUBLISHED)
    check(text, result)
    assert result.model_dump_json() == extract(text, published=PUBLISHED).model_dump_json()


@given(
    st.lists(st.sampled_from(SENTENCES or [""]), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from("\ud800\udfff\x00\ud83d")), min_size=1, max_size=6),
)
@settings(max_examples=80)
def test_every_result_can_be_encoded(sentences: list[str], put: list[tuple[int, str]]) -> None:
    """Lone surrogates stand in no evidence, and what stands there is still cut out of the source."""
    text = "\n".join(sentences)
    for place, char in put:
        text = text[: place % (len(text) + 1)] + char + text[place % (len(text) + 1) :]
    result = extract(text, published=PUBLISHED)
    check(text, result)
    assert json.loads(json.dumps(result.model_dump(mode="json"))) == json.loads(result.model_dump_json())
    beside = [w.evidence for w in result.warnings if w.evidence] + [o.evidence for o in result.uncovered]
    assert all(text[e.start : e.end] == e.text for e in beside)
    found = mentions(text, published=PUBLISHED)
    assert all(m.model_dump_json() and text[m.start : m.end] == m.text for m in found)


def test_ids_do_not_depend_on_the_process() -> None:
    text = "".join(SENTENCES[::40])
    code = "import sys, json; from clusterx import extract; print(extract(sys.stdin.read()).model_dump_json())"
    runs = []
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": _import_path()}
        run = subprocess.run(
            [sys.executable, "-c", code], input=text, env=env, capture_output=True, encoding="utf-8", check=True
        )
        runs.append(json.loads(run.stdout))
    assert runs[0] == runs[1]


def _import_path() -> str:
    import clusterx

    return str(Path(clusterx.__file__).parents[1])


JUNK = st.text(
    "0123456789.,，。、；：()（）〔〕《》“”\"'%％亿万元—-~～\n\t |年月日\x00\ud800\udfff", min_size=1, max_size=12
)


@given(st.text(st.characters(), max_size=200))
def test_any_string_is_read(text: str) -> None:
    check(text, extract(text))


@given(st.lists(st.one_of(st.sampled_from(SENTENCES or [""]), JUNK), max_size=8))
@settings(max_examples=80)
def test_mixed_up_text_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    check(text, extract(text, published=PUBLISHED))


@st.composite
def broken(draw: st.DrawFn) -> str:
    """A sentence with junk put inside it, or a stretch lost."""
    text = draw(st.sampled_from(SENTENCES or [""]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 3)))
        text = text[:start] + draw(JUNK) + text[end:]
    return text


@given(broken())
@settings(max_examples=100)
def test_broken_sentences_are_read(text: str) -> None:
    check(text, extract(text, published=PUBLISHED))


@pytest.mark.parametrize(
    "piece", ["1", "到2027年，", "（", "“", "10家、", "其中", "由1家增加到", "总投资1亿元的", "一期", "责任单位：", "|"]
)
def test_repetition_is_read(piece: str) -> None:
    text = piece * 3000
    check(text, extract(text))
