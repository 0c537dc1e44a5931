"""Units that an annotator wrote, against those that are known: no typing error passes for a record that was missed.

    >>> gold = {"targets": [{"indicator": "总产值", "value": 300, "unit": "亿园"}]}
    >>> unknown_units(gold, "到2027年，总产值达到300亿元。")
    ["targets[0].unit: '亿园' is no unit that is known, nor stands in the text; near: 亿元, 亿丸"]

A unit is right if clusterx knows it, with any scale word before it, or if the text has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from clusterx.clean import clean
from clusterx.evaluate.annotation import Item
from clusterx.evaluate.match import BASE_UNIT, SAME_UNIT, SCALES
from clusterx.lexicon import rows
from clusterx.mentions.units import read_unit, units

_QUANTITIES = ("investment", "invested", "capacity", "progress")
_MOST_NEAR = 3
_NEAR = 0.5


def unknown_units(gold: Item, text: str) -> list[str]:
    """What is wrong with units of the annotations of `text`, each with its place."""
    return [_problem(place, unit) for place, unit in _units(gold) if not (_is_known(unit) or _stands_in(unit, text))]


def _units(gold: Item) -> Iterator[tuple[str, str]]:
    for index, target in enumerate(gold.get("targets") or []):
        place = f"targets[{index}]"
        yield f"{place}.unit", target.get("unit") or ""
        for number, condition in enumerate(target.get("conditions") or []):
            yield f"{place}.conditions[{number}].unit", condition.get("unit") or ""
    for index, project in enumerate(gold.get("projects") or []):
        for name in _QUANTITIES:
            yield f"projects[{index}].{name}.unit", (project.get(name) or {}).get("unit") or ""


def _is_known(unit: str) -> bool:
    return any(_is_plain(unit[scales:]) for scales in range(_scales(unit) + 1))


def _scales(unit: str) -> int:
    """How many scale words it begins with."""
    return next((at for at, char in enumerate(unit) if char not in SCALES), len(unit))


def _is_plain(unit: str) -> bool:
    found = read_unit(unit, 0)
    return not unit or unit in SAME_UNIT or unit in BASE_UNIT or (found is not None and found[1] == len(unit))


def _stands_in(unit: str, text: str) -> bool:
    """As the text has it, or as it would have it without damage; with a blank in it, it is rather a typing error."""
    bare = unit[_scales(unit) :]
    return bare == bare.strip() and (bare in text or bare in clean(text).text)


def _problem(place: str, unit: str) -> str:
    near = ", ".join(_near(unit))
    remedy = f"near: {near}" if near else "write it as the text has it"
    return f"{place}: {unit!r} is no unit that is known, nor stands in the text; {remedy}"


def _near(unit: str) -> list[str]:
    """Without blanks, with simplified characters, with others that sound alike, else what shares most characters."""
    written = clean("".join(unit.split())).text
    if _is_known(written):
        return [written]
    scales = written[: _scales(written)]
    bare = written[len(scales) :]
    near = _named(_sound_alike(bare)) or get_close_matches(bare, sorted(units()), _MOST_NEAR, _NEAR)
    return [scales + one for one in near[:_MOST_NEAR]]


def _named(written: Iterable[str]) -> list[str]:
    """The names of those that are units, in the order of the table, which begins with the most frequent."""
    found = {unit[0].name for one in written if (unit := read_unit(one, 0)) and unit[1] == len(one)}
    order = {unit.name: at for at, unit in reversed(list(enumerate(units().values())))}
    return sorted(found, key=lambda name: (order.get(name, len(order)), name))


def _sound_alike(unit: str) -> Iterator[str]:
    for at, char in enumerate(unit):
        for other in _homophones(char):
            yield unit[:at] + other + unit[at + 1 :]


class _Syllable(NamedTuple):
    """A toned reading and the characters that have it."""

    syllable: str
    chars: str


@cache
def _homophones(char: str) -> str:
    return "".join(row.chars for row in rows("readings", _Syllable) if char in row.chars).replace(char, "")
