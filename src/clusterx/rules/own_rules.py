"""Rules of a user's own: a pattern over the clean text, and what to make of a match.

    >>> from clusterx import Draft, Extractor, Rule
    >>> def grade(match, reading):
    ...     return Draft({"name": match["name"], "kind": "other"})
    >>> rule = Rule("own.grade", "mechanism", r"(?P<name>[ABCD](?:、[ABCD])+类分级)管理", grade)
    >>> Extractor(rules=[rule]).extract("对企业实行A、B、C、D类分级管理。").mechanisms[0].name
    'A、B、C、D类分级'

The drafts of a rule become records like all others. Its name is the `by` of their evidence; a field that no clue supports is
supported by the match as a whole. What a draft claims, our own rules leave alone: they make no target of a number that
stands there, nor a record of the same type that begins there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import regex
from pydantic import ValidationError

from clusterx.records import Mechanism, Policy, Project, Record, Target
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.text import Span

RecordType = Literal["policy", "target", "mechanism", "project"]
Pattern = str | regex.Pattern[str] | re.Pattern[str] | Callable[[Reading], Iterable[Any]]
MODELS: dict[str, type[Record]] = {"policy": Policy, "target": Target, "mechanism": Mechanism, "project": Project}


@dataclass(frozen=True)
class Rule:
    """One way to say one kind of record.

    `name` stands in the evidence (`own.grade`). `record` is the type of what it makes. `pattern` is searched in the clean
    text of the body; a callable gets the reading and returns matches (anything with `start()` and `end()`). `build` gets
    each match and the reading, and returns a Draft or None. `examples` are texts in which the rule finds something;
    an Extractor tries them when it is made.

    Raises TypeError for what has not these types, ValueError for a pattern that does not compile or an unknown record.
    """

    name: str
    record: RecordType
    pattern: Pattern
    build: Callable[[Any, Reading], Draft | None]
    examples: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise TypeError(f"the name of a rule must be a str that is not empty, not {self.name!r}")
        if self.record not in get_args(RecordType):
            raise ValueError(f"rule {self.name!r}: no record {self.record!r}; choose one of: {', '.join(MODELS)}")
        if not callable(self.build):
            raise TypeError(f"rule {self.name!r}: build must be callable, not {type(self.build).__name__}")
        if isinstance(self.examples, str) or not all(isinstance(example, str) for example in self.examples):
            raise TypeError(f"rule {self.name!r}: examples must be a tuple of str")
        object.__setattr__(self, "pattern", _compiled(self.name, self.pattern))
        object.__setattr__(self, "examples", tuple(self.examples))

    def find(self, reading: Reading) -> list[Draft]:
        """The drafts of one reading, checked. Raises TypeError where `build` returns what is no record of its type."""
        pattern: Any = self.pattern
        matches = pattern.finditer(reading.clean) if hasattr(pattern, "finditer") else pattern(reading)
        built = ((match, self.build(match, reading)) for match in matches)
        return [self._checked(match, draft, reading) for match, draft in built if draft is not None]

    def _checked(self, match: Any, draft: Draft, reading: Reading) -> Draft:
        if not isinstance(draft, Draft):
            raise TypeError(f"rule {self.name!r}: build must return a Draft or None, not {type(draft).__name__}")
        model = MODELS[self.record]
        try:
            record = model(id="", evidence=(), confidence=draft.confidence, **draft.values)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise TypeError(f"rule {self.name!r} built no {self.record}: {place}: {first['msg']}") from error
        draft.values = {name: getattr(record, name) for name in draft.values}
        draft.clues = [Clue(*clue) for clue in draft.clues]
        said = {name for clue in (*draft.clues, *draft.source_clues) for name in clue.fields}
        rest = tuple(name for name, value in draft.values.items() if value not in (None, ()) and name not in said)
        clues = [*draft.clues, Clue(match.start(), match.end(), rest, self.name)] if rest else draft.clues
        for start, end in [(clue.start, clue.end) for clue in clues] + list(draft.claims):
            if not 0 <= start <= end <= len(reading.clean):
                raise TypeError(f"rule {self.name!r}: [{start}, {end}) lies outside the clean text")
        draft.clues = [clue._replace(by=self.name) for clue in clues]
        draft.source_clues = [clue._replace(by=self.name) for clue in draft.source_clues]
        return draft


def check_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules, if they are some and no two have the same name."""
    if isinstance(rules, Rule) or not isinstance(rules, Iterable):
        raise TypeError(f"rules must be a list of Rule, not {type(rules).__name__}")
    checked = tuple(rules)
    for index, rule in enumerate(checked):
        if not isinstance(rule, Rule):
            raise TypeError(f"rules[{index}] must be a Rule, not {type(rule).__name__}")
        if rule.name in (other.name for other in checked[:index]):
            raise ValueError(f"rules[{index}]: there is already a rule named {rule.name!r}")
    return checked


def apply_own_rules(rules: Sequence[Rule], reading: Reading) -> dict[RecordType, list[Draft]]:
    """The drafts of a user's rules by type of record."""
    drafts: dict[RecordType, list[Draft]] = {"policy": [], "target": [], "mechanism": [], "project": []}
    for rule in rules:
        drafts[rule.record] += rule.find(reading)
    return drafts


def claimed_numbers(drafts: Mapping[RecordType, Sequence[Draft]], reading: Reading) -> list[Span]:
    """The quantities that stand where a user's drafts claim."""
    claims = [claim for found in drafts.values() for draft in found for claim in draft.claims]
    return [Span(mention.start, mention.end) for claim in claims for mention in reading.mentions_in(*claim)]


def beside(own: Sequence[Draft], ours: list[Draft]) -> list[Draft]:
    """A user's drafts and, of ours, those that do not begin where one of them claims."""
    claims = [claim for draft in own for claim in draft.claims]
    if not claims:
        return [*own, *ours]
    taken = {offset for start, end in claims for offset in range(start, end)}
    return [*own, *(draft for draft in ours if not draft.clues or draft.clues[0].start not in taken)]


def _compiled(name: str, pattern: Any) -> Any:
    if isinstance(pattern, str):
        try:
            return regex.compile(pattern)
        except regex.error as error:
            raise ValueError(f"rule {name!r}: the pattern does not compile: {error}") from error
    if callable(pattern) or isinstance(getattr(pattern, "pattern", None), str):
        return pattern
    raise TypeError(f"rule {name!r}: pattern must be a str, a compiled pattern of str or a callable")
