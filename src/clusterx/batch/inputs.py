"""The files that a command's arguments mean: files, folders with all that is below them, patterns, `-`.

Files that somebody names are always tried. In folders, files that cannot be documents by their extension (pictures, style sheets,
datasets that we write), hidden files and links to folders are passed over and counted. The order is that of the arguments, inside a
folder that of the names by code points, on every machine.
"""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clusterx.batch.patterns import match_pattern
from clusterx.read import STANDARD_INPUT, ReadError, printable_name
from clusterx.read.files import local_path, reason
from clusterx.read.refusal import Refusal

_NO_DOCUMENTS = frozenset(
    ".jpg .jpeg .png .gif .bmp .webp .svg .ico .tif .tiff .mp3 .mp4 .avi .mov .wmv .flv .wav .css .js .map .woff .woff2 .ttf .otf "
    ".eot .exe .dll .so .pyc .db .sqlite .sqlite3 .lock .tmp .part .jsonl .parquet .duckdb .torrent .swf .crdownload".split()
)
_BOOKKEEPING = frozenset(("Thumbs.db", "desktop.ini", "__MACOSX"))
MARKER = "clusterx.json"
JOURNAL_SUFFIX = ".clusterx-journal"
FAILURES_SUFFIX = ".failures.jsonl"


@dataclass
class Inputs:
    """The paths in order; what was passed over, by reason; what is wrong with a name."""

    paths: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[str, ReadError]] = field(default_factory=list)


def find_inputs(names: Iterable[str], *, output: Path | None = None) -> Inputs:
    """The inputs that `names` mean, each once; `output` and what belongs to it are passed over in folders."""
    inputs = Inputs()
    seen: dict[str, str] = {}
    own = os.path.realpath(output) if output else None
    here = _here()
    for name in names:
        for path in _paths(name, inputs, own):
            # `..` behind a link leads elsewhere than its spelling says
            plain = path if path in ("", STANDARD_INPUT) or os.pardir in path else os.path.normpath(path)
            seen.setdefault(plain if plain == STANDARD_INPUT else os.path.join(here, plain), plain)
    inputs.paths = list(seen.values())
    return inputs


def _here() -> str:
    try:
        return os.getcwd()
    except FileNotFoundError:  # it was removed
        return ""


def names_many(name: str) -> bool:
    """Whether an argument may mean any number of files."""
    return os.path.isdir(name) or (glob.has_magic(name) and not os.path.lexists(name))


def _paths(name: str, inputs: Inputs, own: str | None) -> Iterator[str]:
    if name == STANDARD_INPUT:
        yield name
        return
    try:
        path = local_path(name)
    except Refusal as error:
        inputs.problems.append((printable_name(name), ReadError(f"{printable_name(name)}: {error}")))
        return
    if os.path.isdir(path):
        yield from _walk(path, inputs, own)
    elif glob.has_magic(path) and not os.path.lexists(path):
        yield from _matching(path, inputs, own)
    else:
        yield path


def _matching(pattern: str, inputs: Inputs, own: str | None) -> Iterator[str]:
    found = match_pattern(pattern, lambda folder, error: _lose(folder, error, inputs))
    if not found:
        label = printable_name(pattern)
        inputs.problems.append((label, ReadError(f"{label}: no file has a name of this form; check the pattern")))
    for path in found:
        if os.path.isdir(path):
            if "**" not in pattern:
                yield from _walk(path, inputs, own)
        elif os.path.exists(path) and not os.path.isfile(path):
            inputs.skipped["special files"] += 1
        elif os.path.realpath(path) != own:
            yield path


def _walk(folder: str, inputs: Inputs, own: str | None) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        _lose(folder, error, inputs)
        return
    if any(entry.name == MARKER for entry in found):
        inputs.skipped["datasets"] += 1
        return
    for entry in found:
        why = _passed_over(entry, own)
        if why:
            inputs.skipped[why] += 1
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, inputs, own)
        elif os.path.isfile(entry.path):
            yield entry.path
        else:
            inputs.skipped["special files" if os.path.exists(entry.path) else "broken links"] += 1


def _lose(folder: str, error: OSError, inputs: Inputs) -> None:
    label, told = printable_name(folder), reason(error)
    if isinstance(error, PermissionError):
        told = "no permission to list this folder; check its owner and mode"
    inputs.problems.append((label, ReadError(f"{label}: {told}")))


def _passed_over(entry: os.DirEntry[str], own: str | None) -> str | None:
    name = entry.name
    if own and os.path.join(os.path.realpath(os.path.dirname(entry.path)), name).startswith(own):
        return "the output" if _belongs(entry, own) else None
    if name.startswith((".", "~$")) or name in _BOOKKEEPING or name.endswith((JOURNAL_SUFFIX, FAILURES_SUFFIX)):
        return "hidden files"
    # entry.is_dir raises for a link that leads back to itself
    if entry.is_symlink() and os.path.isdir(entry.path):
        return "links to folders"
    return None if entry.is_dir(follow_symlinks=False) else no_document(name)


def no_document(name: str) -> str | None:
    """Why a file in a folder or an archive is passed over, by its name alone; None if it may be a document."""
    suffix = os.path.splitext(name)[1].lower()
    return f"{suffix} files" if suffix in _NO_DOCUMENTS else None


def _belongs(entry: os.DirEntry[str], own: str) -> bool:
    rest = os.path.join(os.path.realpath(os.path.dirname(entry.path)), entry.name)[len(own) :]
    return rest in ("", JOURNAL_SUFFIX, FAILURES_SUFFIX)
