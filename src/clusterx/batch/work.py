"""What is done with one document, in whatever process: read it, extract, write its part of the output.

Whatever one document does, the others go on: every error becomes an Outcome with its reason.
"""

from __future__ import annotations

import hashlib
import os
import traceback
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from clusterx.batch.segments import Place
from clusterx.export.parts import DatasetFormat, encode_part
from clusterx.read import ArchiveError, ReadError, Source, read
from clusterx.read.files import load, reason
from clusterx.read.refusal import Refusal
from clusterx.records import Extraction
from clusterx.version import __version__

if TYPE_CHECKING:
    from clusterx.llm import LLM

COUNTED = ("policies", "targets", "mechanisms", "projects")

Status = Literal["done", "same", "failed", "archive"]


@dataclass(frozen=True)
class Recipe:
    """How documents are read, and the form of what is written. Pickled into every worker."""

    form: DatasetFormat
    published: date | None = None

    def extract(self, source: Source, llm: LLM | None = None) -> Extraction:
        """The records of one document; `llm` is asked what the rules leave open. The rules are loaded here, so that a process that only hands out work does without."""
        from clusterx.documents import extract_source

        return extract_source(source, published=self.published, llm=llm)

    def fingerprint(self) -> dict[str, str]:
        """What decides the output besides the documents: results of other fingerprints are not mixed with these."""
        published = self.published.isoformat() if self.published else ""
        return {"clusterx": __version__, "format": self.form, "published": published}


class Task(NamedTuple):
    """A document to be read: a path, or the bytes of a member of an archive; `known`: the digest that was read before."""

    position: int
    member: int
    path: str
    name: str
    data: bytes | None = None
    known: str | None = None


@dataclass(slots=True)
class Outcome:
    """What came of a task. `part`: the document's part of the output, until it is written at `place`."""

    task: Task
    status: Status
    size: int = 0
    mtime: int = 0
    sha256: str = ""
    part: bytes = b""
    place: Place | None = None
    counts: dict[str, int] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)
    reason: str = ""
    trace: str = ""


def do(task: Task, recipe: Recipe) -> Outcome:
    """Read one document. Raises nothing but what stops a program."""
    outcome = Outcome(task, "failed")
    try:
        _do(task, recipe, outcome)
    except ArchiveError:
        outcome.status = "archive"
    except ReadError as error:
        outcome.reason, outcome.trace = str(error), ""
    except Exception as error:
        outcome.reason = (
            f"{task.name}: cannot be read ({type(error).__name__}: {error}); please report this with the text"
        )
        outcome.trace = traceback.format_exc()
    return outcome


def _do(task: Task, recipe: Recipe, outcome: Outcome) -> None:
    data = task.data if task.data is not None else _load(task, outcome)
    outcome.size = len(data)
    if task.known:
        outcome.sha256 = hashlib.sha256(data).hexdigest()
        if task.known == outcome.sha256:
            outcome.status = "same"
            return
    source = read(data, name=task.name)
    outcome.sha256 = source.meta.sha256 or ""
    extraction = recipe.extract(source)
    outcome.part = encode_part(extraction, task.name, facts_of(source), recipe.form)
    outcome.counts = {name: len(getattr(extraction, name)) for name in COUNTED}
    outcome.warnings = dict(Counter([warning.code for warning in extraction.warnings]))
    outcome.status = "done"


def _load(task: Task, outcome: Outcome) -> bytes:
    """The bytes of the file; when it last changed is asked before it is read, so that a later change is noticed."""
    try:
        outcome.mtime = os.stat(task.path).st_mtime_ns
        return load(task.path)
    except Refusal as error:
        raise ReadError(f"{task.name}: {error}") from error
    except OSError as error:
        raise ReadError(f"{task.name}: {reason(error)}") from error


def facts_of(source: Source) -> dict[str, Any]:
    """What the table of documents holds of the file."""
    meta = source.meta
    known = {
        "format": meta.format,
        "encoding": meta.encoding,
        "bytes": meta.bytes,
        "sha256": meta.sha256,
        "pages": meta.pages,
    }
    return {**known, "characters": len(source.text)}
