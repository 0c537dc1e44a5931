"""The files that a command's arguments mean: files, folders with all that is below them, patterns, `-`.

Files that somebody names are always tried. In folders, files that cannot be documents by their extension (pictures, style sheets,
datasets that we write), hidden files and links to folders are passed over and counted. The order is that of the arguments, inside a
folder that of the names by code points, on every machine. Memory is that of the names, about 10 to 20 bytes a file, and, where the
arguments may mean a file twice, a digest.
"""

from __future__ import annotations

import glob
import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clusterx.batch.patterns import match_pattern
from clusterx.read import STANDARD_INPUT, ReadError, printable_name
from clusterx.read.files import local_path, reason
from clusterx.read.refusal import Refusal
from clusterx.several import check_several

_NO_DOCUMENTS = frozenset(
    ".jpg .jpeg .png .gif .bmp .webp .svg .ico .tif .tiff .mp3 .mp4 .avi .mov .wmv .flv .wav .css .js .map .woff .woff2 .ttf .otf "
    ".eot .exe .dll .so .pyc .db .sqlite .sqlite3 .lock .tmp .part .jsonl .parquet .duckdb .torrent .swf .crdownload".split()
)
_BOOKKEEPING = frozenset(("Thumbs.db", "desktop.ini", "__MACOSX"))
MARKER = "clusterx.json"
_RESULTS = (".json", ".xlsx")
JOURNAL_SUFFIX = ".clusterx-journal"
FAILURES_SUFFIX = ".failures.jsonl"
_PACKED_AT_ONCE = 10_000
_DIGEST = 16


class Paths:
    """Paths in order, those of one folder together in one string of bytes.

    >>> paths = Paths()
    >>> for path in ("pages/甲.txt", "pages/乙.txt", "b.txt"):
    ...     paths.add(path)
    >>> len(paths), list(paths)
    (3, ['pages/甲.txt', 'pages/乙.txt', 'b.txt'])
    """

    def __init__(self) -> None:
        self._packed: list[tuple[str, bytes]] = []
        self._folder = ""
        self._names: list[str] = []
        self._count = 0

    def add(self, path: str) -> None:
        """One more path."""
        end = path.rfind("/") + 1
        if path[:end] != self._folder or len(self._names) >= _PACKED_AT_ONCE:
            self._pack()
            self._folder = path[:end]
        self._names.append(path[end:])
        self._count += 1

    def _pack(self) -> None:
        if self._names:
            self._packed.append((self._folder, os.fsencode("\0".join(self._names))))
        self._names = []

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[str]:
        self._pack()
        for folder, names in self._packed:
            for name in os.fsdecode(names).split("\0"):
                yield folder + name


@dataclass
class Inputs:
    """The paths in order; what was passed over, by reason; what is wrong with a name."""

    paths: Paths = field(default_factory=Paths)
    skipped: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[str, ReadError]] = field(default_factory=list)


def find_inputs(names: Sequence[str], *, output: Path | None = None) -> Inputs:
    """The inputs that `names` mean, each once; `output` and what belongs to it are passed over in folders. Raises
    TypeError for one name."""
    check_several(names, "names", "strings", "put one name into a list")
    inputs = Inputs()
    own = os.path.realpath(output) if output else None
    here = _here()
    seen: set[bytes] = set()
    once = len(names) == 1 and not glob.has_magic(names[0])
    for name in names:
        for path in _paths(name, inputs, own):
            if once or _is_new(path if path == STANDARD_INPUT else os.path.join(here, path), seen):
                inputs.paths.add(path)
    return inputs


def _is_new(path: str, seen: set[bytes]) -> bool:
    digest = hashlib.blake2b(os.fsencode(path), digest_size=_DIGEST).digest()
    before = len(seen)
    seen.add(digest)
    return len(seen) > before


def _here() -> str:
    try:
        return os.getcwd()
    except FileNotFoundError:  # it was removed
        return ""


def _plain(path: str) -> str:
    """Without `.` and doubled marks; `..` behind a link leads elsewhere than its spelling says."""
    return path if not path or os.pardir in path else os.path.normpath(path)


