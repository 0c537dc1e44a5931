"""Accuracy and speed beside jionlp, cn2an and recognizers-text: one suite, one run, one table in docs/mentions.md.

    python tests/benchmarks/peers.py [--folder DIR] [--check] [--own]

Each peer is installed into an environment of its own below DIR (default: a folder of the user's cache) and asked there by
`peer_answers.py`. A peer that cannot be installed or imported is left out, and the table says so. `--check` writes nothing and
fails unless `mentions` is at least eight times as fast as jionlp's money plus time extraction. `--own` asks no peer and rewrites
only the columns *items* and *clusterx*, for when cases have been added.

The suite (`suite()`): the cases of tests/cases, and `written_like_jionlp.jsonl`, the kinds of expression that jionlp documents,
in words of our own. What an answer must give: of a number, percentage and dimension the value; of money value and currency; of a
range both ends; of a date, period and deadline the days that are stated (jionlp begins 到2027年 today and leaves 今年以来 open:
both count as right); of a duration its months or days; of what is no quantity, nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import venv
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import clusterx

HERE = Path(__file__).parent
CASES = HERE.parent / "cases"
PAGE = HERE.parents[1] / "docs" / "mentions.md"
TEXT = HERE.parents[1] / "examples" / "documents" / "three_year_action_plan.txt"
MARKS = ("<!-- peers: begin -->", "<!-- peers: end -->")
PEERS = {
    "cn2an": (["cn2an==0.5.24"], "cn2an"),
    "jionlp": (["jionlp==1.5.31"], "jionlp"),
    # It was written for emoji 1 and fails to import with any later one.
    "recognizers-text": (["recognizers-text-suite==1.0.2a2", "emoji<2"], "recognizers_suite"),
}
KINDS = ("number", "percent", "money", "dimension", "range", "date", "period", "duration", "negative", "like jionlp")
TIMES_FASTER = 8
SIZE = 5_000

Item = dict[str, Any]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


# -- suite ------------------------------------------------------------------------------------------------------------


def suite() -> list[Item]:
    """Every item: its kind, its text, and what a right answer says."""
    items = [*_numbers(), *_quantities(), *_periods()]
    items += [
        {"kind": "negative", "text": case["text"], "expected": []} for case in lines(CASES / "not_quantities.jsonl")
    ]
    like = [{**case, "like": True} for case in lines(HERE / "written_like_jionlp.jsonl")]
    return [{"published": None, **item} for item in [*items, *like]]


def _numbers() -> list[Item]:
    return [
        {"kind": "number", "text": way, "expected": [case["value"]]}
        for case in lines(CASES / "numbers.jsonl")
        for way in case["ways"]
        if case["value"] is not None
    ]


def _quantities() -> list[Item]:
    items = []
    for case in lines(CASES / "quantities.jsonl"):
        # Words that bound a number (不低于, 以上) are not what the peers promise to read.
        for way in case["ways"] if case.get("bound") in ("exact", "range") else ():
            quantity = clusterx.parse_quantity(way)
            dimension = quantity.dimension if quantity else ""
            if item := _item(case, way, dimension):
                items.append(item)
    return items


def _item(case: dict[str, Any], way: str, dimension: str) -> Item | None:
    numbers = [case["low"], case["high"]] if case["value"] is None else [case["value"]]
    if dimension == "time":
        return _duration(case, way, numbers)
    if len(numbers) == 2:
        money = {"money": True} if dimension == "money" else {}
        return {"kind": "range", "text": way, "expected": [*numbers, *([case["unit"]] if money else [])], **money}
    if dimension == "money":
        return {"kind": "money", "text": way, "expected": [*numbers, case["unit"]]}
    if case["unit"] == "%":
        return {"kind": "percent", "text": way, "expected": numbers}
    physical = ("area", "length", "mass", "volume", "energy", "power", "data", "computing")
    return {"kind": "dimension", "text": way, "expected": numbers} if dimension in physical else None


def _duration(case: dict[str, Any], way: str, numbers: list[str]) -> Item | None:
    quantity = clusterx.parse_quantity(way)
    if quantity is None or case["unit"] == "工作日":
        return None
    whole = clusterx.convert(quantity)
    values = [whole.low, whole.high] if whole.value is None else [whole.value]
    return {
        "kind": "duration",
        "text": way,
        "expected": [*(str(float(v)) for v in values if v is not None), whole.unit],
    }


def _periods() -> list[Item]:
    items = []
    for case in lines(CASES / "periods.jsonl"):
        if "ways" not in case or (case["start"] is None and case["end"] is None):
            continue
        end = None if case["by"] == "period.since" else case["end"]
        kind = "date" if case["by"] == "period.day" else "period"
        for way in case["ways"]:
            items.append({"kind": kind, "text": way, "expected": [case["start"], end], "published": case["published"]})
    return items


# -- answers ----------------------------------------------------------------------------------------------------------


def own_answer(item: Item) -> Any:
    """What clusterx says, in the form of the suite."""
    kind, text = item["kind"], item["text"]
    if kind == "number":
        number = clusterx.parse_number(text)
        return None if number is None else [str(number)]
    if kind == "negative":
        return [m.text for m in clusterx.mentions(text) if m.quantity]
    if kind in ("date", "period"):
        period = clusterx.parse_period(text, item["published"])
        return None if period is None else [str(day) if day else None for day in (period.start, period.end)]
    quantity = clusterx.parse_quantity(text)
    if quantity is None:
        return None
    if kind == "duration":
        whole = clusterx.convert(quantity)
        values = (whole.low, whole.high) if whole.value is None else (whole.value,)
        return [*(str(float(v)) for v in values if v is not None), whole.unit]
    numbers = [quantity.low, quantity.high] if quantity.value is None else [quantity.value]
    return [*map(str, numbers), quantity.unit]


def is_right(item: Item, answer: Any) -> bool:
    expected = item["expected"]
    if item["kind"] == "negative":
        return answer == []
    if not isinstance(answer, list):
        return False
    if item["kind"] in ("date", "period"):
        return len(answer) == 2 and all(want in (None, got) for want, got in zip(expected, answer, strict=True))
    return len(answer) >= len(expected) and all(_same(a, b) for a, b in zip(expected, answer, strict=False))


def _same(expected: str, answer: str) -> bool:
    try:
        return abs(Decimal(expected) - Decimal(answer)) <= abs(Decimal(expected)) * Decimal("1e-6")
    except (InvalidOperation, TypeError):
        return expected == answer


def ask_peer(name: str, folder: Path, asked: str) -> tuple[dict[str, Any] | None, str]:
    """Its answers and seconds, or None and why there are none."""
    packages, module = PEERS[name]
    place = folder / name
    python = place / "bin" / "python"
    try:
        if not python.exists():
            venv.create(place, with_pip=True, clear=True)
        _run([str(python), "-m", "pip", "install", "--quiet", *packages])
        _run([str(python), "-c", f"import {module}"])
        return json.loads(_run([str(python), str(HERE / "peer_answers.py"), name], asked)), ""
    except (OSError, subprocess.SubprocessError) as error:
        said = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        return None, said[-1] if said else "no message"


def _run(command: list[str], given: str = "") -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, check=True, timeout=900, env=environment
    )
    return done.stdout


def own_seconds(text: str) -> float:
    clusterx.mentions(text)
    times = []
    for _ in range(20):
        begin = time.perf_counter()
        clusterx.mentions(text, published="2024-11-08")
        times.append(time.perf_counter() - begin)
    return min(times)


# -- table ------------------------------------------------------------------------------------------------------------


def shares(items: list[Item], answers: list[Any]) -> dict[str, str]:
    """For each kind, the share of right answers; – where the peer was not asked."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for item, answer in zip(items, answers, strict=True):
        if answer != "not asked":
            counts["like jionlp" if item.get("like") else item["kind"]].append(is_right(item, answer))
    return {kind: f"{sum(counts[kind]) / len(counts[kind]):.2f}" if counts[kind] else "–" for kind in KINDS}


