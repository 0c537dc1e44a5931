"""Who holds which role: 由市委书记任总链长、分管副市长任副组长; 链主由龙头企业担任; 办公室设在市工信局.

In: the text. Out: every role with its holder, in the order of the text, for the chain leaders or for a task force.

    >>> [(r.role.role, r.role.holder) for r in find_roles("由市委书记、市长担任总链长，12名市领导担任重点产业链链长")]
    [('总链长', '市委书记、市长'), ('链长', '12名市领导')]
    >>> [(r.role.role, r.role.holder) for r in find_roles("市领导当链长、商会会长当副链长，链长都由市级领导担任")]
    [('链长', '市领导'), ('副链长', '商会会长'), ('链长', '市级领导')]
    >>> [(r.role.role, r.role.holder) for r in find_roles("由市长任组长、分管副市长任副组长，办公室设在市经信局")]
    [('组长', '市长'), ('副组长', '分管副市长'), ('办公室', '市经信局')]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from clusterx.lexicon import WordFinder, rows
from clusterx.pattern import Pattern
from clusterx.records import Role
from clusterx.rules.mechanism_draft import Candidate
from clusterx.rules.mechanism_view import View
from clusterx.rules.rule import Clue
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
def _finder() -> WordFinder[str]:
    return WordFinder({word: word for word in role_families()})


SERVING = Pattern(
    r"(?r)(?:担任|兼任|出任|挂任|任)的?[^，。；：、！？\n任由]{0,14}|分别(?:担任|兼任|任)[^，。；：！？\n任由]{0,60}|(?<![担应相充承适恰])当"
)
FILLED = Pattern(
    r"(?:均|都|全部|皆|一律|分别|则|可|原则上)*由(?P<holder>[^，。；：！？“”‘’《》\n任]{2,30})(?:担任|兼任|出任|(?<!担|兼|出)任)(?!\p{Han}{0,6}长)"
)
CHOSEN = Pattern(
    r"(?r)(?:明确|确定|选定|遴选|指定|以|(?<!自)由)(?P<holder>[^，。；：！？“”‘’《》\n]{2,30}?)(?:为|作为|担当)"
)
OFFICE = Pattern(r"办公室，?(?:设在|设于|设置在|挂靠在?)(?P<holder>[^，。；：！？、“”\n由（）]{2,20})")
OF_BODY = Pattern(r"(?r)(?:领导小组|指挥部|专班)?(?:下设)?")
CLAUSE = Pattern(r"(?r)[^，。；：！？“”‘’《》\n]{0,40}")
LEAD_WORDS = "并|即|其中|同时|实行|明确|建立|成立|形成|推行|实施|原则上|统一|市级层面|县级层面"
HOLDER_LEAD = Pattern(
    rf"每[条个](?:重点)?(?:产业)?[链集][群]?(?:均|都|各)?(?:明确|确定|由|安排|配备|落实)(?:由)?|[、和及与]?(?:{LEAD_WORDS})*(?:明确由|由|明确)|[、和及与]?(?:并|其中|分别|再|则)*"
)
ADVERB = Pattern(r"(?:共同|分别|亲自|同时|直接|兼|均|统一|具体|轮流|挂帅|领衔|牵头|等)+$")
NO_HOLDER = frozenset({"本人", "分别", "其中", "同时", "一直", "曾经"})
HAN = Pattern(r"\p{Han}")
AFTER_ROLE = "的，、和及与"


def find_roles(text: str) -> list[FoundRole]:
    """Every role that the text fills."""
    found: list[FoundRole] = []
    for start, end, word in _finder().find(text):
        start -= text[start - 1 : start] in tuple("“‘")
        end += text[end : end + 1] in tuple("”’")
        if role := _read(text, start, end, word, found[-1].end if found else 0):
            found.append(role)
    return sorted([*found, *_offices(text)], key=lambda role: (role.start, role.end))


def _read(text: str, start: int, end: int, word: str, behind: int) -> FoundRole | None:
    """The role word at [start, end) with its holder, which stands before 任, behind 由 or before 为."""
    if filled := FILLED.match(text, end):
        return _found(start, filled.end(), word, filled["holder"])
    following = text[end : end + 1]
    if HAN.match(following) and following not in AFTER_ROLE:
        return None
    if serving := SERVING.match(text, behind, start):
        return _before(text, serving.start(), end, word, behind)
    chosen = CHOSEN.match(text, behind, start)
    return _found(chosen.start(), end, word, chosen["holder"]) if chosen else None


def _offices(text: str) -> Iterator[FoundRole]:
    done = 0
    for match in OFFICE.finditer(text):
        body = OF_BODY.match(text, done, match.start())
        done = match.end()
        yield FoundRole(
            body.start() if body else match.start(), done, Role(role="办公室", holder=match["holder"]), "team"
        )


def _before(text: str, verb: int, end: int, word: str, behind: int) -> FoundRole | None:
    """A role whose holder stands before the `verb` 担任, back to the mark or to the role `behind` it."""
    clause = CLAUSE.match(text, behind, verb)
    start = clause.start() if clause else verb
    start = max(start, text.rfind("由", start, verb) + 1)
    lead = HOLDER_LEAD.match(text, start, verb)
    start = lead.end() if lead else start
    return _found(start, end, word, text[start:verb])


def _found(start: int, end: int, role: str, told: str) -> FoundRole | None:
    holder = ADVERB.sub("", told).strip("、 ")
    if holder in NO_HOLDER or len(holder) < 2:
        return None
    plain = role.removeprefix("双")
    return FoundRole(start, end, Role(role=plain, holder=holder), role_families()[role])


def give_role(view: View, mechanism: Candidate, found: FoundRole) -> None:
    """Note the role and that the numbers in it are used (12名市领导担任链长)."""
    mechanism.values["roles"] = (*mechanism.values.get("roles", ()), found.role)
    mechanism.clues.append(Clue(found.start, found.end, ("roles",), "mechanism.role"))
    mechanism.claims += [Span(m.start, m.end) for m in view.quantities(found.start, found.end)]
