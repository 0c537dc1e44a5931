"""The columns of extracted documents, made from the models in `clusterx.records`: for Arrow, and for Spark as DDL.

A record is a struct with the fields that its JSON has, in their order and with their names; numbers are decimal strings as they
are there, dates are dates. `clusterx.spark.tables` gives numbers as decimals.

    >>> schema = result_schema(pa.string())
    >>> schema.names[:6]
    ['id', 'document', 'policies', 'targets', 'mechanisms', 'projects']
    >>> as_ddl(schema.field("targets").type).count("`quantity`:struct<`value`:string,")
    3
"""

from __future__ import annotations

import types
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel

from clusterx.records import Extraction

ID, ERROR = "id", "error"
_SCALARS: dict[Any, tuple[pa.DataType, str]] = {
    str: (pa.string(), "string"),
    int: (pa.int64(), "bigint"),
    float: (pa.float64(), "double"),
    bool: (pa.bool_(), "boolean"),
    date: (pa.date32(), "date"),
    Decimal: (pa.string(), "string"),
}
_DDL: dict[pa.DataType, str] = dict(_SCALARS.values())
_DDL |= {pa.int8(): "tinyint", pa.int16(): "smallint", pa.int32(): "int", pa.float32(): "float", pa.binary(): "binary"}


def result_schema(id_type: pa.DataType) -> pa.Schema:
    """The columns of the result: the caller's id, the fields of an extraction, and `error`."""
    return pa.schema([pa.field(ID, id_type), *EXTRACTION_FIELDS, ERROR_FIELD])


def as_ddl(kind: pa.DataType | pa.Schema) -> str:
    """An Arrow type, or the columns of a schema, as Spark writes it."""
    if isinstance(kind, pa.Schema):
        return ", ".join(f"`{field.name}` {as_ddl(field.type)}" for field in kind)
    if pa.types.is_struct(kind):
        return f"struct<{','.join(f'`{field.name}`:{as_ddl(field.type)}' for field in kind)}>"
    if pa.types.is_map(kind):
        return f"map<{as_ddl(kind.key_type)},{as_ddl(kind.item_type)}>"
    if pa.types.is_list(kind):
        return f"array<{as_ddl(kind.value_type)}>"
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    return _DDL[kind]


def arrow_type(annotation: Any) -> pa.DataType:
    """The type of a model's field."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return arrow_type(inner[0])
    if origin is Literal:
        return pa.string()
    if origin in (Union, types.UnionType):
        (kind,) = [one for one in inner if one is not types.NoneType]
        return arrow_type(kind)
    if origin is tuple:
        return pa.list_(arrow_type(inner[0]))
    if origin is dict:
        return pa.map_(arrow_type(inner[0]), arrow_type(inner[1]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pa.struct([(name, arrow_type(field.annotation)) for name, field in annotation.model_fields.items()])
    return _SCALARS[annotation][0]


ERROR_FIELD = pa.field(ERROR, pa.string())
EXTRACTION_FIELDS = [pa.field(name, arrow_type(field.annotation)) for name, field in Extraction.model_fields.items()]
