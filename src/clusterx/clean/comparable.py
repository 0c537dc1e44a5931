"""Clean text without what copies of it differ in: only its letters, digits and characters, in one width and case.

    >>> comparable("“工赋滨州”专项行动（2024—2026 年）：产值突破１２．５ 亿元！")
    '工赋滨州专项行动2024-2026年产值突破12.5亿元'

A mark or a blank between two digits tells numbers apart (12.5, 1+4+6, 2024-2026, 3、4, the columns of a table) and stays, in one
spelling; every other mark, blank and line end goes. The text is expected to be clean already (`clusterx.clean`): traditional characters and glosses are left alone.
"""

from __future__ import annotations

import unicodedata

import regex

from clusterx.pattern import Pattern

_THOUSANDS = Pattern(r"(?<=\d)[,，](?=\d{3}(?!\d))", engine=regex)
# What stands between two digits, in one spelling: 2024-2026, 1+4, 12.5, 3、4.
_BETWEEN_DIGITS = [
    (regex.compile(rf"(?<=\d)\s*+{marks}\s*+(?=\d)"), spelling)
    for marks, spelling in ((r"[-‐‑‒–—―−~～〜至]++", "-"), (r"\+", "+"), (r"\.", "."), ("[、，,；;]", "、"))
]
_MARKS = Pattern(r"(?<=\d)[.+/:\-、 ](?=\d)(*SKIP)(*FAIL)|[^\p{Han}\p{L}\p{N}]")
_BLANKS = Pattern(r"\s+", engine=regex)


def comparable(text: str) -> str:
    """Letters, digits and Chinese characters of `text`; marks only inside numbers."""
    plain = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text).casefold())
    for between, spelling in _BETWEEN_DIGITS:
        plain = between.sub(spelling, plain)
    return _MARKS.sub("", _BLANKS.sub(" ", plain))
