"""What is said when a file is not read: the reason and the remedy, behind the name of the file.

>>> try:
...     need("no_such_library", "HTML")
... except Refusal as refusal:
...     print(refusal)
reading HTML needs the extra [docs]: python -m pip install ".[docs]" in the source folder of clusterx, not from PyPI
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from clusterx.extras import missing


class ReadError(ValueError):
    """A file that could not be read as text; the message names it, the reason and the remedy."""


class ArchiveError(ReadError):
    """A file that holds several documents where one was asked for; `read_members` reads them."""


class NoArchiveError(ReadError):
    """A document where an archive was asked for."""


class Refusal(ValueError):  # noqa: N818  (reads better where it is raised)
    """Why bytes are not read, and what to do; whoever knows the name of the file makes a ReadError of it."""


class IsArchive(Refusal):
    """The bytes are an archive."""


class NoArchive(Refusal):
    """The bytes are no archive."""


def need(module: str, what: str) -> Any:
    """The module, imported. Raises Refusal that names the extra if it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise Refusal(missing(f"reading {what}", "docs")) from error
