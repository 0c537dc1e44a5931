"""What whoever watches a run is told; this one says nothing."""

from __future__ import annotations

from collections.abc import Mapping


class Watch:
    """Told of everything that happens, in the process that was called."""

    def found(self, documents: int) -> None:
        """So many documents more are to be read (or fewer: an archive that was opened)."""

    def kept(self) -> None:
        """A document was read in an earlier run."""

    def done(self, counts: Mapping[str, int]) -> None:
        """A document was read, and gave so many records of each type."""

    def failed(self, name: str, reason: str) -> None:
        """A document could not be read."""

    def assembling(self) -> None:
        """Every document is read; the output is being put together."""
