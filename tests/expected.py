"""What a line of `cases/*.jsonl` says, and how records are held against it.

A line holds `say` (the text), `published` (the date given to `extract`, or null) and `targets`, `projects` or both: the
records that an expert takes from the text, all of them. What a line does not mention is not compared:

* amounts (`value` or `low` and `high`, and `unit`) are compared exactly; 名 and 位 are 人;
* `indicator` and `name` are one wording or a list of wordings that are right. Quotation marks, blanks and pauses do not
  count. A found indicator is right if it is one of the wordings, or holds one or is held by one at no less than 0.6 of
  the length; but what it has before the wording must be no verb, number or pronoun (培育瞪羚企业 is not 瞪羚企业). A found name of a project is right if it is one of the wordings, with or without 项目 at its end;
* other slots are equal, or one of a list where the text leaves more than one right. `subject` may be the name alone or
  with its place;
* `period` of a project is null or holds `start` and `end`;
* a record marked `"optional": true` may be there or not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clusterx import extract

CASES = Path(__file__).parent / "cases"
KNOWN_FAILURES = "known_failures_rules"
Case = dict[str, Any]
_PERSONS = {"名": "人", "位": "人"}
_NO_QUALIFIER = re.compile(
    "培育|打造|建设|建成|创建|新增|净增|力争|实现|达到|推动|争取|确保|引导|支持|鼓励|引进|招引|认定|举办|组织|开展|实施|将|已|至|到|我们"
    "|每|共|.*\\d"
)
_MARKS = str.maketrans("", "", "“”\"'‘’《》、,， \u3000的")
AMOUNTS_OF_PROJECT = (
    "investment", "annual_investment", "invested", "capacity", "output", "tax", "jobs", "land", "floor_area", "progress",
)  # fmt: skip


def read_lines(name: str) -> list[Case]:
    """The cases of one file."""
    path = CASES / f"{name}.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line and not line.startswith("//")]


def cases(*names: str) -> list[Any]:
    """Parameters for pytest: the lines of the files, and those known to fail, which are expected to."""
    good = [pytest.param(case, id=case["say"][:40]) for name in names for case in read_lines(name)]
    xfail = pytest.mark.xfail(strict=True, reason="a known failure")
    bad = [case for case in read_lines(KNOWN_FAILURES) if case["file"] in names]
    return good + [pytest.param(case, id=case["say"][:40], marks=xfail) for case in bad]


def find_faults(case: Case) -> list[str]:
    """Everything in which the records of the text differ from what the line says."""
    result = extract(case["say"], published=case.get("published")).model_dump(mode="json")
    faults = []
    for kind, compare in (("targets", _target_faults), ("projects", _project_faults)):
        if kind in case:
            faults += _compare(case[kind], result[kind], compare)
    return faults


def _compare(wanted: list[Case], found: list[Case], compare: Callable[[Case, Case], list[str]]) -> list[str]:
    """Pair those that differ least first; two that differ in amount, name or phase are never a pair."""
    pairs = [(compare(w, f), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found)]
    faults, used, met = [], set(), set()
    for differences, i, j in sorted(pairs, key=lambda pair: (len(pair[0]), *pair[1:])):
        unlike = any(d.startswith(("amount", "name", "phase")) for d in differences)
        if not (i in used or j in met or unlike or (wanted[i].get("optional") and differences)):
            used.add(i)
            met.add(j)
            faults += differences
    missing = [w for i, w in enumerate(wanted) if i not in used and not w.get("optional")]
    extra = [f for j, f in enumerate(found) if j not in met and not _forgiven(f, wanted, compare)]
    return [*faults, *(f"missing: {_brief(w)}" for w in missing), *(f"extra: {_brief(f)}" for f in extra)]


def _forgiven(found: Case, wanted: list[Case], compare: Callable[[Case, Case], list[str]]) -> bool:
    return any(w.get("optional") and not compare(w, found) for w in wanted)


def _brief(record: Case) -> str:
    quantity = record.get("quantity") or record
    amount = quantity.get("value") or (f"{quantity['low']}-{quantity['high']}" if quantity.get("low") else "")
    name = record.get("indicator") or record.get("name")
    return f"{name} {record.get('phase') or ''} {amount}{quantity.get('unit', '')}"


def _target_faults(want: Case, found: Case) -> list[str]:
    quantity, period = found["quantity"], found["period"] or {}
    faults = [] if same_amount(want, quantity) else [f"amount: {_brief(found)} for {_brief(want)}"]
    if not is_phrase(found["indicator"]) or not same_words(want["indicator"], found["indicator"], 0.6):
        faults.append(_fault("indicator", found["indicator"], want["indicator"]))
    have = {**found, "bound": quantity["bound"], "start": period.get("start"), "end": period.get("end")}
    faults += _slot_faults(want, have, ("bound", "measure", "status", "start", "end"))
    faults += _wording_faults(want, found, "subject") + _list_faults(want, found, ("responsible", "industries"))
    if "conditions" in want and not _same_conditions(want["conditions"], found["conditions"]):
        faults.append(_fault("conditions", [c["quantity"]["text"] for c in found["conditions"]], want["conditions"]))
    return faults + _part_faults(want, found) + _baseline_faults(want, found)


def _project_faults(want: Case, found: Case) -> list[str]:
    names = want["name"] if isinstance(want["name"], list) else [want["name"]]
    same = any(_plain(found["name"]).removesuffix("项目") == _plain(name).removesuffix("项目") for name in names)
    faults = [] if same else [_fault("name", found["name"], want["name"])]
    faults += _slot_faults({"phase": None, **want}, found, ("phase", "status"))
    for slot in AMOUNTS_OF_PROJECT:
        if slot in want and not _same_or_none(want[slot], found[slot]):
            faults.append(_fault(slot, (found[slot] or {}).get("text"), want[slot]))
    faults += _list_faults(want, found, ("companies",)) + _wording_faults(want, found, "location")
    if "period" in want and not _same_period(want["period"], found["period"]):
        faults.append(_fault("period", found["period"], want["period"]))
    if "parts" in want and _numbers(found["parts"]) != sorted(map(Decimal, want["parts"])):
        faults.append(_fault("parts", found["parts"], want["parts"]))
    return faults + _part_faults(want, found)


def _slot_faults(want: Case, found: Case, slots: tuple[str, ...]) -> list[str]:
    return [_fault(s, found[s], want[s]) for s in slots if s in want and not _one_of(want[s], found[s])]


def _list_faults(want: Case, found: Case, slots: tuple[str, ...]) -> list[str]:
    return [_fault(s, found[s], want[s]) for s in slots if s in want and sorted(found[s]) != sorted(want[s])]


def _wording_faults(want: Case, found: Case, slot: str) -> list[str]:
    wrong = slot in want and not same_words(want[slot], found[slot] or "", 0.5)
    return [_fault(slot, found[slot], want[slot])] if wrong else []


def _part_faults(want: Case, found: Case) -> list[str]:
    wrong = "part" in want and want["part"] != (found["part_of"] is not None)
    return [_fault("part_of", found["part_of"], want["part"])] if wrong else []


def _baseline_faults(want: Case, found: Case) -> list[str]:
    if "baseline" not in want:
        return []
    expected, have = want["baseline"], found["baseline"]
    if expected is None or have is None:
        return [] if expected == have else [_fault("baseline", have, expected)]
    amount = "value" not in expected or _same_or_none(expected, have["quantity"])
    end = "end" not in expected or (have.get("period") or {}).get("end") == expected["end"]
    return [] if amount and end else [_fault("baseline", have, expected)]


def _same_period(want: Case | None, found: Case | None) -> bool:
    if want is None or found is None:
        return want is found
    return all(found[key] == value for key, value in want.items())


def _same_conditions(wanted: list[Case], found: list[Case]) -> bool:
    have = [f["quantity"] for f in found]
    return len(wanted) == len(have) and all(
        any(same_amount(w, q) and w.get("bound", q["bound"]) == q["bound"] for q in have) for w in wanted
    )


def _numbers(parts: list[Case]) -> list[Decimal]:
    return sorted(Decimal(part["progress"]["value"]) for part in parts)


def _same_or_none(want: Case | None, found: Case | None) -> bool:
    return want == found if want is None or found is None else same_amount(want, found)


def _fault(slot: str, have: object, want: object) -> str:
    return f"{slot}: {have} for {want}"


def _one_of(right: object, have: object) -> bool:
    return have in right if isinstance(right, list) else have == right


def same_amount(want: Case, found: Case) -> bool:
    """Equal numbers and units."""
    numbers = all(_number(want.get(key)) == _number(found.get(key)) for key in ("value", "low", "high"))
    return numbers and _unit(want.get("unit", "")) == _unit(found.get("unit", ""))


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _unit(unit: str) -> str:
    return _PERSONS.get(unit, unit)


def _plain(words: str) -> str:
    return words.translate(_MARKS).replace("（", "(").replace("）", ")")


def same_words(right: str | list[str], have: str, share: float) -> bool:
    """Whether `have` is one of the wordings, or one holds the other at `share` of its length or more."""
    return any(_alike(_plain(words), _plain(have), share) for words in ([right] if isinstance(right, str) else right))


def is_phrase(name: str) -> bool:
    """No stretch of text: no marks that end a sentence or a cell, no half of a pair of quotation marks or brackets."""
    paired = all(name.count(left) == name.count(right) for left, right in ("“”", "（）", "《》"))
    return paired and name == name.strip(" ，、。；：") != "" and not set(name) & set("。；！？\n\t|")


def _alike(words: str, have: str, share: float) -> bool:
    if not words or not have or words == have:
        return words == have
    if words in have:
        return len(words) >= share * len(have) and not _NO_QUALIFIER.match(have[: have.index(words)])
    return have in words and len(have) >= share * len(words)
