"""What an Extractor's own units are written with is read back; omissions are exactly the sentences that give no record."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from clusterx import Extractor, extract

RECORDED = (
    "到2027年，高新技术企业达到{n}家。",
    "2024年，规模以上工业增加值增长{n}%。",
    "到2026年，新增智能工厂{n}家以上。",
)
DECLINED = (
    ("对首次认定的高新技术企业，给予{n}万元奖励。", ("quantity",), ("subsidy",)),
    ("办理时限压缩至{n}个工作日。", ("quantity",), ("duration",)),
    ("到2035年，产业生态更加优化。", ("deadline",), ()),
    ("力争产业生态更加优化。", ("cue",), ()),
)
SILENT = ("全市上下一心，推动高质量发展。", "各部门要加强协作，形成合力。")

numbers = st.integers(3, 95)
sentences = st.one_of(
    st.tuples(st.sampled_from(RECORDED), numbers, st.none()),
    st.tuples(st.sampled_from(SILENT), numbers, st.none()),
    st.sampled_from(DECLINED).flatmap(lambda row: st.tuples(st.just(row[0]), numbers, st.just(row[1:]))),
)


# A paragraph that the page repeats is cleaned away, so no two are alike.
@given(st.lists(st.lists(sentences, min_size=1, max_size=4), min_size=1, max_size=5))
def test_omissions_are_what_gives_no_record(
    paragraphs: list[list[tuple[str, int, tuple[object, object] | None]]],
) -> None:
    text = "\n".join("".join(form.format(n=n) for form, n, _ in paragraph) for paragraph in paragraphs)
    assume(len(set(text.split("\n"))) == len(paragraphs))
    expected = [(form.format(n=n), *said) for paragraph in paragraphs for form, n, said in paragraph if said]
    assert [(o.evidence.text, o.holds, o.reasons) for o in extract(text).uncovered] == expected


units = st.text("畦垄檩榫窖瓮", min_size=1, max_size=3)


@given(units, st.integers(2, 99999), st.booleans())
def test_a_unit_of_ones_own_is_read_back(unit: str, number: int, scaled: bool) -> None:
    own = Extractor(lexicon=[("units", f"unit\tdimension\n{unit}\tcount\n")])
    written = f"到2027年，高标准菜地达到{number}{'万' if scaled else ''}{unit}。"
    (target,) = own.extract(written).targets
    assert (target.quantity.value, target.quantity.unit) == (number * (10000 if scaled else 1), unit)
    assert target.indicator == "高标准菜地"
    assert extract(written).targets == ()
