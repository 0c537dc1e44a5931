"""The flat tables of a dataset: the one declaration that CSV, XLSX, Parquet, DuckDB, Arrow, Spark and the codebook share.

A table for each kind of record, one for the documents, one for the evidence, and one for every list of objects inside a
record. Columns come from the models in `clusterx.records`: a nested model is spread over columns that begin with its
field's name, a list of words is one column, its words separated by `|`.

    >>> [column.name for column in TABLES["targets"].columns if column.name.startswith("quantity")][:4]
    ['quantity_value', 'quantity_low', 'quantity_high', 'quantity_unit']
    >>> column = TABLES["targets"].column("quantity_value")
    >>> column.type, column.unit
    ('decimal', 'quantity_unit')
    >>> TABLES["project_parts"].keys
    ('document_id', 'project_id', 'position')

Every table begins with `document_id`; the id of a record is unique within its document, so that `(document_id, id)` is
the key of a record, and child tables carry both and a `position` from 1.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from clusterx.records import (
    Cadence,
    Component,
    Condition,
    Document,
    Evidence,
    ExtractionWarning,
    Mechanism,
    Model,
    Omission,
    Part,
    Policy,
    Project,
    Role,
    Target,
)
from clusterx.source import SourceMeta

SEPARATOR = "|"
ColumnType = Literal["string", "integer", "decimal", "float", "date"]

# Names that SQL reserves, and offsets, whose unit belongs to the name.
_EVIDENCE_NAMES = {"start": "start_char", "end": "end_char", "by": "rule"}
_UNITS = {
    "start_char": "code points",
    "end_char": "code points",
    "evidence_start_char": "code points",
    "evidence_end_char": "code points",
    "confidence": "probability, 0 to 1",
    "bytes": "bytes",
    "characters": "code points",
    "pages": "pages",
}
_SCALARS: dict[Any, ColumnType] = {str: "string", int: "integer", float: "float", Decimal: "decimal", date: "date"}
# What the reading of the file knows; what its metadata say of title and date is in the document's own fields.
_META = ("format", "encoding", "bytes", "sha256", "pages")
COUNTED = ("policies", "targets", "mechanisms", "projects", "warnings", "uncovered")


class Column(NamedTuple):
    """A column; `unit` is a unit or the name of the column that holds it, `values` what may stand in it."""

    name: str
    meaning: str
    type: ColumnType
    unit: str = ""
    values: tuple[str, ...] = ()
    list: bool = False


class Table(NamedTuple):
    """A table; `keys` together are unique in it."""

    name: str
    meaning: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name!r}")


class Child(NamedTuple):
    """A table of the objects in the field `field` of the records in the table `parent`."""

    parent: str
    field: str
    key: str
    model: type[Model]
    meaning: str


RECORD_MODELS: dict[str, type[Model]] = {
    "policies": Policy, "targets": Target, "mechanisms": Mechanism, "projects": Project,
}  # fmt: skip
CHILDREN: dict[str, Child] = {
    "target_conditions": Child("targets", "conditions", "target_id", Condition, "Thresholds that define what a target counts."),
    "mechanism_components": Child("mechanisms", "components", "mechanism_id", Component, "Parts of a mechanism's formula."),
    "mechanism_cadence": Child("mechanisms", "cadence", "mechanism_id", Cadence, "Intervals and actions of a mechanism."),
    "mechanism_roles": Child("mechanisms", "roles", "mechanism_id", Role, "Roles of a mechanism and their holders."),
    "project_parts": Child("projects", "parts", "project_id", Part, "Progress of single parts of a project."),
}  # fmt: skip


def model_fields(model: type[Model]) -> Iterator[tuple[str, FieldInfo, Any]]:
    """The fields of a model that become columns, each with its type; lists of objects become tables of their own."""
    for name, field in model.model_fields.items():
        inner = _without_none(field.annotation)
        if get_origin(inner) is not dict and not _is_object_list(inner):
            yield name, field, inner


def is_model(kind: Any) -> bool:
    """Whether the type is a nested model."""
    return isinstance(kind, type) and issubclass(kind, Model)


def is_list(kind: Any) -> bool:
    """Whether the type is a list of words."""
    return get_origin(kind) is tuple


def _is_object_list(kind: Any) -> bool:
    return is_list(kind) and is_model(get_args(kind)[0])


def _without_none(annotation: Any) -> Any:
    """`Quantity` of `Quantity | None`, `Decimal` of `Number`."""
    if get_origin(annotation) is Annotated:
        return _without_none(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        (inner,) = [kind for kind in get_args(annotation) if kind is not types.NoneType]
        return _without_none(inner)
    return annotation


def _columns_of(model: type[Model], prefix: str = "", meaning: str = "") -> Iterator[Column]:
    for name, field, kind in model_fields(model):
        column = prefix + (_EVIDENCE_NAMES.get(name, name) if model is Evidence else name)
        says = f"{meaning} {field.description}".strip()
        if is_model(kind):
            yield from _columns_of(kind, f"{column}_", says)
        elif is_list(kind):
            values = get_args(get_args(kind)[0])
            yield Column(column, f"{says} Separated by {SEPARATOR}", "string", "", values, list=True)
        else:
            yield _scalar(column, says, kind, prefix)


def _scalar(name: str, meaning: str, kind: Any, prefix: str) -> Column:
    if get_origin(kind) is Literal:
        return Column(name, meaning, "string", "", get_args(kind))
    unit = f"{prefix}unit" if kind is Decimal else _UNITS.get(name, "")
    if kind is date:
        unit = "ISO 8601 day"
    return Column(name, meaning, _SCALARS[kind], unit)


DOCUMENT_ID = Column("document_id", "The document: its file name, or the id that the caller gave.", "string")
_RECORD_ID = "The record, unique within its document."
_POSITION = Column("position", "Place in the list, from 1.", "integer")
_RECORD_TABLE = Column("record_table", "The table of the record.", "string", "", tuple(RECORD_MODELS))


def _documents() -> Table:
    meta = [column for column in _columns_of(SourceMeta) if column.name in _META]
    characters = Column("characters", "Length of the text into which offsets point.", "integer", "code points")
    counts = [Column(name, f"Number of rows in {name} for this document.", "integer", "rows") for name in COUNTED]
    own = list(_columns_of(Document))
    return Table("documents", "One row a document.", ("document_id",), (DOCUMENT_ID, *own, *meta, characters, *counts))


def _records(name: str, model: type[Model]) -> Table:
    meaning = (model.__doc__ or "").strip().splitlines()[0]
    return Table(name, f"One row a record. {meaning}", ("document_id", "id"), (DOCUMENT_ID, *_columns_of(model)))


def _child(name: str, child: Child) -> Table:
    key = Column(child.key, f"The id in {child.parent}.", "string")
    columns = (DOCUMENT_ID, key, _POSITION, *_columns_of(child.model))
    return Table(name, child.meaning, ("document_id", child.key, "position"), columns)


def _evidence() -> Table:
    record = Column("record_id", _RECORD_ID, "string")
    columns = (DOCUMENT_ID, _RECORD_TABLE, record, _POSITION, *_columns_of(Evidence))
    meaning = "One row a span of the source text on which a record, or some of its fields, stands."
    return Table("evidence", meaning, ("document_id", "record_table", "record_id", "position"), columns)


def _listed(name: str, model: type[Model]) -> Table:
    meaning = (model.__doc__ or "").strip().splitlines()[0]
    return Table(name, meaning, ("document_id", "position"), (DOCUMENT_ID, _POSITION, *_columns_of(model)))


def _noise() -> Table:
    kind = Column("kind", "Kind of damage found and repaired.", "string")
    count = Column("count", "How often it was repaired.", "integer", "repairs")
    return Table("document_noise", "Damage of a document.", ("document_id", "kind"), (DOCUMENT_ID, kind, count))


_ALL = (
    _documents(),
    *(_records(name, model) for name, model in RECORD_MODELS.items()),
    _evidence(),
    *(_child(name, child) for name, child in CHILDREN.items()),
    _noise(),
    _listed("warnings", ExtractionWarning),
    _listed("uncovered", Omission),
)
TABLES: dict[str, Table] = {table.name: table for table in _ALL}
