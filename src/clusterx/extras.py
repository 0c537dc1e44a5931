"""What to say where the packages of an extra are missing.

>>> with needs_extra("dedupe", "finding copies"):
...     import no_such_package
Traceback (most recent call last):
...
ModuleNotFoundError: finding copies needs an extra: python -m pip install "clusterx[dedupe]"
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def needs_extra(extra: str, doing: str) -> Iterator[None]:
    """Imports inside that fail say which extra brings what is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "clusterx":
            raise
        message = f'{doing} needs an extra: python -m pip install "clusterx[{extra}]"'
        raise ModuleNotFoundError(message, name=error.name) from error
