"""The lines of a text with their places.

>>> [line.start for line in split_lines("甲\\n乙丙\\n")]
[0, 2, 5]
"""

from __future__ import annotations

from collections.abc import Iterator

from clusterx.tables.shape import Line


def split_lines(text: str) -> Iterator[Line]:
    """Every line of the text, the one behind its last line feed too."""
    start = 0
    for line in text.split("\n"):
        yield Line(start, start + len(line), line)
        start += len(line) + 1
