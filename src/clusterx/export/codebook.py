"""The codebook: a row for every column of every table, written beside the data.

>>> [row for row in codebook() if row[:2] == ("targets", "quantity_bound")][0][2:4]
('string', '')
>>> [row[5] for row in codebook() if row[:2] == ("targets", "status")]
['planned|achieved|forecast']
"""

from __future__ import annotations

from clusterx.export.columns import SEPARATOR, TABLES, Column, Table

HEADER = ("table", "column", "type", "unit", "key", "values", "meaning")
_TYPES = {"decimal": "decimal(38,9)"}


def codebook() -> list[tuple[str, ...]]:
    """Rows of HEADER: `unit` is a unit or the column that holds it, `key` is yes for columns that identify a row."""
    return [_row(table, column) for table in TABLES.values() for column in table.columns]


def _row(table: Table, column: Column) -> tuple[str, ...]:
    key = "yes" if column.name in table.keys else ""
    kind = _TYPES.get(column.type, column.type)
    return table.name, column.name, kind, column.unit, key, SEPARATOR.join(column.values), column.meaning
