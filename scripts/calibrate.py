"""Measure how often each rule is right, and how well the confidence of records foretells it.

    python scripts/calibrate.py                      write src/clusterx/data/confidence.tsv and docs/confidence.md
    python scripts/calibrate.py --check FOLDER...    hold the table as it is against other annotated documents

A record is right if it pairs with an annotated one, optional ones included (`clusterx.evaluate`). The period of a record
is counted by what made it govern, where the annotation states one.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from clusterx import Extraction, clean, extract
from clusterx.confidence import ASSUMED, TYPICAL, WEIGHT, Judge, Measured, Table, period_sources
from clusterx.evaluate.annotation import Item
from clusterx.evaluate.figures import KINDS
from clusterx.evaluate.folder import read_gold
from clusterx.evaluate.match import pair

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
DATA = ROOT / "src" / "clusterx" / "data" / "confidence.tsv"
PAGE = ROOT / "docs" / "confidence.md"
BINS = (0.0, 0.8, 0.9, 0.94, 0.97, 1.0)
HEAD = """# How often what a rule gave was right and wrong, on {documents} annotated documents in tests/golden.
# A rule's name (target.left): records that it made, right if they pair with an annotated one (clusterx.evaluate).
# scope.*: the periods of paired targets by what made them govern. repair.*: records by the least sure repair they touch.
# Written by scripts/calibrate.py; read by clusterx.confidence.
rule\tright\twrong
"""


class Seen(NamedTuple):
    """One record that was found: what it rests on, and whether it is right."""

    rule: str
    sources: tuple[str, ...]
    repair: str
    confidence: float
    right: bool
    period_right: bool | None


class Document(NamedTuple):
    """An annotated document."""

    name: str
    gold: Item
    source: str


def documents(folders: Iterable[Path]) -> list[Document]:
    """All documents of the folders that hold annotations."""
    with_gold = (folder for folder in sorted(folders) if list(folder.glob("*.json")))
    return [
        Document(f"{folder.name}/{name}", gold, text) for folder in with_gold for name, gold, text in read_gold(folder)
    ]


def records_of(document: Document) -> list[Seen]:
    """What is found in the document, each record with the verdict on it."""
    result = extract(document.source, **document.gold.get("args", {}))
    judge = Judge(clean(document.source))
    return [seen for kind in KINDS for seen in _records(kind, document.gold.get(kind) or [], result, judge)]


def _records(kind: str, gold: list[Item], result: Extraction, judge: Judge) -> Iterator[Seen]:
    found = [record.model_dump(mode="json") for record in getattr(result, kind)]
    wanted = {j: gold[i] for i, j in pair(kind, gold, found).items()}
    for index, record in enumerate(getattr(result, kind)):
        item = wanted.get(index, {})
        period_right = (found[index].get("period") or {}).get("end") == item["end"] if "end" in item else None
        sources = tuple(sorted(period_sources(record.evidence))) if kind == "targets" else ()
        repair = judge.repair(record.evidence)
        yield Seen(record.evidence[0].by, sources, repair, record.confidence, index in wanted, period_right)


def count(seen: Iterable[Seen]) -> dict[str, Measured]:
    """Right and wrong ones by rule, by source of the period and by repair."""
    verdicts: Counter[tuple[str, bool]] = Counter()
    for record in seen:
        verdicts.update([(record.rule, record.right), (f"repair.{record.repair}", record.right)])
        if record.period_right is not None:
            verdicts.update((s, record.period_right) for s in record.sources if s.startswith("scope."))
    names = sorted({name for name, _ in verdicts})
    return {name: Measured(name, verdicts[name, True], verdicts[name, False]) for name in names}


def left_out(texts: Sequence[Document], seen: Sequence[list[Seen]]) -> Iterator[Seen]:
    """The records of each document with the confidence that the others alone give them."""
    for index, document in enumerate(texts):
        others = count(record for i, part in enumerate(seen) if i != index for record in part)
        table = Table(others)
        with patch("clusterx.confidence.shipped_table", lambda table=table: table):
            yield from records_of(document)


def reliability(seen: Sequence[Seen]) -> Iterator[str]:
    """Rows of the reliability table: confidence foretold, precision observed."""
    yield "| confidence | records | mean confidence | share that is right |"
    yield "| --- | ---: | ---: | ---: |"
    for low, high in pairwise(BINS):
        inside = [s for s in seen if low <= s.confidence < high or s.confidence == high == 1]
        if inside:
            yield f"| {low:.2f} to {high:.2f} | {len(inside)} | {_mean(inside)} | {_share(inside)} |"
    yield f"| all | {len(seen)} | {_mean(seen)} | {_share(seen)} |"


def _mean(seen: Sequence[Seen]) -> str:
    return f"{sum(s.confidence for s in seen) / len(seen):.3f}"


def _share(seen: Sequence[Seen]) -> str:
    return f"{sum(s.right for s in seen) / len(seen):.3f}"


def table_text(counts: dict[str, Measured], number: int) -> str:
    """The text of `confidence.tsv`."""
    lines = (f"{row.rule}\t{row.right}\t{row.wrong}\n" for row in counts.values())
    return HEAD.format(documents=number) + "".join(lines)


def page_text(counts: dict[str, Measured], seen: Sequence[Seen], number: int) -> str:
    """The text of `docs/confidence.md`."""
    table = Table(counts)
    parts = "\n".join(_part_row(part, counts, table) for part in ASSUMED)
    rules = "\n".join(
        f"| `{row.rule}` | {row.right} | {row.wrong} | {table.precision(row.rule, TYPICAL):.2f} |"
        for row in counts.values()
        if not row.rule.startswith(("scope.", "repair."))
    )
    return PAGE_FORM.format(
        number=number, records=len(seen), weight=WEIGHT, table="\n".join(reliability(seen)), parts=parts, rules=rules
    )


def _part_row(part: str, counts: dict[str, Measured], table: Table) -> str:
    row = counts.get(part, Measured(part))
    return f"| `{part}` | {row.right} | {row.wrong} | {ASSUMED[part]:.2f} | {table.factor(part):.2f} |"


PAGE_FORM = """# Confidence

