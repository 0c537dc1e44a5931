"""An evaluation as lines for a reader."""

from __future__ import annotations

from collections.abc import Iterator

from clusterx.evaluate.figures import Evaluation, Figures

HEAD = f"{'':24} precision  recall      f1   right  wrong  missed"


def report_lines(evaluation: Evaluation, *, misses: bool = False) -> Iterator[str]:
    """The figures of record types and slots, one a line; with `misses`, every difference first."""
    if misses:
        yield from (_printable(str(miss)) for miss in evaluation.misses)
    yield HEAD
    for kind, figures in (*evaluation.records.items(), ("all records", evaluation.all_records)):
        yield _line(kind, figures)
    yield ""
    for slot, figures in (*evaluation.slots.items(), ("all slots", evaluation.all_slots)):
        yield _line(slot, figures)
    yield ""
    yield f"{len(evaluation.documents)} documents, {evaluation.ungrounded} records not grounded in their text"


def _printable(text: str) -> str:
    """Texts are other people's: no control character of theirs reaches the terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _line(name: str, figures: Figures) -> str:
    shares = f"{figures.precision:9.3f} {figures.recall:7.3f} {figures.f1:7.3f}"
    return f"{name:24} {shares} {figures.hit:7} {figures.wrong:6} {figures.missed:7}"
