"""A user's own rows for the tables that can be extended, read into a `Lexicon`.

    units            units and classifiers              unit, dimension, base, factor, source, aliases, digits_only, silent
    agencies         bodies of government, without their place  name, level
    industries       industries named by titles of policies     name
    policy_kinds     last words of titles, types of instrument  word, kind, role
    project_stages   words that state the stage of a project    word, status
    mechanism_heads  nouns that name ways of organising work    word, family, not_before

The columns mean what the comment lines of our table of the same name (`data/*.tsv`) say; columns that are not needed may be
left out. A row whose first cell stands in our table too replaces ours. Words are compared with cleaned text: simplified
characters, half-width digits and letters.

    >>> lexicon = read_lexicon([("units", "unit\\tdimension\\taliases\\n畦\\tcount\\t菜畦\\n")])
    >>> lexicon.own["units"][0].aliases
    ('菜畦',)
    >>> read_lexicon([("units", "unit\\tdimension\\n畦\\tsize\\n")])
    Traceback (most recent call last):
    ...
    clusterx.lexicon.LexiconError: lexicon[0]:2: no dimension 'size'; choose one of: money, area, ...
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from clusterx.lexicon import Lexicon, LexiconError, parse_rows
from clusterx.mentions.agencies import AgencyWord
from clusterx.mentions.industries import Industry
from clusterx.mentions.titles import PolicyKind
from clusterx.mentions.units import UnitRow
from clusterx.rules.mechanism_view import Head
from clusterx.rules.project_stage import Stage

OwnTable = PathLike[str] | tuple[str, str]
"""A file whose name begins with that of its table (`units.tsv`, `units.ours.tsv`), or the name of the table and its text."""

TABLES: dict[str, type[Any]] = {
    "units": UnitRow,
    "agencies": AgencyWord,
    "industries": Industry,
    "policy_kinds": PolicyKind,
    "project_stages": Stage,
    "mechanism_heads": Head,
}


def read_lexicon(tables: Iterable[OwnTable]) -> Lexicon:
    """The lexicon with these rows. Raises LexiconError for a bad row or table, TypeError for what is no table."""
    if isinstance(tables, str | bytes | PathLike | Mapping) or not isinstance(tables, Iterable):
        raise TypeError(f"lexicon must be a list of files or (table, text) pairs, not {type(tables).__name__}")
    own: dict[str, tuple[Any, ...]] = {}
    for index, table in enumerate(tables):
        name, text, place = _table(table, f"lexicon[{index}]")
        if name not in TABLES:
            raise LexiconError(f"{place}: no table {name!r} that can be extended; there are: {', '.join(TABLES)}")
        own[name] = (*own.get(name, ()), *parse_rows(text, TABLES[name], place))
    return Lexicon(own)


def _table(table: object, place: str) -> tuple[str, str, str]:
    """Name of the table, its text, and how messages call it."""
    if isinstance(table, PathLike):
        path = Path(table)
        try:
            return path.name.split(".")[0], path.read_text("utf-8-sig"), str(path)
        except UnicodeDecodeError as error:
            raise LexiconError(f"{path}: not UTF-8 ({error.reason} at byte {error.start})") from error
    if isinstance(table, tuple) and len(table) == 2 and all(isinstance(part, str) for part in table):
        return table[0], table[1], place
    remedy = "; a file is given as pathlib.Path, text as ('units', text)" if isinstance(table, str) else ""
    raise TypeError(f"{place} must be a Path or a (table, text) pair, not {type(table).__name__}{remedy}")