<!-- Written by scripts/calibrate.py: edit it there. -->

The `confidence` of a record estimates how probable it is that an expert would write the same record down: the same amount and
subject for a target, the same name for a mechanism or project, the same number or title for a policy (the pairing of
[annotation.md](annotation.md)). It is measured, not felt:

    confidence = (right + {weight} · e) / (right + wrong + {weight})  × period  × repair

- `right` and `wrong` count what the rule that made the record (`by` of its first evidence) gave on {number} annotated documents
  (`tests/golden`, {records} records). `e` is what the rule's author expects, mostly 0.9; it weighs as much as {weight} records, so that a
  rule seen twice is not called perfect. A rule without counts, such as one of your own, has `e`.
- `period` is below 1 where the record's period is not said of it but taken over from elsewhere and such periods are less often right
  than those of the sentence itself.
- `repair` is below 1 where evidence of the record was repaired by a word list or by a guess. Exact repairs cost nothing.

## Does it hold?

Each document was read with counts from the other documents only:

{table}

**What this does not say.** The rules were written with these documents at hand, so they are right in them more often than they will be in
yours; the order (which record to check first) carries over better than the level. To see how it holds on your documents,
annotate some and run `python scripts/calibrate.py --check YOUR_FOLDER`. And a record can be right with a slot that is
wrong: `clusterx eval` counts slots by themselves.

## What is taken over or repaired

Measured against periods that the sentence states, and against records without such repairs; what is assumed beforehand weighs as
much as {weight} cases. No factor is above 1.

| part | right | wrong | assumed | factor |
| --- | ---: | ---: | ---: | ---: |
{parts}

## Rules

| rule | right | wrong | confidence with e = 0.9 |
| --- | ---: | ---: | ---: |
{rules}
"""


def main() -> None:
    """The command line described above."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--check", nargs="+", type=Path, metavar="FOLDER")
    options = ask.parse_args()
    texts = documents(options.check or GOLDEN.iterdir())
    seen = [records_of(document) for document in texts]
    if options.check:
        print("\n".join(reliability([record for part in seen for record in part])))
        return
    counts = count(record for part in seen for record in part)
    DATA.write_text(table_text(counts, len(texts)), "utf-8")
    PAGE.write_text(page_text(counts, list(left_out(texts, seen)), len(texts)), "utf-8")


if __name__ == "__main__":
    main()
