"""The parts of documents on disk, while a run goes: each process that reads appends them to a file of its own beside the journal.

So no part goes through the process that hands out the work; that one notes where each is (`Place`), once it is written. A file is never
appended to by a second process or a later run: what a killed process had begun lies at its end, and no Place names it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO, NamedTuple

_OPEN_FILES = 64


class PartsError(OSError):
    """Parts that cannot be written or read."""


class Place(NamedTuple):
    """Where a part is."""

    file: str
    start: int
    length: int


class Segment:
    """A new file of parts. Raises PartsError."""

    def __init__(self, path: Path) -> None:
        self._name, self._end = path.name, 0
        try:
            self._stream = path.open("xb", buffering=0)
        except OSError as error:
            raise PartsError(error.errno, error.strerror) from error

    def append(self, part: bytes) -> Place:
        """Write a part; when this returns, only a power cut can take it away."""
        place, rest = Place(self._name, self._end, len(part)), memoryview(part)
        try:
            while rest:
                rest = rest[self._stream.write(rest) :]
        except OSError as error:
            raise PartsError(error.errno, error.strerror) from error
        self._end += len(part)
        return place

    def close(self) -> None:
        self._stream.close()


class Segments:
    """The files of parts in a folder, to be read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, BinaryIO] = {}

    def read(self, place: Place) -> bytes:
        """The part at a place. Raises PartsError where there is less."""
        try:
            stream = self._stream(place.file)
            stream.seek(place.start)
            part = stream.read(place.length)
        except OSError as error:
            raise PartsError(error.errno, error.strerror) from error
        if len(part) < place.length:
            raise PartsError(None, f"{place.file} is damaged: it ends before byte {place.start + place.length}")
        return part

    def _stream(self, name: str) -> BinaryIO:
        if name not in self._open:
            if len(self._open) >= _OPEN_FILES:
                self._open.pop(next(iter(self._open))).close()
            self._open[name] = (self._folder / name).open("rb")
        return self._open[name]

    def close(self) -> None:
        for stream in self._open.values():
            stream.close()
        self._open.clear()


def sync_folder(folder: Path) -> None:
    """Wait until the names of the files in a folder are on the disk, where the system can say so. Raises OSError."""
    if os.name == "nt":  # which has no handle of a folder to wait for
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync(path: Path) -> None:
    """Wait until what is in a file is on the disk. Raises OSError."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
