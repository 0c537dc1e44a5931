"""From a folder of annotated documents to figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clusterx.evaluate.annotation import GoldError, Item, parse_gold
from clusterx.evaluate.figures import KINDS, Evaluation, Figures, Kind, Miss, total
from clusterx.evaluate.match import pair
from clusterx.evaluate.slots import Verdict, judge_document, judge_record
from clusterx.evaluate.units import unknown_units
from clusterx.pipeline import extract
from clusterx.read import ReadError, read_file


def evaluate(folder: Path | str) -> Evaluation:
    """Compare what is read in every `docs/NAME.txt` of the folder with what its `NAME.json` says.

    Raises GoldError, with all problems of the folder, where it holds no annotations, a text is missing or an annotation
    has not the form of `docs/annotation.md`; nothing is compared then.
    """
    return total(evaluate_each(Path(folder)))


def evaluate_each(folder: Path) -> Iterator[Evaluation]:
    """`evaluate` for one document after the other."""
    for name, gold, source in read_gold(folder):
        try:
            found = extract(source, **gold.get("args", {})).model_dump(mode="json")
        except ValueError as error:
            raise GoldError(f"{folder / 'docs' / name}.txt: {error}") from None
        yield evaluate_document(name, source, gold, found)


def read_gold(folder: Path) -> list[tuple[str, Item, str]]:
    """Name, annotations and text of every document in the folder. Raises GoldError."""
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder; name the one that holds NAME.json and docs/NAME.txt")
    documents: list[tuple[str, Item, str]] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.json")):
        try:
            documents.append((path.stem, *_read_document(path)))
        except GoldError as error:
            problems += error.problems
    if problems:
        raise GoldError(*problems)
    if not documents:
        raise GoldError(f"{folder}: no annotations; it must hold NAME.json for each docs/NAME.txt")
    return documents


def _read_document(path: Path) -> tuple[Item, str]:
    text = path.parent / "docs" / f"{path.stem}.txt"
    if not text.exists():
        raise GoldError(f"{path}: {text} is missing; put the document there, or remove the annotations")
    try:
        gold, source = parse_gold(read_file(str(path)).text, str(path)), read_file(str(text)).text
    except ReadError as error:
        raise GoldError(str(error)) from None
    if problems := unknown_units(gold, source):
        raise GoldError(*(f"{path}: {problem}" for problem in problems))
    return gold, source


def evaluate_document(name: str, source: str, gold: Item, found: Item) -> Evaluation:
    """Compare `found`, an extraction of `source` as plain data, with the annotations `gold`."""
    slots: dict[str, Figures] = {}
    misses: list[Miss] = []
    records = {
        kind: _compare_kind(name, kind, gold.get(kind) or [], found.get(kind) or [], slots, misses) for kind in KINDS
    }
    document = found.get("document") or {}
    _count(slots, misses, name, "document", judge_document(gold.get("document") or {}, document), "the document")
    ungrounded = sum(not is_grounded(record, source) for kind in KINDS for record in found.get(kind) or [])
    return Evaluation(documents=(name,), records=records, slots=slots, ungrounded=ungrounded, misses=tuple(misses))


def is_grounded(record: Item, source: str) -> bool:
    """Whether the record has evidence and every span of it cuts its own words out of the source."""
    spans = record.get("evidence") or []
    return bool(spans) and all(span["text"] and source[span["start"] : span["end"]] == span["text"] for span in spans)


def _compare_kind(
    name: str, kind: Kind, gold: list[Item], found: list[Item], slots: dict[str, Figures], misses: list[Miss]
) -> Figures:
    pairs = pair(kind, gold, found)
    required = [i for i, item in enumerate(gold) if not item.get("optional")]
    missed = [gold[i] for i in required if i not in pairs]
    wrong = [record for j, record in enumerate(found) if j not in pairs.values()]
    for item in missed:
        misses.append(Miss(document=name, kind=kind, what="missed", record=_wanted(item), wanted=item))
    for record in wrong:
        misses.append(Miss(document=name, kind=kind, what="wrong", record=_found(record), found=record))
    for i in (i for i in required if i in pairs):
        _count(slots, misses, name, kind, judge_record(kind, gold[i], found[pairs[i]]), _label(gold[i]))
    return Figures(hit=len(required) - len(missed), wrong=len(wrong), missed=len(missed))


def _count(
    slots: dict[str, Figures], misses: list[Miss], name: str, kind: str, verdicts: dict[str, Verdict], record: str
) -> None:
    for slot, verdict in verdicts.items():
        key = f"{kind}.{slot}"
        slots[key] = slots.get(key, Figures()) + _slot_figures(verdict)
        if not verdict.right:
            misses.append(
                Miss(
                    document=name, kind=kind, what="wrong", slot=slot, record=record,
                    wanted=verdict.wanted, found=verdict.found,
                )
            )  # fmt: skip


def _slot_figures(verdict: Verdict) -> Figures:
    if verdict.right:
        return Figures(hit=1)
    return Figures(wrong=int(verdict.found not in (None, "", [], {})), missed=1)


def _label(record: Item) -> str:
    return str(record.get("indicator") or record.get("name") or record.get("title") or "")


def _wanted(item: Item) -> str:
    return json.dumps(item, ensure_ascii=False)


def _found(record: Item) -> str:
    quantity: Any = record.get("quantity") or {}
    return f"{_label(record)} {quantity.get('text', '')}".rstrip()