def table(columns: dict[str, dict[str, str]], items: list[Item], seconds: dict[str, float | None]) -> str:
    size = {kind: sum(("like jionlp" if i.get("like") else i["kind"]) == kind for i in items) for kind in KINDS}
    rows = [["kind", "items", *columns], ["---"] * (2 + len(columns))]
    rows += [[kind, str(size[kind]), *(column[kind] for column in columns.values())] for kind in KINDS]
    spent = ["–" if (s := seconds.get(name)) is None else f"{s * 1000:.1f}" for name in columns]
    rows.append([f"ms for {SIZE:,} characters", "", *spent])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def stated() -> dict[str, list[str]]:
    """The table as the page has it: for each kind its row."""
    body = PAGE.read_text("utf-8").split(MARKS[0], 1)[1].split(MARKS[1], 1)[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in body.splitlines() if line.startswith("| ")
    ]
    return {row[0]: row for row in rows}


def own_columns() -> dict[str, tuple[str, str]]:
    """For each kind, how many items there are and the share that clusterx reads as they say."""
    items = suite()
    share = shares(items, [own_answer(item) for item in items])
    kinds = ["like jionlp" if item.get("like") else item["kind"] for item in items]
    return {kind: (str(kinds.count(kind)), share[kind]) for kind in KINDS}


def rewrite_own() -> int:
    page, own = PAGE.read_text("utf-8"), own_columns()
    for kind, row in stated().items():
        if kind in own:
            page = page.replace(f"| {' | '.join(row)} |", f"| {' | '.join([kind, *own[kind], *row[3:]])} |")
    PAGE.write_text(page, "utf-8")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "clusterx-peers"
    parser.add_argument("--folder", type=Path, default=cache, help="where the environments of the peers are kept")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if mentions is too slow")
    parser.add_argument("--own", action="store_true", help="rewrite only what clusterx says; ask no peer")
    chosen = parser.parse_args()
    if chosen.own:
        return rewrite_own()
    items, text = suite(), (TEXT.read_text("utf-8") * 9)[:SIZE]
    columns = {"clusterx": shares(items, [own_answer(item) for item in items])}
    seconds: dict[str, float | None] = {"clusterx": own_seconds(text)}
    notes = []
    for name in PEERS:
        found, why = ask_peer(name, chosen.folder, json.dumps({"items": items, "text": text}))
        if found is None:
            notes.append(f"{name} is left out: it could not be installed or imported ({why}).")
            continue
        columns[name], seconds[name] = shares(items, found["answers"]), found["seconds"]
    seconds["clusterx"] = min(seconds["clusterx"] or 1, own_seconds(text))
    return report(table(columns, items, seconds), notes, seconds, chosen.check)


def report(shown: str, notes: list[str], seconds: dict[str, float | None], check: bool) -> int:
    """Print the table; write it into the page, or compare the speed."""
    theirs, ours = seconds.get("jionlp"), seconds["clusterx"]
    if theirs and ours:
        notes.append(
            f"In this run `mentions` was {theirs / ours:.0f} times as fast as jionlp's money plus time extraction."
        )
    body = "\n\n".join([shown, *notes])
    print(body)
    if check:
        return int(bool(theirs and ours and theirs < TIMES_FASTER * ours))
    page = PAGE.read_text("utf-8")
    before, rest = page.split(MARKS[0], 1)
    PAGE.write_text(f"{before}{MARKS[0]}\n{body}\n{MARKS[1]}{rest.split(MARKS[1], 1)[1]}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
