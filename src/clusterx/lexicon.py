"""The words: `data/*.tsv`, loaded once into frozen rows and checked while loading.

A table starts with comment lines (`#`, among them the source of its facts) and a line of column names, which are the
fields of a dataclass. A column of type `tuple[str, ...]` holds values separated by `|`; an empty cell is the default.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Fruit:
    ...     name: str
    ...     aliases: tuple[str, ...] = ()
    >>> parse_rows("# invented\\nname\\taliases\\n苹果\\t蘋果|苹菓\\n", Fruit, "fruit.tsv")
    (Fruit(name='苹果', aliases=('蘋果', '苹菓')),)
    >>> WordFinder({"产业": 1, "产业链": 2}).find("产业链长制")
    [(0, 3, 2)]
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import Any, Generic, TypeVar, get_type_hints

import ahocorasick_rs

Row = TypeVar("Row")
V = TypeVar("V")


class LexiconError(ValueError):
    """A table that does not have the form its rows need; names file and line."""


@cache
def rows(name: str, row_type: type[Row]) -> tuple[Row, ...]:
    """The rows of `data/{name}.tsv` as `row_type`. Raises LexiconError, naming file and line, for a bad row."""
    file = f"{name}.tsv"
    text = resources.files("clusterx").joinpath("data", file).read_text("utf-8")
    return parse_rows(text, row_type, file)


def parse_rows(text: str, row_type: type[Row], file: str) -> tuple[Row, ...]:
    """The rows of a table given as text; `file` is only used in messages."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        raise LexiconError(f"{file}: no line of column names")
    columns = lines[0][1].split("\t")
    types = get_type_hints(row_type)
    if unknown := set(columns) - set(types):
        raise LexiconError(f"{file}:{lines[0][0]}: unknown columns {sorted(unknown)}")
    return tuple(_row(line, number, columns, types, row_type, file) for number, line in lines[1:])


def _row(line: str, number: int, columns: list[str], types: dict[str, Any], row_type: type[Row], file: str) -> Row:
    cells = line.split("\t")
    if len(cells) > len(columns):
        raise LexiconError(f"{file}:{number}: {len(cells)} cells under {len(columns)} column names")
    try:
        values = {c: _value(cell, types[c]) for c, cell in zip(columns, cells, strict=False) if cell}
        return row_type(**values)
    except (TypeError, ValueError, InvalidOperation) as error:
        raise LexiconError(f"{file}:{number}: {error}") from error


def _value(cell: str, kind: Any) -> Any:
    if kind is int or kind is Decimal:
        return kind(cell)
    if kind is bool:
        return {"yes": True, "no": False}[cell]
    if kind == tuple[str, ...]:
        return tuple(cell.split("|"))
    return cell


class WordFinder(Generic[V]):
    """Finds every one of many words in one pass, leftmost first and longest first, without overlaps."""

    def __init__(self, words: Mapping[str, V]) -> None:
        self._values = list(words.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[tuple[int, int, V]]:
        """(start, end, value) of each word found, in the order of the text."""
        return [(start, end, self._values[i]) for i, start, end in self._automaton.find_matches_as_indexes(text)]
