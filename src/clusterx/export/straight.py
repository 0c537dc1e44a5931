"""Rows written straight from the records, in CSV or as rows of sheets: what `rows` and `cells` give, several times as fast.

A document has some thousands of cells, most of them in evidence; to make lists of them first would cost more than to write them, and
so would a function called for each. So a function is composed and compiled for every model, as `dataclasses` does it, of the code that
`cells` has for its columns. A number that no decimal column holds is left to `rows`, which has a warning for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_origin

from clusterx.export.cells import NAMES, Cell, make_cell
from clusterx.export.columns import (
    CHILDREN,
    COUNTED,
    RECORD_MODELS,
    TABLES,
    Column,
    is_list,
    is_model,
    model_fields,
)
from clusterx.export.rows import ALWAYS_FITS, FACTS, Rows, fit, flat_rows, join_words
from clusterx.records import Document, Evidence, Extraction, ExtractionWarning, Model, Omission, plain_number

# Stands for a number that does not fit; in a text, it costs that document the way through `rows`.
_BEYOND = "\x03"
_LISTED: dict[str, type[Model]] = {"warnings": ExtractionWarning, "uncovered": Omission}
_MOST_REMEMBERED = 1024
# Fields that hold few values, often; so do dates and those of a closed list.
_OFTEN = frozenset({"by", "unit"})
_Write = Callable[[Any], str]


class Writer:
    """Writes documents as the rows of all tables. `code`: how a column is written; `between` stands between
    cells, `start` and `end` around a row."""

    def __init__(self, code: Callable[[Column], str], between: str, start: str, end: str) -> None:
        self._between, self._start, self._end = between, start, end
        self._codes = {name: list(map(code, table.columns)) for name, table in TABLES.items()}
        self._cells: dict[str, list[Cell]] = {name: list(map(make_cell, codes)) for name, codes in self._codes.items()}
        models = {**RECORD_MODELS, **{name: child.model for name, child in CHILDREN.items()}, **_LISTED}
        models["evidence"] = Evidence
        self._models = {name: self._model(model, iter(self._after_keys(name, model))) for name, model in models.items()}
        self._positions = {name: self._position(name) for name in models if "position" in TABLES[name].keys}
        self._document = self._model(Document, iter(self._codes["documents"][1:]))

    def write(self, extraction: Extraction, document_id: str, facts: Mapping[str, Any]) -> list[str]:
        """The rows of each table."""
        texts = self._straight(extraction, document_id, facts)
        if any(_BEYOND in text for text in texts):
            rows: Rows = flat_rows(extraction, document_id, facts)
            return ["".join([self._row(name, row) for row in rows[name]]) for name in TABLES]
        return texts

    def _row(self, table: str, row: Sequence[Any]) -> str:
        cells = [cell(value) for cell, value in zip(self._cells[table], row, strict=True)]
        return f"{self._start}{self._between.join(cells)}{self._end}"

    def _straight(self, extraction: Extraction, document_id: str, facts: Mapping[str, Any]) -> list[str]:
        # Every table begins with the document.
        first = f"{self._start}{self._cells['documents'][0](document_id)}{self._between}"
        found: dict[str, list[str]] = {name: [] for name in TABLES}
        found["documents"].append(self._document_row(extraction, first, facts))
        for name in RECORD_MODELS:
            write, end = self._models[name], self._end
            records = getattr(extraction, name)
            found[name] += [f"{first}{write(record)}{end}" for record in records]
            self._add_evidence(found["evidence"], name, records, first)
        for name, child in CHILDREN.items():
            for record in getattr(extraction, child.parent):
                if items := getattr(record, child.field):
                    found[name] += self._listed(name, items, self._key(first, name, 1, record.id))
        for kind, count in extraction.document.noise.items():
            found["document_noise"].append(self._row("document_noise", (document_id, kind, count)))
        for name in _LISTED:
            found[name] += self._listed(name, getattr(extraction, name), first)
        return ["".join(rows) for rows in found.values()]

    def _document_row(self, extraction: Extraction, first: str, facts: Mapping[str, Any]) -> str:
        rest = [*(facts.get(name) for name in FACTS), *(len(getattr(extraction, name)) for name in COUNTED)]
        cells = self._cells["documents"][-len(rest) :]
        written = self._between.join([cell(value) for cell, value in zip(cells, rest, strict=True)])
        return f"{first}{self._document(extraction.document)}{self._between}{written}{self._end}"

    def _add_evidence(self, found: list[str], table: str, records: Sequence[Any], first: str) -> None:
        start = self._key(first, "evidence", 1, table)
        for record in records:
            found += self._listed("evidence", record.evidence, self._key(start, "evidence", 2, record.id))

    def _listed(self, table: str, items: Sequence[Any], key: str) -> list[str]:
        """The rows of items with their positions, which stand after the key."""
        write, end = self._models[table], self._end
        positions = self._positions[table]
        return [f"{key}{positions[number]}{write(item)}{end}" for number, item in enumerate(items, 1)]

    def _key(self, before: str, table: str, place: int, key: str) -> str:
        """The beginning of a row, and one more of its cells."""
        return f"{before}{self._cells[table][place](key)}{self._between}"

    def _position(self, table: str) -> Mapping[int, str]:
        """Positions as cells, with what stands before the next one."""
        cell, between = self._cells[table][TABLES[table].keys.index("position")], self._between
        return _Remembered(lambda position: cell(position) + between)

    def _after_keys(self, table: str, model: type[Model]) -> Sequence[str]:
        codes = self._codes[table]
        return codes[len(codes) - _width(model) :]

    def _model(self, model: type[Model], codes: Iterator[str]) -> _Write:
        """What writes the cells of a model."""
        names: dict[str, Any] = dict(NAMES)
        lines = ["def write(item):", "fields = item.__dict__"]
        cells = []
        for number, (name, _, kind) in enumerate(model_fields(model)):
            names[f"made_{number}"], code = self._field(name, kind, codes, f"made_{number}")
            lines += [f"x = fields[{name!r}]", f"cell_{number} = {code}"]
            cells.append(f"cell_{number}")
        lines.append(f"return {self._between!r}.join(({', '.join(cells)},))")
        exec("\n    ".join(lines), names)  # our own code, of no text
        return names["write"]  # type: ignore[no-any-return]

    def _field(self, name: str, kind: Any, codes: Iterator[str], made: str) -> tuple[Any, str]:
        """The code for the cells of a field, and what stands in it under the name of `made`."""
        if is_model(kind):
            own = [next(codes) for _ in range(_width(kind))]
            nothing = self._between.join([make_cell(code)(None) for code in own])
            return self._model(kind, iter(own)), f"{nothing!r} if x is None else {made}(x)"
        code = next(codes)
        cell = make_cell(code)
        if is_list(kind):
            return _Remembered(lambda words: cell(join_words(words))), f"{made}[x]"
        if kind is date or get_origin(kind) is Literal or name in _OFTEN:
            return _Remembered(cell), f"{made}[x]"
        nothing = cell(None)
        return (_decimal(cell), f"{nothing!r} if x is None else {made}(x)") if kind is Decimal else (None, code)


class _Remembered(dict[Any, str]):
    """What was written last, by what it was written of."""

    def __init__(self, write: _Write) -> None:
        self._write = write

    def __missing__(self, value: Any) -> str:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[value] = written = self._write(value)
        return written


def _decimal(cell: Cell) -> _Write:
    def write(number: Decimal) -> str:
        text = plain_number(number)
        fitting = text if len(text) <= ALWAYS_FITS else fit(text)
        return _BEYOND if fitting is None else cell(fitting)

    return write


def _width(model: type[Model]) -> int:
    """How many cells a model has."""
    return sum(_width(kind) if is_model(kind) else 1 for _, _, kind in model_fields(model))
