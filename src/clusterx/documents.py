"""From a file to records: `clusterx.extract_file`.

>>> import tempfile, pathlib
>>> path = pathlib.Path(tempfile.mkdtemp()) / "规划.txt"
>>> _ = path.write_bytes("到2027年，高新技术企业达到850家。".encode("gbk"))
>>> extract_file(path).targets[0].quantity.text
'850家'
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from clusterx.pipeline import Date, Extractor
from clusterx.read import LIMITS, Limits, Source, read
from clusterx.records import Extraction
from clusterx.warn import EMPTY_TEXT

if TYPE_CHECKING:
    from clusterx.llm import LLM

_DEFAULT = Extractor()


def extract_file(
    file: str | os.PathLike[str] | bytes,
    *,
    published: Date | None = None,
    limits: Limits = LIMITS,
    extractor: Extractor = _DEFAULT,
    llm: LLM | None = None,
) -> Extraction:
    """`extract` of what `read` gives for a file: text, HTML, PDF or Word, its path, `file://` address or bytes.

    Evidence points into `read(file).text`. What of the file could not be read stands first among the warnings. Raises
    ReadError as `read` does, and what `extract` raises.
    """
    return extract_source(read(file, limits=limits), published=published, extractor=extractor, llm=llm)


def extract_source(
    source: Source, *, published: Date | None = None, extractor: Extractor = _DEFAULT, llm: LLM | None = None
) -> Extraction:
    """`extract` of a text that `read` gave, with the warnings of its reading."""
    extraction = extractor.extract(source.text, published=published, llm=llm)
    if not source.meta.warnings:
        return extraction
    # Why a page has no text, its reading knows better.
    others = (warning for warning in extraction.warnings if warning.code != EMPTY_TEXT)
    return extraction.model_copy(update={"warnings": (*source.meta.warnings, *others)})
