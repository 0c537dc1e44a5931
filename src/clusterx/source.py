"""A text and what is known of the file it came from: what `clusterx.read` returns.

>>> source = Source("到2027年，达到850家。", SourceMeta(name="规划.html", format="html", encoding="gb18030", bytes=2048))
>>> source.name, source.encoding
('规划.html', 'gb18030')
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from pydantic import Field

from clusterx.records import ExtractionWarning, Model

SourceFormat = Literal["text", "html", "pdf", "docx"]


class SourceMeta(Model):
    """What is known of a file besides its text."""

    name: str = Field(description="Name of the file as it was given; of a member of an archive, archive.zip!/member.")
    format: SourceFormat = Field(
        default="text", description="What the file is, seen by its content: text, html, pdf or docx."
    )
    encoding: str | None = Field(
        default=None, description="Encoding of the characters (utf-8, gb18030, big5, utf-16-le); null for pdf and docx."
    )
    bytes: int | None = Field(default=None, description="Size of the file.", ge=0)
    sha256: str | None = Field(default=None, description="SHA-256 of the file's bytes, hexadecimal.")
    pages: int | None = Field(default=None, description="Number of pages of a PDF.", ge=0)
    title: str | None = Field(default=None, description="Title that the file's own metadata state (HTML).")
    source: str | None = Field(default=None, description="Publisher that the file's own metadata state (HTML).")
    author: str | None = Field(default=None, description="Author that the file's own metadata state (HTML).")
    published: date | None = Field(
        default=None, description="Date of publication that the file's own metadata state (HTML)."
    )
    warnings: tuple[ExtractionWarning, ...] = Field(default=(), description="What of the file could not be read.")


class Source(NamedTuple):
    """A text, into which all offsets of its records point, and where it is from."""

    text: str
    meta: SourceMeta

    @property
    def name(self) -> str:
        """Name of the file."""
        return self.meta.name

    @property
    def encoding(self) -> str | None:
        """Encoding that the characters were in."""
        return self.meta.encoding
