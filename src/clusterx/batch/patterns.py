"""The files that a pattern means: `*` and `?` in a name, `[…]` one of these characters, `**` any number of folders.

As in the shell, hidden names match only where the pattern writes their dot. Unlike `glob`, `**` follows no link to a folder, which may
lead back to where it is, and a folder that cannot be listed is told: `lost` is called with its name and the error.
"""

from __future__ import annotations

import fnmatch
import glob
import os
from collections.abc import Callable, Iterator
from pathlib import PurePath

Lost = Callable[[str, OSError], None]


def match_pattern(pattern: str, lost: Lost) -> list[str]:
    """Files and folders in order of their names."""
    path = PurePath(pattern)
    names = path.parts[1:] if path.anchor else path.parts
    return sorted({place for place in _below(path.anchor, names, lost) if place})


def _below(folder: str, names: tuple[str, ...], lost: Lost) -> Iterator[str]:
    if not names:
        yield folder
        return
    first, *others = names
    rest = tuple(others)
    if not glob.has_magic(first):
        place = os.path.join(folder, first)
        if os.path.lexists(place):
            yield from _below(place, rest, lost)
        return
    entries = _listed(folder, first, lost)
    if first == "**":
        yield from _below(folder, rest, lost)
    for place, entry in entries:
        if first != "**":
            yield from _below(place, rest, lost)
        elif entry.is_dir(follow_symlinks=False):
            yield from _below(place, names, lost)
        elif not rest:
            yield place


def _listed(folder: str, name: str, lost: Lost) -> list[tuple[str, os.DirEntry[str]]]:
    """What is in a folder and has a name of this form."""
    form = "*" if name == "**" else name
    try:
        with os.scandir(folder or ".") as entries:
            found = [entry for entry in entries if fnmatch.fnmatchcase(entry.name, form)]
    except (NotADirectoryError, FileNotFoundError):
        return []
    except OSError as error:
        lost(folder or ".", error)
        return []
    shown = [entry for entry in found if form.startswith(".") or not entry.name.startswith(".")]
    return [(os.path.join(folder, entry.name), entry) for entry in shown]
