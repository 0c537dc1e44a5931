"""Ids: a digest of what a record says and of where it stands, whatever made it."""

from __future__ import annotations

import pytest

from clusterx.bind import bind_records
from clusterx.mentions.periods import find_periods, is_impossible
from clusterx.records import Mechanism
from clusterx.rules.rule import Clue, Draft
from clusterx.text import AlignedText
from clusterx.warn import POSSIBLE

TEXT = AlignedText.of("推行“链长制”，成立工作专班。")


def draft(start: int = 2, **values: object) -> Draft:
    return Draft({"name": "链长制", "kind": "chain_leader", **values}, [Clue(start, 7, ("name", "kind"), "own.rule")])


def ids(*drafts: Draft) -> list[str]:
    return [record.id for record in bind_records(Mechanism, drafts, TEXT)]


def test_the_order_in_which_fields_were_filled_is_no_part_of_an_id() -> None:
    turned = Draft({"kind": "chain_leader", "name": "链长制"}, draft().clues)
    assert ids(draft()) == ids(turned)


def test_a_field_without_a_value_is_no_part_of_an_id() -> None:
    assert ids(draft()) == ids(draft(actor=None, roles=()))


@pytest.mark.parametrize("other", [draft(3), draft(kind="other"), draft(actor="甲市"), draft(steps=("甲市",))])
def test_records_that_differ_have_different_ids(other: Draft) -> None:
    assert ids(draft()) != ids(other)


def test_records_that_agree_in_all_have_ids_of_their_own() -> None:
    alike = ids(*(draft() for _ in range(4)))
    assert len(set(alike)) == 4
    assert alike == ids(*(draft() for _ in range(4)))
    assert alike[:2] == ids(draft(), draft())


@pytest.mark.parametrize("before", ["", "今年", "去年", "明年", "前年", "上年", "截至", "到"])
def test_what_passes_for_a_possible_date_is_one(before: str) -> None:
    months = [f"{f}{m}月{b}" for f in ("", "1至", "1—", "1-") for m in range(15) for b in ("", "份", "底")]
    days = [f"{m}月{d}日" for m in range(14) for d in range(33)]
    said = [*months, *days, *(f"{q}季度" for q in "一二三四五"), "年", "年底"]
    found = [one for text in said for one in find_periods(before + text, None) if POSSIBLE.fullmatch(one.text)]
    assert len(found) > 50
    assert not [one.text for one in found if is_impossible(one)]
