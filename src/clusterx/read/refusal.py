"""What is said when a file is not read: the reason and the remedy, behind the name of the file.

>>> try:
...     need("no_such_library", "HTML")
... except Refusal as refusal:
...     print(refusal)
to read HTML, install the extra: python -m pip install "clusterx[docs]"
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

EXTRA = 'python -m pip install "clusterx[docs]"'


class ReadError(ValueError):
    """A file that could not be read as text; the message names it, the reason and the remedy."""


class ArchiveError(ReadError):
    """A file that holds several documents where one was asked for; `read_members` reads them."""


class Refusal(ValueError):  # noqa: N818  (reads better where it is raised)
    """Why bytes are not read, and what to do; whoever knows the name of the file makes a ReadError of it."""


class IsArchive(Refusal):
    """The bytes are an archive."""


def need(module: str, what: str) -> Any:
    """The module, imported. Raises Refusal that names the extra if it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise Refusal(f"to read {what}, install the extra: {EXTRA}") from error
