"""An Extractor with words and rules of one's own reads them, and nobody else does."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from test_own_rules import rule

import clusterx
from clusterx import Draft, Extractor, LexiconError, Reading
from clusterx.rules.own_words import TABLES

EXAMPLES = Path(__file__).parents[1] / "examples"
sys.path.insert(0, str(EXAMPLES))
from extend import RULES, TEXT, UNITS, extractor  # noqa: E402

DOCUMENTS = [path.read_text("utf-8") for path in sorted((EXAMPLES / "documents").glob("*.txt"))]


# -- the worked example -----------------------------------------------------------------------------------------------


def test_the_worked_example_reads_what_it_says() -> None:
    result = extractor.extract(TEXT)
    own = [t for t in result.targets if t.evidence[0].by == "own.yield_class"]
    assert [(t.indicator, int(t.quantity.value or 0)) for t in own] == [
        (f"亩均效益评价{grade}类企业", count) for grade, count in zip("ABCD", (68, 215, 97, 12), strict=True)
    ]
    (other,) = [t for t in result.targets if t not in own]
    assert (other.indicator, str(other.quantity.value), other.quantity.unit) == ("标准厂房", "120", "标房")
    assert [(m.name, m.kind, m.confidence) for m in result.mechanisms] == [("青禾计划", "programme", 0.95)]
    assert result.uncovered == ()


def test_the_worked_example_quotes_its_source() -> None:
    result = extractor.extract(TEXT)
    for record in (*result.targets, *result.mechanisms):
        assert all(TEXT[span.start : span.end] == span.text for span in record.evidence)
        said = {name for span in record.evidence for name in span.fields}
        filled = record.model_dump(exclude={"id", "evidence", "confidence"}, exclude_defaults=True)
        assert set(filled) <= said


def test_without_the_rules_the_text_reads_otherwise() -> None:
    assert clusterx.extract(TEXT).mechanisms == ()
    assert all("亩均" not in target.indicator for target in clusterx.extract(TEXT).targets)
    assert not Extractor(rules=RULES).extract("亩均税收不公布，仅有B类215家").warnings


def test_the_worked_example_runs() -> None:
    command = [sys.executable, EXAMPLES / "extend.py"]
    output = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout
    assert "标准厂房 = 120 标房" in output
    assert "青禾计划 (programme)  [own.green_plan]" in output


def test_rules_read_damaged_text() -> None:
    source = TEXT.replace("企业", "企業(ye)").replace("青禾计划", "青禾計(ji)劃")
    result = extractor.extract(source)
    assert [m.name for m in result.mechanisms] == ["青禾计划"]
    assert all(source[s.start : s.end] == s.text for t in result.targets for s in t.evidence)


# -- words ------------------------------------------------------------------------------------------------------------

NOTICE = (
    "关于印发甲市共富工坊建设实施方案的通知\n各县区：\n现将方案印发给你们，请认真贯彻执行。\n市共富办\n2024年5月6日\n"
)
WORDS = {
    "units": ("unit\tdimension\n畦\tcount\n", "到2027年，建成高标准菜地500畦。"),
    "agencies": ("name\n共富办\n", NOTICE),
    "industries": ("name\n香榧产业\n", "《甲市香榧产业发展规划》已经印发。"),
    "policy_kinds": ("word\trole\n任务谱\tinstrument\n", "落实《甲市工业倍增任务谱》。"),
    "project_stages": ("word\tstatus\n顺利吐丝\tin_production\n", "恒丰化纤生产基地项目总投资12亿元，目前已顺利吐丝。"),
    "mechanism_heads": ("word\tfamily\n群英会\tplatform\n", "举办“百链千企”群英会。"),
}


def said(table: str, result: clusterx.Extraction) -> list[object]:
    """What the rows of the table above bear on."""
    values: dict[str, list[object]] = {
        "units": [t.quantity.unit for t in result.targets],
        "agencies": [name for p in result.policies for name in p.issuers],
        "industries": [name for p in result.policies for name in p.industries],
        "policy_kinds": [p.kind for p in result.policies],
        "project_stages": [p.status for p in result.projects],
        "mechanism_heads": [m.name for m in result.mechanisms],
    }
    return values[table]


@pytest.mark.parametrize(
    ("table", "ours", "theirs"),
    [
        ("units", [], ["畦"]),
        ("agencies", [], ["市共富办"]),
        ("industries", [], ["香榧产业"]),
        ("policy_kinds", [], ["任务谱"]),
        ("project_stages", [None], ["in_production"]),
        ("mechanism_heads", [], ["百链千企群英会"]),
    ],
)
def test_own_words_change_what_is_read(table: str, ours: list[object], theirs: list[object]) -> None:
    rows, text = WORDS[table]
    assert said(table, clusterx.extract(text)) == ours
    assert said(table, Extractor(lexicon=[(table, rows)]).extract(text)) == theirs
    assert said(table, clusterx.extract(text)) == ours


def test_every_table_that_can_be_extended_is_tried_and_documented() -> None:
    guide = (EXAMPLES.parent / "docs" / "extending.md").read_text("utf-8")
    assert set(WORDS) == set(TABLES)
    assert all(f"`{table}`" in guide for table in TABLES)


def test_a_row_of_ours_is_replaced() -> None:
    text = "到2027年，新增货车500辆。"
    assert clusterx.extract(text).targets[0].quantity.dimension == "count"
    assert (
        Extractor(lexicon=[("units", "unit\tdimension\n辆\tmass\n")]).extract(text).targets[0].quantity.dimension
        == "mass"
    )


def test_tables_are_read_from_files(tmp_path: Path) -> None:
    path = tmp_path / "units.ours.tsv"
    path.write_text("\ufeff# 本地单位\r\nunit\tdimension\r\n畦\tcount\r\n", "utf-8")
    more = ("units", "unit\tdimension\n垄\tcount\n")
    own = Extractor(lexicon=[path, more])
    assert [m.text for m in own.mentions("菜地500畦、300垄")] == ["500畦", "300垄"]
    assert [m.text for m in clusterx.mentions("菜地500畦、300垄")] == []


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (("units", "unit\tdimension\n畦\tsize\n"), r"lexicon\[0\]:2: no dimension 'size'"),
        (("units", "unit\tdimension\tfactor\n\n畦\tarea\t1/0\n"), r"lexicon\[0\]:3: .*zero"),
        (("units", "unit\tdimension\n畦\tcount\tx\n"), r"lexicon\[0\]:2: 3 cells under 2 column names"),
        (("units", "unit\tdimension\tsilent\n畦\tcount\tmaybe\n"), r"lexicon\[0\]:2: 'maybe' is neither yes nor no"),
        (("units", "unit\tcolour\n畦\tgreen\n"), r"lexicon\[0\]:1: unknown columns \['colour'\]"),
        (("units", "unit\tdimension\n\tcount\n"), r"lexicon\[0\]:2: .*unit"),
        (("units", ""), r"lexicon\[0\]: no line of column names"),
        (("agencies", "name\tlevel\n共富办\ttown\n"), r"lexicon\[0\]:2: level is"),
        (("policy_kinds", "word\trole\n任务谱\tmain\n"), r"lexicon\[0\]:2: role is"),
        (("project_stages", "word\tstatus\n烘炉\thot\n"), r"lexicon\[0\]:2: no status 'hot'"),
        (("mechanism_heads", "word\tfamily\n群英会\tparty\n"), r"lexicon\[0\]:2: no family 'party'"),
        (("target_words", "word\tkind\n培优\tverb\n"), r"lexicon\[0\]: no table 'target_words' that can be extended"),
    ],
)
def test_bad_tables_are_refused_with_their_place(table: tuple[str, str], message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        Extractor(lexicon=[table])


def test_bad_files_are_refused_with_their_name(tmp_path: Path) -> None:
    path = tmp_path / "units.tsv"
    path.write_text("unit\tdimension\n畦\tsize\n", "utf-8")
    with pytest.raises(LexiconError, match=r"units\.tsv:2: no dimension"):
        Extractor(lexicon=[path])
    path.write_bytes("unit\tdimension\n畦\tcount\n".encode("gb18030"))
    with pytest.raises(LexiconError, match=r"units\.tsv: not UTF-8"):
        Extractor(lexicon=[path])
    with pytest.raises(FileNotFoundError):
        Extractor(lexicon=[tmp_path / "none.tsv"])


@pytest.mark.parametrize("lexicon", ["units.tsv", Path("units.tsv"), {"units": UNITS}, ["units.tsv"], [UNITS], [3], 3])
def test_what_is_no_lexicon_is_a_type_error(lexicon: Any) -> None:
    with pytest.raises(TypeError, match="lexicon"):
        Extractor(lexicon=lexicon)


# -- independence -----------------------------------------------------------------------------------------------------


def test_extract_is_the_default_extractor() -> None:
    plain = Extractor()
    for text in DOCUMENTS:
        assert plain.extract(text) == clusterx.extract(text)
        assert plain.mentions(text) == clusterx.mentions(text)
    assert list(plain.extract_batch(DOCUMENTS)) == list(clusterx.extract_batch(DOCUMENTS))


def test_results_do_not_depend_on_who_was_first() -> None:
    """Every cache is filled under a foreign lexicon first, in a fresh process; our reading must not notice."""
    code = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import test_extractor as t
foreign = t.Extractor(lexicon=[(table, rows) for table, (rows, _) in t.WORDS.items()])
texts = [*t.DOCUMENTS, *(text for _, text in t.WORDS.values())]
before = [foreign.extract(text) for text in texts]
ours = [t.clusterx.extract(text).model_dump_json() for text in texts]
assert before == [foreign.extract(text) for text in texts]
sys.stdout.reconfigure(encoding="utf-8")
print(*ours, sep="\\n")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, encoding="utf-8")
    texts = [*DOCUMENTS, *(text for _, text in WORDS.values())]
    assert done.stdout.splitlines() == [clusterx.extract(text).model_dump_json() for text in texts]


def test_threads_do_not_see_each_other() -> None:
    extractors = [Extractor(), *(Extractor(lexicon=[(table, rows)]) for table, (rows, _) in WORDS.items())]
    jobs = [(own, text) for own in extractors for _, text in WORDS.values()] * 4
    alone = [own.extract(text) for own, text in jobs]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda job: job[0].extract(job[1]), jobs)) == alone


def test_a_rule_may_extract_for_itself() -> None:
    def build(match: Any, reading: Reading) -> Draft | None:
        return None if clusterx.mentions("500畦") else Draft({"name": "甲", "kind": "other"})

    own = Extractor(lexicon=[("units", WORDS["units"][0])], rules=[rule(pattern="甲", build=build)])
    assert len(own.extract("见甲。").mechanisms) == 1
    assert [m.text for m in own.mentions("500畦")] == ["500畦"]


def test_an_error_in_a_rule_leaves_nothing_behind() -> None:
    def build(match: Any, reading: Reading) -> Draft:
        raise RuntimeError("of its own")

    own = Extractor(lexicon=[("units", WORDS["units"][0])], rules=[rule(pattern="甲", build=build)])
    with pytest.raises(RuntimeError, match="of its own"):
        own.extract("见甲。")
    assert clusterx.mentions("菜地500畦") == []


def test_extractors_travel_to_other_processes() -> None:
    copy = pickle.loads(pickle.dumps(extractor))
    assert copy.extract(TEXT) == extractor.extract(TEXT)
    with ProcessPoolExecutor(1) as pool:
        assert pool.submit(extractor.extract, TEXT).result() == extractor.extract(TEXT)
        assert pool.submit(clusterx.extract, TEXT).result() == clusterx.extract(TEXT)


@pytest.mark.parametrize(("text", "published"), [(3, None), (b"x", None), ("x", 3)])
def test_arguments_of_another_type_are_refused(text: Any, published: Any) -> None:
    with pytest.raises(TypeError):
        extractor.extract(text, published=published)
