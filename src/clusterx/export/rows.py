"""From the result for a document to rows of the flat tables in `columns`.

What goes in is an extraction, or its JSON form (`model_dump(mode="json")`, or a line of JSONL read back); what comes out
holds strings, numbers and None only, decimals and dates as strings, so that it can be written anywhere:

    >>> from clusterx import extract
    >>> rows = flat_rows(extract("到2027年，高新技术企业达到850家。"), "规划.txt")
    >>> (target,) = rows["targets"]
    >>> [target[index_of("targets", name)] for name in ("document_id", "quantity_value", "quantity_unit", "period_end")]
    ['规划.txt', '850', '家', '2027-12-31']

`typed_row` makes `Decimal` and `date` of them, for Arrow, Spark and data frames.

A decimal column holds at most 29 digits before and 9 behind the point (DECIMAL(38, 9)). Digits beyond the ninth are
rounded where that changes less than a billionth of the number (a third of 100 %); any other number that does not fit is
left out, a warning `number_beyond_tables` says so, and the words of the text stand in the `_text` column:

    >>> fit("33.33333333333333333333333333"), fit("1" + "0" * 29), fit("0.0000000001")
    ('33.333333333', None, None)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext
from functools import cache
from operator import itemgetter
from typing import Any

from clusterx.export.columns import (
    CHILDREN,
    COUNTED,
    RECORD_MODELS,
    SEPARATOR,
    TABLES,
    ColumnType,
    is_list,
    is_model,
    model_fields,
)
from clusterx.records import Document, Evidence, Extraction, ExtractionWarning, Model, Omission, plain_number

Row = list[Any]
Rows = dict[str, list[Row]]
PRECISION, SCALE = 38, 9
BEYOND = "number_beyond_tables"
FACTS = ("format", "encoding", "bytes", "sha256", "pages", "characters")

_STEP = Decimal(1).scaleb(-SCALE)
_LARGEST = Decimal(10) ** (PRECISION - SCALE)
ALWAYS_FITS = 10
_Fields = Mapping[str, Any]
_Flatten = Callable[[_Fields, Row], None]


def flat_rows(extraction: Extraction | _Fields, document_id: str, facts: _Fields | None = None) -> Rows:
    """The rows of every table for one document; `facts` may hold those of FACTS that are known of its file."""
    rows: Rows = {name: [] for name in TABLES}
    found = _fields_of(extraction)
    for name, model in RECORD_MODELS.items():
        for item in found[name]:
            record = _fields_of(item)
            rows[name].append(_row(model, record, document_id))
            _add_evidence(rows["evidence"], name, record, document_id)
    for name, child in CHILDREN.items():
        for item in found[child.parent]:
            record = _fields_of(item)
            for position, part in enumerate(record[child.field], 1):
                rows[name].append(_row(child.model, part, document_id, record["id"], position))
    _add_document(rows, found, document_id, facts or {})
    _write_out(rows, document_id)
    return rows


def _fields_of(item: Any) -> _Fields:
    """The fields of a model or of its JSON form. A model's own dictionary, as a dump of thousands of models takes longer than all else."""
    return getattr(item, "__dict__", item)  # type: ignore[no-any-return]


def typed_row(table: str, row: Sequence[Any]) -> Row:
    """The row with `Decimal` and `date` in place of strings."""
    result = list(row)
    for index, make in _conversions(table):
        if result[index] is not None:
            result[index] = make(result[index])
    return result


def index_of(table: str, column: str) -> int:
    """Place of a column in the rows of a table. Raises KeyError."""
    return TABLES[table].columns.index(TABLES[table].column(column))


def fit(number: str) -> str | None:
    """The number as a decimal column can hold it, None if it cannot."""
    whole, _, decimals = number.partition(".")
    if len(whole) <= PRECISION - SCALE and len(decimals) <= SCALE:
        return number
    with localcontext() as context:
        context.prec = max(len(number) + SCALE, 2 * PRECISION)
        value = Decimal(number)
        rounded = value.quantize(_STEP)
        if abs(rounded) >= _LARGEST or abs(rounded - value) * 10**SCALE > abs(value):
            return None
        text = format(rounded, "f")
    return text.rstrip("0").rstrip(".")


