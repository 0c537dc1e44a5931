"""What the extra `clusterx[dedupe]` brings, and what to say where it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def needs_extra() -> Iterator[None]:
    """Imports inside say which extra brings what is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("clusterx"):
            raise
        message = 'finding copies is an extra: python -m pip install "clusterx[dedupe]"'
        raise ModuleNotFoundError(message, name=error.name) from error
