"""Page numbers that stand on lines of their own within the text, as in what was copied out of a PDF or a printed notice.

The line goes; where the text before it ends within a sentence, empty lines around it go too, so that the sentence is one again.

>>> clean_folios(AlignedText.of("某药业胰岛\\n— 1 —\\n素类似物项目完成设备安装。")).text
'某药业胰岛\\n素类似物项目完成设备安装。'
>>> clean_folios(AlignedText.of("各项工作取得实效。\\n\\n第 2 页 共 9 页\\n二、工作计划")).text
'各项工作取得实效。\\n\\n二、工作计划'
"""

from __future__ import annotations

from collections.abc import Iterator

from clusterx.pattern import Pattern
from clusterx.text import AlignedText, Change

_FOLIO = Pattern(
    r"\n[ 　\t]*(?:[-—–―~·•]{1,3}[ 　]*\d{1,3}[ 　]*[-—–―~·•]{1,3}|第[ 　]*\d{1,3}[ 　]*页(?:[ 　,，/]*共[ 　]*\d{1,3}[ 　]*页)?)[ 　\t]*(?=\n)"
)
_ENDED = frozenset("。！？；：!?;:）】》")
_EMPTY = "\n 　\t"


def clean_folios(text: AlignedText) -> AlignedText:
    """The text without the lines that hold nothing but a page number."""
    return text.edit(_folios(text.text), "folio")


def _folios(text: str) -> Iterator[Change]:
    last = 0
    for folio in _FOLIO.finditer(text):
        start, end = folio.span()
        before = text[last:start].rstrip(_EMPTY)
        if before and before[-1] not in _ENDED:
            start = last + len(before)
            behind = text[end : end + 20]
            end = text.rfind("\n", end, end + len(behind) - len(behind.lstrip(_EMPTY)))
        yield Change(start, end, "")
        last = end