def _add_document(rows: Rows, extraction: _Fields, document_id: str, facts: _Fields) -> None:
    document = _row(Document, extraction["document"], document_id)
    counts = [len(extraction[name]) for name in COUNTED]
    rows["documents"].append([*document, *(facts.get(name) for name in FACTS), *counts])
    noise = _fields_of(extraction["document"])["noise"]
    rows["document_noise"] = [[document_id, kind, count] for kind, count in noise.items()]
    listed: tuple[tuple[str, type[Model]], ...] = (("warnings", ExtractionWarning), ("uncovered", Omission))
    for name, model in listed:
        rows[name] = [_row(model, item, document_id, position) for position, item in enumerate(extraction[name], 1)]


def _add_evidence(rows: list[Row], table: str, record: _Fields, document_id: str) -> None:
    steps = _flatteners(Evidence)
    for position, span in enumerate(record["evidence"], 1):
        row: Row = [document_id, table, record["id"], position]
        fields = _fields_of(span)
        for flatten in steps:
            flatten(fields, row)
        rows.append(row)


def _row(model: type[Model], item: Any, *keys: object) -> Row:
    row: Row = list(keys)
    fields = _fields_of(item)
    for flatten in _flatteners(model):
        flatten(fields, row)
    return row


@cache
def _flatteners(model: type[Model]) -> tuple[_Flatten, ...]:
    """Functions that append the columns of a model to a row; neighbouring plain fields are taken in one step."""
    steps: list[_Flatten] = []
    plain: list[str] = []
    for name, _, kind in model_fields(model):
        if is_model(kind) or is_list(kind):
            steps += [_plain_fields(tuple(plain))] if plain else []
            plain = []
            steps.append(_nested(name, kind) if is_model(kind) else _words(name))
        else:
            plain.append(name)
    return (*steps, _plain_fields(tuple(plain))) if plain else tuple(steps)


def _plain_fields(names: tuple[str, ...]) -> _Flatten:
    take = itemgetter(*names) if len(names) > 1 else None

    def flatten(item: _Fields, row: Row) -> None:
        try:
            row += take(item) if take else (item[names[0]],)
        except KeyError:  # a field that is newer than the data
            row += [item.get(name) for name in names]

    return flatten


def _nested(name: str, kind: type[Model]) -> _Flatten:
    inner = _flatteners(kind)
    nothing = [None] * _width(kind)

    def flatten(item: _Fields, row: Row) -> None:
        value = item.get(name)
        if value is None:
            row += nothing
        else:
            fields = _fields_of(value)
            for step in inner:
                step(fields, row)

    return flatten


def _words(name: str) -> _Flatten:
    return lambda item, row: row.append(join_words(item.get(name)))


def _width(model: type[Model]) -> int:
    return sum(_width(kind) if is_model(kind) else 1 for _, _, kind in model_fields(model))


def join_words(words: Sequence[str] | None) -> str | None:
    """The words of a list with `|` between them; `|` inside a word becomes `｜`; None for no words.

    >>> join_words(["市发改委", "市工信局"])
    '市发改委|市工信局'
    """
    if not words:
        return None
    joined = SEPARATOR.join(words)
    if joined.count(SEPARATOR) < len(words):
        return joined
    return SEPARATOR.join([word.replace(SEPARATOR, "｜") for word in words])


def _write_out(rows: Rows, document_id: str) -> None:
    """Numbers and dates become what is written of them."""
    for table, found in rows.items():
        numbers = _places(table, "decimal") if found else ()
        dates = _places(table, "date") if found else ()
        for row in found if numbers or dates else ():
            for index in numbers:
                if row[index] is not None:
                    _write_number(rows, document_id, table, row, index)
            for index in dates:
                if row[index] is not None:
                    row[index] = str(row[index])


def _write_number(rows: Rows, document_id: str, table: str, row: Row, index: int) -> None:
    number = row[index]
    row[index] = number = number if isinstance(number, str) else plain_number(number)
    if len(number) <= ALWAYS_FITS:
        return
    row[index] = fit(number)
    if row[index] is None:
        column = TABLES[table].columns[index].name
        message = (
            f"{table}.{column} of record {row[1]}: {number} does not fit DECIMAL({PRECISION},{SCALE}) and is left out."
        )
        warnings = rows["warnings"]
        empty = [None] * (len(TABLES["warnings"].columns) - 4)
        warnings.append([document_id, len(warnings) + 1, BEYOND, message, *empty])
        rows["documents"][0][index_of("documents", "warnings")] = len(warnings)


@cache
def _places(table: str, kind: ColumnType) -> tuple[int, ...]:
    return tuple(index for index, column in enumerate(TABLES[table].columns) if column.type == kind)


@cache
def _conversions(table: str) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    decimals = ((index, Decimal) for index in _places(table, "decimal"))
    return (*decimals, *((index, date.fromisoformat) for index in _places(table, "date")))
