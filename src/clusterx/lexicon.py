"""The words: `data/*.tsv`, loaded once into frozen rows and checked while loading.

A `Lexicon` adds a user's own rows to some of these tables. What is made of a table (a finder, a dictionary, a pattern) is
made once for each lexicon by functions marked `per_lexicon` and kept with it, so that no lexicon sees another's words,
whichever is used first and in whatever thread.

A table starts with comment lines (`#`, among them the source of its facts) and a line of column names, which are the
fields of a dataclass or a NamedTuple. A column of type `tuple[str, ...]` holds values separated by `|`; an empty cell is the default.

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

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache, wraps
from importlib import resources
from typing import Any, Generic, ParamSpec, TypeVar, get_type_hints

import ahocorasick_rs

Row = TypeVar("Row")
V = TypeVar("V")
P = ParamSpec("P")


class LexiconError(ValueError):
    """A table that does not have the form that its rows need; the message names file and line."""


class Lexicon:
    """The words of `data/*.tsv` and, by name of the table, the `own` rows of a user."""

    def __init__(self, own: Mapping[str, tuple[Any, ...]] | None = None) -> None:
        self.own = dict(own or {})
        self.made: dict[Any, Any] = {}  # what functions marked per_lexicon have made of these rows

    @contextmanager
    def used(self) -> Iterator[None]:
        """Within this block, and in this thread only, `rows` gives the rows of this lexicon."""
        token = _ACTIVE.set(self)
        try:
            yield
        finally:
            _ACTIVE.reset(token)

    def __getstate__(self) -> dict[str, Any]:
        return {"own": self.own, "made": {}}


SHIPPED = Lexicon()
_ACTIVE: ContextVar[Lexicon] = ContextVar("lexicon", default=SHIPPED)


def per_lexicon(make: Callable[P, V]) -> Callable[P, V]:
    """`functools.cache`, once for each lexicon: for all that is made of the rows of a table that users may extend."""
    return bounded_per_lexicon(None)(make)


def bounded_per_lexicon(size: int | None) -> Callable[[Callable[P, V]], Callable[P, V]]:
    """`functools.lru_cache(size)`, once for each lexicon."""

    def mark(make: Callable[P, V]) -> Callable[P, V]:
        @wraps(make)
        def ask(*args: P.args, **kwargs: P.kwargs) -> V:
            made = _ACTIVE.get().made
            kept: Callable[P, V] | None = made.get(make)
            if kept is None:
                kept = made.setdefault(make, lru_cache(size)(make))
            return kept(*args, **kwargs)

        return ask

    return mark


def rows(name: str, row_type: type[Row]) -> tuple[Row, ...]:
    """The rows of `data/{name}.tsv` as `row_type`, a user's own first: one with the same first cell replaces ours.

    Raises LexiconError, naming file and line, for a bad row.
    """
    kind: Any = row_type
    shipped: tuple[Row, ...] = _shipped(name, kind)
    own = _ACTIVE.get().own.get(name)
    if not own:
        return shipped
    key = next(iter(get_type_hints(row_type)))
    replaced = {getattr(row, key) for row in own}
    return (*own, *(row for row in shipped if getattr(row, key) not in replaced))


@cache
def _shipped(name: str, row_type: Any) -> tuple[Any, ...]:
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
        if cell not in ("yes", "no"):
            raise ValueError(f"{cell!r} is neither yes nor no")
        return cell == "yes"
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
        values = self._values
        return [(start, end, values[i]) for i, start, end in self._automaton.find_matches_as_indexes(text)]
