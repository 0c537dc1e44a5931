"""How much is read at most, so that no file can exhaust memory, disk or patience.

>>> Limits(bytes=1000).check_size(2000)
Traceback (most recent call last):
...
clusterx.read.refusal.Refusal: it has 2,000 bytes, more than the limit of 1,000; split it, or raise the limit (Limits.bytes)
"""

from __future__ import annotations

from dataclasses import dataclass

from clusterx.read.refusal import Refusal


@dataclass(frozen=True)
class Limits:
    """`bytes` of one document, unpacked; `pages` of a PDF; `members` of an archive; `expansion`: how many times its own
    size an archive may unpack to once that is more than `bytes`."""

    bytes: int = 64 * 1024 * 1024
    pages: int = 3_000
    members: int = 1_000_000
    expansion: int = 200

    def check_size(self, size: int) -> None:
        """Raises Refusal if a document has more bytes than may be read."""
        if size > self.bytes:
            raise Refusal(
                f"it has {size:,} bytes, more than the limit of {self.bytes:,}; split it, or raise the limit (Limits.bytes)"
            )

    def check_expansion(self, unpacked: int, packed: int) -> None:
        """Raises Refusal if an archive unpacks to far more than its size."""
        if unpacked > self.bytes and unpacked > self.expansion * packed:
            raise Refusal(
                f"it unpacks to more than {self.expansion} times its {packed:,} bytes (a zip bomb?); unpack it yourself if "
                "you trust it, or raise the limit (Limits.expansion)"
            )


LIMITS = Limits()
