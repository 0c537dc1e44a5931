"""What to say where the packages of an extra are missing.

clusterx is installed from its source, a wheel or an address: another project has its name on PyPI, so that no hint may be a command that would
look there.

>>> with needs_extra("dedupe", "finding copies"):
...     import no_such_package
Traceback (most recent call last):
...
ModuleNotFoundError: finding copies needs the extra [dedupe]: python -m pip install ".[dedupe]" in the source folder of clusterx, \
not from PyPI
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


def install(extra: str) -> str:
    """How to install an extra, from where clusterx is from."""
    return f'python -m pip install ".[{extra}]" in the source folder of clusterx, not from PyPI'


def missing(doing: str, extra: str) -> str:
    """What is missing and how to get it."""
    return f"{doing} needs the extra [{extra}]: {install(extra)}"


@contextmanager
def needs_extra(extra: str, doing: str) -> Iterator[None]:
    """Imports inside that fail say which extra brings what is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "clusterx":
            raise
        raise ModuleNotFoundError(missing(doing, extra), name=error.name) from error