def names_many(name: str) -> bool:
    """Whether an argument may mean any number of files."""
    return os.path.isdir(name) or (glob.has_magic(name) and not os.path.lexists(name))


def _paths(name: str, inputs: Inputs, own: str | None) -> Iterator[str]:
    if name == STANDARD_INPUT:
        yield name
        return
    if not name:
        inputs.problems.append(
            ("''", ReadError("'': an empty name; if it was to come from a variable, that one is not set"))
        )
        return
    try:
        path = _no_dash(_plain(local_path(name)))
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
    for path in map(_plain, found):
        if os.path.isdir(path):
            if "**" not in pattern:
                yield from _walk(path, inputs, own)
        elif os.path.exists(path) and not os.path.isfile(path):
            inputs.skipped["special files"] += 1
        elif os.path.realpath(path) != own:
            yield path


def _walk(folder: str, inputs: Inputs, own: str | None) -> Iterator[str]:
    try:
        names, folders = _list(folder, inputs, own)
    except OSError as error:
        _lose(folder, error, inputs)
        return
    start = "" if folder == os.curdir else os.path.join(folder, "")
    for name in names:
        if name in folders:
            yield from _walk(start + name, inputs, own)
        else:
            yield _no_dash(start + name)


def _no_dash(path: str) -> str:
    """A file of that name is not standard input."""
    return os.path.join(os.curdir, path) if path == STANDARD_INPUT else path


def _list(folder: str, inputs: Inputs, own: str | None) -> tuple[list[str], set[str]]:
    """The sorted names of a folder that are not passed over, and which of them are folders. Raises OSError."""
    beside = own[len(start) :] if own and own.startswith(start := os.path.join(os.path.realpath(folder), "")) else None
    names: list[str] = []
    folders: set[str] = set()
    skipped: Counter[str] = Counter()
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == MARKER:
                inputs.skipped["datasets"] += 1
                return [], set()
            if why := _passed_over(entry, beside):
                skipped[why] += 1
                continue
            names.append(entry.name)
            if entry.is_dir(follow_symlinks=False):
                folders.add(entry.name)
    inputs.skipped.update(skipped)
    names.sort()
    return names, folders


def _lose(folder: str, error: OSError, inputs: Inputs) -> None:
    label, told = printable_name(folder), reason(error)
    if isinstance(error, PermissionError):
        told = "no permission to list this folder; check its owner and mode"
    inputs.problems.append((label, ReadError(f"{label}: {told}")))


def _passed_over(entry: os.DirEntry[str], output: str | None) -> str | None:
    name = entry.name
    if output and name in (output, output + JOURNAL_SUFFIX, output + FAILURES_SUFFIX):
        return "the output"
    if name.startswith((".", "~$")) or name in _BOOKKEEPING or name.endswith((JOURNAL_SUFFIX, FAILURES_SUFFIX)):
        return "hidden files"
    if entry.is_dir(follow_symlinks=False):
        return None
    if entry.is_symlink() and os.path.isdir(entry.path):  # entry.is_dir raises for a link that leads back to itself
        return "links to folders"
    if not entry.is_file(follow_symlinks=False) and not os.path.isfile(entry.path):
        return "special files" if os.path.exists(entry.path) else "broken links"
    if name.lower().endswith(_RESULTS) and _is_ours(entry.path):
        return "datasets"
    return no_document(name)


def _is_ours(path: str) -> bool:
    """Whether the file is a result of ours, which would be read as a text about itself."""
    from clusterx.batch.existing import is_result

    return is_result(Path(path))


def no_member(name: str) -> str | None:
    """The same of a member of an archive, as it would be passed over in a folder."""
    hidden = any(part.startswith((".", "~$")) and part.strip(".") for part in name.rpartition("!/")[2].split("/"))
    return "hidden files" if hidden else no_document(name)


def no_document(name: str) -> str | None:
    """Why a file in a folder or an archive is passed over, by its name alone; None if it may be a document."""
    suffix = os.path.splitext(name)[1].lower()
    return f"{suffix} files" if suffix in _NO_DOCUMENTS else None
