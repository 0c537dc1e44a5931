"""What an annotator writes down: `NAME.json` beside `docs/NAME.txt`.

The form is checked, so that no typing error passes for a slot that is not stated.

    >>> parse_gold('{"targets": [{"indicator": "高新技术企业", "value": 850, "unit": "家", "statuss": "planned"}]}', "a.json")
    Traceback (most recent call last):
    ...
    clusterx.evaluate.annotation.GoldError: a.json: targets[0].statuss: unknown key; see docs/annotation.md for the keys
    >>> parse_gold('{"targets": [', "a.json")
    Traceback (most recent call last):
    ...
    clusterx.evaluate.annotation.GoldError: a.json: not JSON (Expecting value in line 1, column 14); correct it there
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from clusterx.records import (
    AdministrativeLevel,
    Bound,
    DocumentKind,
    Every,
    Measure,
    MechanismKind,
    PolicyStatus,
    ProjectStatus,
    TargetStatus,
)

Item = dict[str, Any]
Text = str | None


def _check_day(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError("write the day as 2027-12-31")
    date.fromisoformat(text)
    return text


Day = Annotated[str, AfterValidator(_check_day)] | None


def _check_number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("write a number")
    if not re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", str(value)):
        raise ValueError(f"{value!r} is no number; write it in digits, the scale in the unit")
    return value


Number = Annotated[Any, AfterValidator(_check_number)]


MOST_TOLD = 20


class GoldError(ValueError):
    """Annotations that cannot be used; each of `problems` names the file, what is wrong and what to do. The message holds the first."""

    def __init__(self, *problems: str) -> None:
        more = len(problems) - MOST_TOLD
        told = (*problems[:MOST_TOLD], f"and {more:,} more of such problems") if more > 1 else problems
        super().__init__("\n".join(told))
        self.problems = problems


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Number(_Form):
    """An amount: `value`, or `low` and `high`, with its unit. Only the bound of a target's own number is compared."""

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: str = ""
    bound: Bound | None = None

    @model_validator(mode="after")
    def _has_a_number(self) -> _Number:
        if self.value is None and self.low is None and self.high is None:
            raise ValueError("no number; give value, or low and high")
        return self


class _Item(_Form):
    optional: bool = False


class _Policy(_Item):
    role: str = Field(pattern="^(self|cited)$")
    title: str
    number: Text = None
    issuers: list[str] = []
    kind: Text = None
    level: AdministrativeLevel | None = None
    issued: Day = None
    published: Day = None
    status: PolicyStatus | None = None


class _Target(_Item, _Number):
    indicator: str
    measure: Measure | None = None
    status: TargetStatus | None = None
    end: Day = None
    conditions: list[_Number] = []
    responsible: list[str] = []


class _Mechanism(_Item):
    name: str
    kind: MechanismKind | None = None
    components: list[int | None] = []
    cadence: list[Every] = []
    roles: list[str] = []
    size: Number | None = None


class _Project(_Item):
    name: str
    phase: Text = None
    status: list[ProjectStatus | None] = []
    investment: _Number | None = None
    invested: _Number | None = None
    capacity: _Number | None = None
    progress: _Number | None = None


class _Region(_Form):
    name: str = Field(min_length=2)
    code: str = Field(pattern=r"^\d{6}$")


class _Document(_Form):
    title: Text = None
    kind: DocumentKind | None = None
    source: Text = None
    author: Text = None
    published: Day = None
    region: _Region | None = None


class _Arguments(_Form):
    published: Day = None


class _Gold(_Form):
    document: _Document = _Document()
    policies: list[_Policy] = []
    targets: list[_Target] = []
    mechanisms: list[_Mechanism] = []
    projects: list[_Project] = []
    args: _Arguments = _Arguments()


def parse_gold(text: str, name: str) -> Item:
    """The annotations of one document as they are written. Raises GoldError, naming `name`."""
    try:
        gold = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{name}: not JSON ({_place(error)}); correct it there") from None
    try:
        _Gold.model_validate(gold)
    except ValidationError as error:
        problems = (f"{name}: {_path(e['loc'])}: {_reason(e['type'], e['msg'])}" for e in error.errors())
        raise GoldError(*dict.fromkeys(problems)) from None
    return dict(gold)


def _place(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} in line {error.lineno}, column {error.colno}"
    return str(error)


def _path(parts: tuple[int | str, ...]) -> str:
    """targets[0].end"""
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in parts).lstrip(".") or "the whole"


def _reason(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "unknown key; see docs/annotation.md for the keys"
    if kind == "missing":
        return "this key is required"
    return message.removeprefix("Value error, ")
