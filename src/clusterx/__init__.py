"""clusterx reads Chinese industrial-policy documents and news and returns structured, checkable records.

>>> import clusterx
>>> result = clusterx.extract("到2027年，全市高新技术企业达到850家。")
>>> result.targets[0].indicator, str(result.targets[0].quantity.value), str(result.targets[0].period.end)
('高新技术企业', '850', '2027-12-31')
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from clusterx.version import __version__ as __version__

if TYPE_CHECKING:
    from clusterx.documents import extract_file
    from clusterx.expressions import parse_number, parse_period, parse_quantity
    from clusterx.lexicon import LexiconError
    from clusterx.mentions.conversion import Converted, convert
    from clusterx.pipeline import Extractor, aextract, clean, extract, extract_batch, mentions, plan
    from clusterx.read.files import read
    from clusterx.read.refusal import ReadError
    from clusterx.records import (
        Document,
        Evidence,
        Extraction,
        ExtractionWarning,
        Mechanism,
        Mention,
        Omission,
        Period,
        Policy,
        Project,
        Quantity,
        Rejection,
        Target,
        Unfilled,
        Usage,
    )
    from clusterx.rules.own_rules import Rule
    from clusterx.rules.rule import Clue, Draft, Reading
    from clusterx.source import Source, SourceMeta
    from clusterx.text import AlignedText, Repair, Span

__all__ = [
    "AlignedText",
    "Clue",
    "Converted",
    "Document",
    "Draft",
    "Evidence",
    "Extraction",
    "ExtractionWarning",
    "Extractor",
    "LexiconError",
    "Mechanism",
    "Mention",
    "Omission",
    "Period",
    "Policy",
    "Project",
    "Quantity",
    "ReadError",
    "Reading",
    "Rejection",
    "Repair",
    "Rule",
    "Source",
    "SourceMeta",
    "Span",
    "Target",
    "Unfilled",
    "Usage",
    "aextract",
    "clean",
    "convert",
    "extract",
    "extract_batch",
    "extract_file",
    "mentions",
    "parse_number",
    "parse_period",
    "parse_quantity",
    "plan",
    "read",
]

_HOMES = {
    "documents": {"extract_file"},
    "read.files": {"read"},
    "read.refusal": {"ReadError"},
    "source": {"Source", "SourceMeta"},
    "expressions": {"parse_number", "parse_period", "parse_quantity"},
    "lexicon": {"LexiconError"},
    "mentions.conversion": {"Converted", "convert"},
    "pipeline": {"Extractor", "aextract", "clean", "extract", "extract_batch", "mentions", "plan"},
    "rules.own_rules": {"Rule"},
    "rules.rule": {"Clue", "Draft", "Reading"},
    "text": {"AlignedText", "Repair", "Span"},
}


def __getattr__(name: str) -> Any:
    """Load the rest on first use, so that `import clusterx` costs next to nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'clusterx' has no attribute {name!r}")
    module = next((home for home, names in _HOMES.items() if name in names), "records")
    value = getattr(import_module(f"clusterx.{module}"), name)
    globals()[name] = value
    return value


_FUNCTIONS = _HOMES["pipeline"] | _HOMES["read.files"]


class _Package(ModuleType):
    """Keeps `clean`, `mentions` and `read` the functions: importing the subpackages of these names would put those here."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _FUNCTIONS and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
