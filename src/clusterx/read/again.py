"""Documents read again by the names under which results know them: files, members of archives, names that could not be written.

    >>> import os, tempfile
    >>> folder = tempfile.mkdtemp()
    >>> with open(os.path.join(os.fsencode(folder), "通知.txt".encode("gbk")), "w", encoding="utf-8") as stream:
    ...     _ = stream.write("到2027年，达到850家。")
    >>> Documents(folder).read("通知.txt").text
    '到2027年，达到850家。'

Members are looked for from where the last one was found, so that the documents of an archive cost one passage through it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePath

import regex

from clusterx.read.archives import Member, read_members
from clusterx.read.files import STANDARD_INPUT, printable_name, read
from clusterx.read.refusal import ReadError
from clusterx.source import Source

_IN_ARCHIVE = "!/"
_NUMBERED = regex.compile(r"(.*)#(\d+)", regex.S)


class Documents:
    """The documents where their names say, or below `folder`: under the whole name, else under its last part."""

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self._folder = folder
        self._archive = ""
        self._members: Iterator[Member] = iter(())

    def read(self, name: str) -> Source:
        """The document of this name. Raises ReadError."""
        if name == STANDARD_INPUT:
            raise ReadError(f"{name}: it came from standard input and cannot be read again; save it as a file")
        whole, last = self._places(name)
        archive, _, member = name.partition(_IN_ARCHIVE)
        if member and not _find(whole) and (place := self._find(archive)):
            return self._read_member(place, archive, name)
        return read(_find(whole) or _find(last) or whole, name=name)

    def _read_member(self, place: str, archive: str, name: str) -> Source:
        """From where the last member was found, then once from the beginning."""
        for start in (self._archive != place, True):
            if start:
                self._archive, self._members = place, read_members(place, name=archive)
            for member in self._members:
                if member.name == name:
                    if member.error:
                        raise member.error
                    return read(member.data, name=name)
        raise ReadError(f"{name}: {archive} has no such member any more")

    def _find(self, name: str) -> str | None:
        whole, last = self._places(name)
        return _find(whole) or _find(last)

    def _places(self, name: str) -> tuple[str, str]:
        if self._folder is None:
            return name, name
        return os.path.join(self._folder, name.lstrip("/")), os.path.join(self._folder, PurePath(name).name)


def _find(place: str) -> str | None:
    """The file, also where its name could not be written as it is, so that results have it otherwise."""
    if os.path.lexists(place):
        return place
    numbered = _NUMBERED.fullmatch(place)
    written, number = (numbered[1], int(numbered[2])) if numbered else (place, 1)
    others = _written_as(written)
    at = number - 1 - os.path.lexists(written)
    return others[at] if 0 <= at < len(others) else None


def _written_as(place: str) -> list[str]:
    """The files whose name is written so and is another, in the order in which they are read."""
    folder = os.path.dirname(place)
    try:
        names = sorted(os.listdir(folder or "."))
    except OSError:
        return []
    paths = (os.path.join(folder, name) for name in names)
    return [path for path in paths if path != place and printable_name(path) == place]
