"""From a file name, or `-` for standard input, to its text."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

from clusterx.read.decode import DecodeError, decode

STANDARD_INPUT = "-"
REMEDIES = {
    FileNotFoundError: "no such file; check the name",
    IsADirectoryError: "this is a directory; name the files in it",
    PermissionError: "no permission to read it; check its owner and mode",
}


class ReadError(ValueError):
    """A file that could not be read as text; the message names it, the reason and the remedy."""


class Source(NamedTuple):
    """A text, where it is from and the encoding that it was in."""

    name: str
    text: str
    encoding: str


def read_file(name: str) -> Source:
    """The text of the file `name`, or of standard input for `-`. Raises ReadError."""
    label = printable_name(name)
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        return Source(label, *decode(data))
    except DecodeError as error:
        raise ReadError(f"{label}: {error}") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"{label}: {_reason(error)}") from error


def printable_name(name: str) -> str:
    """A name that can be written anywhere: bytes that are no UTF-8 and control characters become U+FFFD.

    >>> printable_name("通知\\udcff.txt")
    '通知\ufffd.txt'
    """
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _reason(error: Exception) -> str:
    for kind, remedy in REMEDIES.items():
        if isinstance(error, kind):
            return remedy
    return f"cannot be read ({getattr(error, 'strerror', None) or error}); check that it is a readable file"
