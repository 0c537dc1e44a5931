"""Results as tables for a reader at a terminal, each record with the line and the words that it stands on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from io import TextIOWrapper
from typing import Any, BinaryIO, cast

from rich.console import Console
from rich.table import Table
from rich.text import Text

from clusterx.export.lines import Result
from clusterx.export.place import place
from clusterx.export.words import amount_words, period_words
from clusterx.records import (
    Component,
    Document,
    Extraction,
    ExtractionWarning,
    Mechanism,
    Mention,
    Policy,
    Project,
    Record,
    Target,
)

WIDTH_WITHOUT_TERMINAL = 120
QUOTE_LENGTH = 40

Cell = Callable[[Any], str | None]
COLUMNS: dict[str, dict[str, Cell]] = {
    "policies": {
        "Policy": lambda p: p.title,
        "Role": lambda p: p.role,
        "Number": lambda p: p.number,
        "Issuers": lambda p: _joined(p.issuers),
        "Kind": lambda p: p.kind,
        "Issued": lambda p: str(p.issued or p.published or ""),
    },
    "targets": {
        "Target": lambda t: t.indicator,
        "Value": lambda t: amount_words(t.quantity),
        "Measure": lambda t: t.measure,
        "Status": lambda t: t.status,
        "Period": lambda t: period_words(t.period),
        "Responsible": lambda t: _joined(t.responsible),
    },
    "mechanisms": {
        "Mechanism": lambda m: m.name,
        "Kind": lambda m: m.kind,
        "Components": lambda m: _joined(_component(c) for c in m.components),
        "Cadence": lambda m: _joined(f"{c.every}: {c.action}" for c in m.cadence),
        "Roles": lambda m: _joined(f"{r.role}: {r.holder}" if r.holder else r.role for r in m.roles),
        "Size": lambda m: amount_words(m.size),
    },
    "projects": {
        "Project": lambda p: p.name if (p.phase or "") in p.name else f"{p.name} {p.phase}",
        "Status": lambda p: p.status,
        "Companies": lambda p: _joined(p.companies),
        "Investment": lambda p: amount_words(p.investment),
        "Capacity": lambda p: amount_words(p.capacity),
        "Progress": lambda p: amount_words(p.progress),
        "Period": lambda p: period_words(p.period),
    },
}  # fmt: skip


def write_tables(results: Iterable[Result], stream: BinaryIO) -> None:
    """One block of tables for each result."""

    def show(console: Console) -> None:
        for result in results:
            _show_result(result, console)

    with_text(stream, show)


def write_mention_table(found: Sequence[Mention], text: str, stream: BinaryIO) -> None:
    """One row for each mention in `text`."""
    table = _empty_table(["Text", "Kind", "Value", "Where"])
    for mention in found:
        value = amount_words(mention.quantity) if mention.quantity else period_words(mention.period)
        _add_row(table, [mention.text, mention.kind, value, place(text, mention.start)])
    with_text(stream, lambda console: console.print(table))


def write_grid(columns: Sequence[str], rows: Iterable[Sequence[str]], most: int, stream: BinaryIO) -> None:
    """The first `most` rows as a table, and how many there are if there are more."""
    table = _empty_table(columns)
    count = 0
    for count, row in enumerate(rows, 1):
        if count <= most:
            _add_row(table, row)
    note = f"{most} of {count} rows; --format csv has all" if count > most else f"{count} rows"
    with_text(stream, lambda console: console.print(table, note, sep="\n"))


def with_text(stream: BinaryIO, show: Callable[[Console], None]) -> None:
    """Call `show` with a console that writes to `stream`."""
    wrapper = TextIOWrapper(cast(Any, stream), "utf-8", errors="replace", write_through=True)
    width = None if wrapper.isatty() or "COLUMNS" in os.environ else WIDTH_WITHOUT_TERMINAL
    try:
        show(Console(file=wrapper, width=width, highlight=False, emoji=False))
    finally:
        wrapper.detach()


def _show_result(result: Result, console: Console) -> None:
    extraction = result.extraction
    console.print(Text(_visible(result.file), style="bold"))
    console.print(Text(_visible(_document_line(extraction.document))))
    for name, columns in COLUMNS.items():
        if records := getattr(extraction, name):
            console.print(_record_table(records, columns, result.text))
    if extraction.warnings:
        console.print(_warning_table(extraction.warnings, result.text))
    console.print(Text(_summary(extraction)), end="\n\n")


def _document_line(document: Document) -> str:
    parts = (
        document.title,
        document.kind,
        document.source,
        document.region and document.region.name,
        document.published,
    )
    return " · ".join(str(part) for part in parts if part)


def _record_table(
    records: Sequence[Policy | Target | Mechanism | Project], columns: dict[str, Cell], text: str
) -> Table:
    """Leaves out the columns in which no record has anything."""
    cells = {name: [cell(record) or "" for record in records] for name, cell in columns.items()}
    shown = {name: column for name, column in cells.items() if any(column)}
    table = _empty_table([*shown, "Where", "Evidence"])
    for index, record in enumerate(records):
        _add_row(table, [*(column[index] for column in shown.values()), *_evidence(record, text)])
    return table


def _warning_table(warnings: Sequence[ExtractionWarning], text: str) -> Table:
    table = _empty_table(["Warning", "Message", "Where"])
    for warning in warnings:
        where = place(text, warning.evidence.start) if warning.evidence else ""
        _add_row(table, [warning.code, warning.message, where])
    return table


def _empty_table(columns: Iterable[str]) -> Table:
    table = Table(show_lines=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _add_row(table: Table, cells: Iterable[str]) -> None:
    table.add_row(*(Text(_visible(cell)) for cell in cells))


def _evidence(record: Record, text: str) -> tuple[str, str]:
    if not record.evidence:
        return "", ""
    span = record.evidence[0]
    quote = " ".join(span.text.split())
    return place(text, span.start), quote if len(quote) <= QUOTE_LENGTH else quote[: QUOTE_LENGTH - 1] + "…"


def _component(component: Component) -> str:
    return " ".join(filter(None, ("N" if component.count is None else str(component.count), component.name)))


def _joined(words: Iterable[str]) -> str:
    return "、".join(words)


def _visible(text: str) -> str:
    """Without characters that would steer the terminal."""
    return "".join(char if char.isprintable() or char == " " else "\ufffd" for char in text)


def _summary(extraction: Extraction) -> str:
    counts = [f"{name} {len(getattr(extraction, name))}" for name in (*COLUMNS, "warnings")]
    return ", ".join(counts)
