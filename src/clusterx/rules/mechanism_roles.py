"""Who holds which role: 由市委书记任总链长、分管副市长任副组长; 链主由龙头企业担任; 办公室设在市工信局.

In: the text. Out: every role with its holder, in the order of the text, for the chain leaders or for a task force.

    >>> [(r.role.role, r.role.holder) for r in find_roles("由市委书记、市长担任总链长，12名市领导担任重点产业链链长")]
    [('总链长', '市委书记、市长'), ('链长', '12名市领导')]
    >>> [(r.role.role, r.role.holder) for r in find_roles("由市长任组长、分管副市长任副组长，办公室设在市经信局")]
    [('组长', '市长'), ('副组长', '分管副市长'), ('办公室', '市经信局')]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import regex

from clusterx.lexicon import rows
from clusterx.records import Role
from clusterx.rules.mechanism_draft import Candidate
from clusterx.rules.mechanism_view import View
from clusterx.rules.rule import Clue
from clusterx.rules.words import alternation
from clusterx.text import Span


@dataclass(frozen=True, slots=True)
class RoleWord:
    """A role and the family of mechanisms that it belongs to: chain or team."""

    word: str
    family: str


class FoundRole(NamedTuple):
    """A role at [start, end), its holder included."""

    start: int
    end: int
    role: Role
    family: str


@cache
def role_families() -> dict[str, str]:
    """Every role word and its family."""
    return {row.word: row.family for row in rows("mechanism_roles", RoleWord)}


@cache
def _role() -> str:
    return rf"(?P<role>{alternation(role_families())})"


HOLDER_CHARACTERS = r"[^，。；：！？“”‘’《》\n]"
HOLDER_LEAD = regex.compile(
    r"[、和及与]?(?:并|即|其中|同时|实行|明确|建立|成立|形成|推行|实施|原则上|统一|市级层面|县级层面)*(?:明确由|由|明确)|[、和及与]?(?:并|其中|分别|再|则)*"
)
CLAUSE = regex.compile(r"(?r)[^，。；：！？“”‘’《》\n]{0,40}")
ADVERB = regex.compile(r"(?:共同|分别|亲自|同时|直接|兼|均|统一|具体|轮流|等)+$")
PRONOUNS = frozenset(
    {"其", "他", "她", "本人", "并", "分别", "曾", "历", "现", "新", "连", "责", "信", "胜", "委", "重", "聘", "主"}
)


@cache
def _served() -> regex.Pattern[str]:
    """…任R, up to fourteen characters of what it leads in between (担任重点产业链链长)."""
    return regex.compile(
        rf"(?:担任|兼任|出任|挂任|任)(?:的)?[^，。；：、！？\n任由]{{0,14}}?[“‘]?{_role()}[”’]?(?![\p{{Han}}--[的，、和及与]])",
        regex.V1,
    )


@cache
def _named() -> regex.Pattern[str]:
    """R由…担任; 明确…为R."""
    holder = rf"(?P<holder>{HOLDER_CHARACTERS}{{2,30}}?)"
    return regex.compile(
        rf"[“‘]?{_role()}[”’]?(?:均|一律|分别|则|可)?由{holder}(?:担任|兼任|出任|任)(?!\p{{Han}}{{0,6}}长)"
        rf"|(?:明确|确定|选定|遴选|指定|以)(?P<chosen>{HOLDER_CHARACTERS}{{2,30}}?)(?:为|作为|担当)[“‘]?{_role()}[”’]?(?=[，。；、”\n]|$)"
    )


OFFICE = regex.compile(
    r"(?:领导小组|指挥部|专班)?(?:下设)?(?P<role>办公室)，?(?:设在|设于|设置在|挂靠在?)(?P<holder>[^，。；：！？、“”\n由（）]{2,20})"
)


def find_roles(text: str) -> list[FoundRole]:
    """Every role that the text fills."""
    found = [*_served_roles(text), *_offices(text)]
    found += [role for role in _named_roles(text) if not _overlaps(role, found)]
    return sorted(found, key=lambda role: (role.start, role.end))


def _served_roles(text: str) -> Iterator[FoundRole]:
    behind = 0
    for match in _served().finditer(text) if "任" in text else ():
        if role := _before(text, match, behind):
            yield role
        behind = match.end()


def _named_roles(text: str) -> Iterator[FoundRole]:
    for match in _named().finditer(text):
        if role := _found(match.start(), match.end(), match["role"], match["holder"] or match["chosen"]):
            yield role


def _offices(text: str) -> Iterator[FoundRole]:
    for match in OFFICE.finditer(text) if "办公室" in text else ():
        yield FoundRole(match.start(), match.end(), Role(role="办公室", holder=match["holder"]), "team")


def _overlaps(role: FoundRole, others: list[FoundRole]) -> bool:
    return any(role.start < other.end and other.start < role.end for other in others)


def _before(text: str, match: regex.Match[str], behind: int) -> FoundRole | None:
    """A role whose holder stands before 担任, back to the mark or to the role `behind` it."""
    clause = CLAUSE.match(text, behind, match.start())
    start = clause.start() if clause else match.start()
    lead = HOLDER_LEAD.match(text, start, match.start())
    start = lead.end() if lead else start
    return _found(start, match.end(), match["role"], text[start : match.start()])


def _found(start: int, end: int, role: str, told: str) -> FoundRole | None:
    holder = ADVERB.sub("", told).strip("、 ")
    if holder in PRONOUNS or len(holder) < 2:
        return None
    plain = role.removeprefix("双")
    return FoundRole(start, end, Role(role=plain, holder=holder), role_families()[role])


def give_role(view: View, mechanism: Candidate, found: FoundRole) -> None:
    """Note the role and that the numbers in it are used (12名市领导担任链长)."""
    mechanism.values["roles"] = (*mechanism.values.get("roles", ()), found.role)
    mechanism.clues.append(Clue(found.start, found.end, ("roles",), "mechanism.role"))
    mechanism.claims += [Span(m.start, m.end) for m in view.quantities(found.start, found.end)]
