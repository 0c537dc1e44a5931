"""What the comparison with annotated documents counts, and what it says of a folder that it cannot use."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from clusterx.cli import app
from clusterx.evaluate import Evaluation, Figures, GoldError, evaluate, evaluate_document
from clusterx.evaluate.match import amount, pair, similarity

TARGET = {"indicator": "高新技术企业数量", "value": 8.5, "unit": "百家", "bound": "at_least", "end": "2027-12-31"}
SOURCE = "高新技术企业达到850家以上"
FOUND = {
    "indicator": "高新技术企业",
    "quantity": {"value": "850", "unit": "家", "bound": "at_least", "text": "850家以上"},
    "period": {"end": "2026-12-31"},
    "evidence": [{"start": 8, "end": 12, "text": "850家"}],
}
TEXT = "到2027年，全市高新技术企业达到850家以上。\n"


def compare(gold: dict[str, Any], found: dict[str, Any]) -> Evaluation:
    return evaluate_document("a", SOURCE, gold, found)


# -- what counts ----------------------------------------------------------------------------------------------------


def test_names_may_differ_where_amounts_may_not() -> None:
    evaluation = compare({"targets": [TARGET]}, {"targets": [FOUND]})
    assert evaluation.records["targets"] == Figures(hit=1)
    assert [(m.slot, m.wanted, m.found) for m in evaluation.misses] == [("end", "2027-12-31", "2026-12-31")]
    other = compare({"targets": [{**TARGET, "value": 8.6}]}, {"targets": [FOUND]})
    assert other.records["targets"] == Figures(wrong=1, missed=1)
    assert other.records["targets"].f1 == 0


def test_optional_records_are_neither_required_nor_wrong() -> None:
    gold = {"targets": [{**TARGET, "optional": True}]}
    for found in ([], [FOUND]):
        evaluation = compare(gold, {"targets": found})
        assert evaluation.records["targets"] == Figures()
        assert evaluation.slots == {}


def test_a_required_record_is_paired_before_an_optional_one() -> None:
    assert pair("targets", [{**TARGET, "optional": True}, TARGET], [FOUND]) == {1: 0}


def test_evidence_that_is_not_in_the_source_is_counted() -> None:
    moved = {**FOUND, "evidence": [{"start": 7, "end": 11, "text": "850家"}]}
    assert compare({}, {"targets": [FOUND, moved, {**FOUND, "evidence": []}]}).ungrounded == 2


def test_a_slot_left_empty_is_missed_and_one_misread_is_wrong_too() -> None:
    empty = compare({"targets": [TARGET]}, {"targets": [{**FOUND, "period": None}]})
    assert empty.slots["targets.end"] == Figures(missed=1)
    misread = compare({"targets": [TARGET]}, {"targets": [FOUND]})
    assert misread.slots["targets.end"] == Figures(wrong=1, missed=1)
    assert misread.slots["targets.bound"] == Figures(hit=1)
    assert "targets.status" not in misread.slots


@pytest.mark.parametrize(
    ("kind", "slot", "wanted", "found", "right"),
    [
        ("projects", "status", ["started", "under_construction"], {"status": "started"}, True),
        ("projects", "status", ["started"], {"status": "signed"}, False),
        ("projects", "investment", {"value": 13.9, "unit": "亿元"}, {"investment": {"value": "1390000000", "unit": "元"}}, True),
        ("projects", "capacity", {"value": 3, "unit": "GW"}, {"capacity": {"value": "3000000", "unit": "千瓦"}}, True),
        ("projects", "progress", {"value": 60, "unit": "%"}, {"progress": None}, False),
        ("mechanisms", "components", [1, 4, None], {"components": [{"count": 1}, {"count": 4}, {"count": None}]}, True),
        ("mechanisms", "cadence", ["week"], {"cadence": [{"every": "month"}]}, False),
        ("mechanisms", "roles", ["链长"], {"roles": [{"role": "链主"}, {"role": "链长"}]}, True),
        ("mechanisms", "size", 216, {"size": {"value": "216", "unit": "人"}}, True),
    ],
)  # fmt: skip
def test_slots_have_their_own_measure(kind: str, slot: str, wanted: Any, found: dict[str, Any], right: bool) -> None:
    gold = {kind: [{"name": "甲工作机制项目", slot: wanted}]}
    evaluation = compare(gold, {kind: [{"name": "甲工作机制项目", **found}]})
    assert evaluation.slots[f"{kind}.{slot}"].hit == right


def test_a_region_may_be_named_more_closely_than_it_is_annotated() -> None:
    gold = {"document": {"region": {"name": "滨州市", "code": "371600"}}}
    for region, right in (
        ({"name": "滨州市", "code": "371600"}, 1),
        ({"name": "丽水市", "code": "331100"}, 0),
        (None, 0),
    ):
        assert compare(gold, {"document": {"region": region}}).slots["document.region"].hit == right


def test_similarity_of_names() -> None:
    assert similarity("“1+4+6+N”工作架构", "1+4+6+N工作架构") == 1
    assert similarity("高新技术企业数量", "高新技术企业") > 0.8
    assert similarity("", "") == similarity("甲", "乙") == 0


# -- folders --------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "规划.txt").write_text(TEXT, "utf-8")
    write(tmp_path, {"targets": [TARGET]})
    return tmp_path


def write(folder: Path, gold: object, name: str = "规划") -> None:
    (folder / f"{name}.json").write_text(json.dumps(gold, ensure_ascii=False), "utf-8")


def test_the_example_that_is_documented_can_be_used(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "annotation.md").read_text("utf-8")
    text = re.search(r"`docs/plan.txt`:\n\n((?:    .*\n)+)", page)
    gold = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert text
    assert gold
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "plan.txt").write_text(text[1].replace("    ", ""), "utf-8")
    (tmp_path / "plan.json").write_text(gold[1], "utf-8")
    evaluation = evaluate(tmp_path)
    assert evaluation.misses == ()
    assert all(figures.hit for figures in evaluation.records.values())


def run(*args: object) -> Result:
    return CliRunner().invoke(app, ["eval", *map(str, args)])


def test_a_folder_gives_its_figures(folder: Path) -> None:
    evaluation = evaluate(folder)
    assert evaluation.documents == ("规划",)
    assert evaluation.all_records == Figures(hit=1)
    assert evaluation.all_slots == Figures(hit=2)
    assert Evaluation.model_validate_json(evaluation.model_dump_json(round_trip=True)) == evaluation


def test_arguments_are_passed_on(folder: Path) -> None:
    (folder / "docs" / "规划.txt").write_text("今年新增高新技术企业50家。", "utf-8")
    target = {"indicator": "高新技术企业", "value": 50, "unit": "家", "end": "2024-12-31"}
    write(folder, {"targets": [target], "args": {"published": "2024-05-01"}})
    assert evaluate(folder).slots["targets.end"] == Figures(hit=1)


@pytest.mark.parametrize(
    ("gold", "problem"),
    [
        ({"target": []}, "target: unknown key"),
        ({"targets": [{"value": 1}]}, "targets[0].indicator: this key is required"),
        ({"targets": [{"indicator": "企业", "unit": "家"}]}, "targets[0]: no number; give value, or low and high"),
        ({"targets": [{**TARGET, "bound": "atleast"}]}, "targets[0].bound: Input should be 'exact'"),
        ({"targets": [{**TARGET, "end": "2027"}]}, "targets[0].end: write the day as 2027-12-31"),
        ({"targets": [{**TARGET, "value": []}]}, "targets[0].value: write a number"),
        ({"targets": [{**TARGET, "value": True}]}, "targets[0].value: write a number"),
        ({"targets": [{**TARGET, "value": "13.9亿"}]}, "targets[0].value: '13.9亿' is no number; write it in digits"),
        ({"mechanisms": [{"name": "专班", "size": "若干"}]}, "mechanisms[0].size: '若干' is no number"),
        ({"args": {"published": "今天"}}, "args.published: write the day as 2027-12-31"),
        ({"targets": [{**TARGET, "end": "2027-02-30"}]}, "targets[0].end: day is out of range"),
        ({"projects": [{"name": "基地", "status": "started"}]}, "projects[0].status: Input should be a valid list"),
        (
            {"targets": [{**TARGET, "unit": "亿 元"}]},
            "targets[0].unit: '亿 元' is no unit that is known, nor stands in the text; near: 亿元",
        ),
        ({"targets": [{**TARGET, "unit": "万園"}]}, "nor stands in the text; near: 万元, 万丸"),
        ({"targets": [{**TARGET, "unit": "億元"}]}, "near: 亿元"),
        (
            {"targets": [{**TARGET, "conditions": [{"value": 1, "unit": "平方公理"}]}]},
            "targets[0].conditions[0].unit: '平方公理' is no unit",
        ),
        (
            {"projects": [{"name": "基地", "capacity": {"value": 1, "unit": "xyz"}}]},
            "projects[0].capacity.unit: 'xyz' is no unit that is known, nor stands in the text; write it as the text has it",
        ),
        ([], "the whole: Input should be"),
    ],
)
def test_a_form_that_is_wrong_is_named_with_its_place(folder: Path, gold: object, problem: str) -> None:
    write(folder, gold)
    with pytest.raises(GoldError) as raised:
        evaluate(folder)
    assert str(folder / "规划.json") in str(raised.value)
    assert problem in str(raised.value)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (850, "家", TEXT),
        (8.5, "百家", TEXT),
        (3, "畦", "建成菜地三畦。"),
        (38, "页", "清單38頁。"),
        (1.85, "亿", "利税达到1.85亿。"),
        (2, "万元/亩", "亩均税收2万元/亩。"),
        (3, "percent", "增长3%。"),
        (3, "", "排名第3。"),
    ],
)
def test_units_that_are_known_or_stand_in_the_text_are_right(folder: Path, value: float, unit: str, text: str) -> None:
    (folder / "docs" / "规划.txt").write_text(text, "utf-8")
    write(folder, {"targets": [{"indicator": "企业", "value": value, "unit": unit}]})
    assert evaluate(folder).documents == ("规划",)


def test_a_bare_scale_word_is_folded_into_the_number() -> None:
    assert amount({"value": 1.85, "unit": "亿"}) == amount({"value": "185000000", "unit": ""})


def test_all_problems_of_a_folder_are_named_at_once(folder: Path) -> None:
    write(folder, {}, "无正文")
    (folder / "坏.json").write_text('{"targets": [', "utf-8")
    (folder / "docs" / "坏.txt").write_text(TEXT, "utf-8")
    result = run(folder)
    assert result.exit_code == 1
    assert result.stdout == ""
    for words in ("坏.json: not JSON", "line 1", "无正文.txt is missing; put the document there"):
        assert words in result.stderr


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"targets": [NaN,]}', "\0"])
def test_what_is_no_json_is_named(folder: Path, text: str) -> None:
    (folder / "规划.json").write_text(text, "utf-8")
    with pytest.raises(GoldError, match=r"规划\.json: "):
        evaluate(folder)


@pytest.mark.parametrize("make", [lambda path: path / "nothing", lambda path: path / "docs"])
def test_a_folder_that_is_missing_or_empty_is_named_with_the_remedy(folder: Path, make: Any) -> None:
    result = run(make(folder))
    assert result.exit_code == 1
    assert "NAME.json" in result.stderr


def test_the_command_prints_a_table(folder: Path) -> None:
    result = run(folder)
    assert result.exit_code == 0
    lines = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line.strip()}
    assert lines["targets"] == ["1.000", "1.000", "1.000", "1", "0", "0"]
    assert lines["targets.end"][-3:] == ["1", "0", "0"]
    assert "wrong:" not in result.stdout


def test_the_command_lists_misses_when_asked(folder: Path) -> None:
    write(folder, {"targets": [{**TARGET, "end": "2030-12-31"}, {"indicator": "智能工厂", "value": 3, "unit": "家"}]})
    output = run(folder, "--misses").stdout
    assert "规划 targets.end wrong: 高新技术企业数量: wanted '2030-12-31', found '2027-12-31'" in output
    assert '规划 targets missed: {"indicator": "智能工厂"' in output


def test_control_characters_of_a_document_do_not_reach_the_terminal(folder: Path) -> None:
    write(folder, {"targets": [{"indicator": "a\x1b[31m企业", "value": 3, "unit": "家", "end": "2030-12-31"}]})
    assert "\x1b" not in run(folder, "--misses").stdout


def test_a_text_that_cannot_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(text: str, **_: object) -> None:
        raise ValueError("the text is longer than 50 MB")

    monkeypatch.setattr("clusterx.evaluate.folder.extract", refuse)
    result = run(folder)
    assert result.exit_code == 1
    assert f"{folder / 'docs' / '规划.txt'}: the text is longer" in result.stderr


@pytest.mark.parametrize("misses", [True, False])
def test_the_command_writes_json(folder: Path, misses: bool) -> None:
    write(folder, {"targets": [{**TARGET, "end": "2030-12-31"}]})
    said = json.loads(run(folder, "--format", "json", *["--misses"] * misses).stdout)
    assert said["records"]["targets"] == {"hit": 1, "wrong": 0, "missed": 0, "precision": 1, "recall": 1, "f1": 1}
    assert said["slots"]["targets.end"]["recall"] == 0
    assert ("misses" in said) == misses


def test_a_wrong_command_line_is_status_2(folder: Path) -> None:
    assert run().exit_code == run(folder, "--format", "xml").exit_code == 2
