"""Confidence foretells how often records are right, and falls with what is inferred or repaired."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from clusterx.bind import bind_records
from clusterx.confidence import ASSUMED, Judge, Measured, Table, period_sources, shipped_table
from clusterx.lexicon import parse_rows, rows
from clusterx.records import Evidence, Quantity, Target
from clusterx.rules.rule import Clue, Draft
from clusterx.text import AlignedText, Change

ROOT = Path(__file__).parents[1]
NEAR = 0.05
TEXT = "高新技术企业达到850家"


@cache
def calibrate() -> ModuleType:
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("calibrate", ROOT / "scripts" / "calibrate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["calibrate"] = module
    spec.loader.exec_module(module)
    return module


def evidence(
    by: str = "target.left", fields: tuple[str, ...] = ("quantity",), start: int = 8, end: int = 12
) -> Evidence:
    return Evidence(start=start, end=end, text=TEXT[start:end], fields=fields, by=by)


def sure(*spans: Evidence, text: AlignedText | None = None, expected: float = 0.9) -> float:
    return Judge(text or AlignedText.of(TEXT)).confidence(spans, expected)


# -- on annotated documents -----------------------------------------------------------------------------------------


def test_the_mean_confidence_of_annotated_documents_is_their_precision() -> None:
    script = calibrate()
    seen = [record for document in script.documents(script.GOLDEN.iterdir()) for record in script.records_of(document)]
    assert len(seen) > 1000
    assert all(0 <= record.confidence <= 1 for record in seen)
    mean = sum(record.confidence for record in seen) / len(seen)
    precision = sum(record.right for record in seen) / len(seen)
    assert mean == pytest.approx(precision, abs=NEAR)


def test_the_documented_bins_foretell_what_was_observed() -> None:
    page = (ROOT / "docs" / "confidence.md").read_text("utf-8")
    cells = [line.strip("| ").split(" | ") for line in page.splitlines() if " to " in line and line.startswith("| 0")]
    assert len(cells) >= 3
    off = [int(count) * abs(float(mean) - float(share)) for _, count, mean, share in cells]
    assert sum(off) / sum(int(count) for _, count, *_ in cells) < NEAR


def test_the_page_shows_the_table_that_is_shipped() -> None:
    """If this fails: python scripts/calibrate.py"""
    page = (ROOT / "docs" / "confidence.md").read_text("utf-8")
    stated = [row for row in rows("confidence", Measured) if not row.rule.startswith(("repair.", "scope."))]
    assert len(stated) > 20
    for row in stated:
        assert f"| `{row.rule}` | {row.right} | {row.wrong} | " in page
    for part in ASSUMED:
        assert f"| {ASSUMED[part]:.2f} | {shipped_table().factor(part):.2f} |" in page


def test_the_table_has_the_form_that_the_script_writes() -> None:
    script = calibrate()
    shipped = {row.rule: row for row in rows("confidence", Measured)}
    assert list(shipped) == sorted(shipped)
    assert all(row.right + row.wrong > 0 for row in shipped.values())
    again = parse_rows(script.table_text(shipped, 1), Measured, "again.tsv")
    assert again == tuple(shipped.values())


# -- what it is made of ---------------------------------------------------------------------------------------------


def test_a_rule_that_errs_more_is_less_sure() -> None:
    table = Table({"good": Measured("good", 99, 1), "bad": Measured("bad", 60, 40)})
    assert table.precision("bad", 0.9) < 0.65 < table.precision("good", 0.9)


def test_a_rule_seen_seldom_stays_near_what_its_author_expects() -> None:
    table = Table({"new": Measured("new", 1, 0), "failed": Measured("failed", 0, 1)})
    assert table.precision("new", 0.8) == pytest.approx(0.8, abs=0.02)
    assert table.precision("failed", 0.8) == pytest.approx(0.73, abs=0.01)


def test_a_rule_without_counts_has_the_confidence_of_its_author() -> None:
    assert sure(evidence("my.rule"), expected=0.65) == 0.65


@pytest.mark.parametrize("part", sorted(ASSUMED))
def test_no_part_makes_a_record_surer(part: str) -> None:
    assert 0 < shipped_table().factor(part) <= 1


def test_a_part_is_measured_where_it_was_seen_often() -> None:
    usual = Measured("scope.sentence", 95, 5)
    seldom_right = Table({"scope.sentence": usual, "scope.heading": Measured("scope.heading", 50, 50)})
    assert seldom_right.factor("scope.heading") == pytest.approx(0.57, abs=0.02)
    assert seldom_right.factor("scope.goals") == pytest.approx(0.95)
    always_right = Table({"scope.sentence": usual, "scope.heading": Measured("scope.heading", 500, 0)})
    assert always_right.factor("scope.heading") == 1


def test_a_period_taken_over_lowers_unless_it_is_stated_too() -> None:
    own = evidence("my.rule")
    goals, stated = evidence("scope.goals", ("period",), 0, 2), evidence("scope.sentence", ("period",), 0, 2)
    assert sure(own, goals) < sure(own, stated) == sure(own)
    assert sure(own, goals, stated) == sure(own)


def test_a_period_without_a_place_of_its_own_comes_from_the_title() -> None:
    assert period_sources([evidence(fields=("indicator", "period"))]) == {"scope.title"}
    assert period_sources([evidence("target.table", ("period",))]) == {"target.table"}
    assert period_sources([evidence()]) == set()


@pytest.mark.parametrize("level", ["exact", "lexicon", "guess"])
def test_repaired_evidence_lowers_by_the_level_of_the_repair(level: str) -> None:
    text = AlignedText.of(TEXT).edit([Change(9, 10, "6")], "test", level)  # type: ignore[arg-type]
    factor = shipped_table().factor(f"repair.{level}")
    assert sure(evidence("my.rule"), text=text) == pytest.approx(0.9 * factor, abs=0.01)
    assert sure(evidence("my.rule", start=0, end=6), text=text) == 0.9


def test_a_guess_is_worth_less_than_a_word_list() -> None:
    guess, lexicon, exact = (shipped_table().factor(f"repair.{level}") for level in ("guess", "lexicon", "exact"))
    assert guess < lexicon < exact == 1


def test_marked_and_inserted_places_count_where_they_touch() -> None:
    marked = AlignedText.of(TEXT).mark([(8, 9), (2, 5), (3, 6)], "masked")
    lowered = pytest.approx(0.9 * shipped_table().factor("repair.guess"), abs=0.005)
    assert sure(evidence("my.rule"), text=marked) == lowered
    assert sure(evidence("my.rule", start=5, end=7), text=marked) == lowered
    assert sure(evidence("my.rule", start=6, end=8), text=marked) == 0.9
    inserted = AlignedText.of(TEXT).edit([Change(9, 9, "，")], "test", "guess")
    assert sure(evidence("my.rule"), text=inserted) == lowered


def test_records_have_it() -> None:
    values = {"indicator": "高新技术企业", "quantity": Quantity(value="850", unit="家", text="850家")}
    draft = Draft(values, [Clue(0, 12, ("indicator", "quantity"), "my.rule")], 0.75)
    (record,) = bind_records(Target, [draft], AlignedText.of(TEXT))
    assert record.confidence == 0.75
