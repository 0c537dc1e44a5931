"""Mechanisms: named ways of organising the work.

    formula       “1+4+6+N”工作架构, “231”产业集群, “六个一”工作机制         mechanism_formula, mechanism_parts
    chain_leader  链长制, “链长+链主”双链模式                              mechanism_chain, mechanism_roles, mechanism_table
    task_force    制造强市指挥部, 29个助企攀登小组                          mechanism_team
    cadence       “周调度、月通报”工作机制                                 mechanism_cadence
    closed_loop   问题收集、交办、督办、反馈工作闭环                        mechanism_loop
    programme     “工赋甲市”专项行动, 集群能效提升计划                      mechanism_named, mechanism_programme
    platform      “百企千品”产销对接会, 起重装备产业联盟                    mechanism_named, mechanism_programme
    other         “揭榜挂帅”机制, “项目秘书”制                             mechanism_named

A generic 机制 or 体系 without a name, formula, cadence or size is none, nor is a bare catchword (一链一策), nor what
the text abolishes (撤销…专班).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from clusterx.pattern import Pattern
from clusterx.rules.mechanism_actor import give_actors
from clusterx.rules.mechanism_cadence import cadence_quote, find_cadences, find_duties_in_time
from clusterx.rules.mechanism_chain import (
    attach_chain_roles,
    attach_pair_roles,
    claim_shares,
    find_chain_leaders,
    plus_quote,
)
from clusterx.rules.mechanism_draft import Candidate, join_candidates, last_before
from clusterx.rules.mechanism_formula import counted_quote, find_formula_mechanisms, offices_quote, ones_quote
from clusterx.rules.mechanism_loop import find_loops, loop_quote
from clusterx.rules.mechanism_named import find_duties, find_known_systems, quote_groups, read_group
from clusterx.rules.mechanism_programme import find_platforms, find_programmes
from clusterx.rules.mechanism_roles import find_roles
from clusterx.rules.mechanism_table import attach_table_roles
from clusterx.rules.mechanism_team import attach_team_roles, find_teams
from clusterx.rules.mechanism_view import Quote, View, one_of, read_view, words
from clusterx.rules.rule import Clue, Draft, Reading
from clusterx.rules.words import alternation
from clusterx.text import Span

QUOTE_RULES = (cadence_quote, loop_quote, counted_quote, plus_quote, ones_quote, offices_quote)
# What the special rules for quotations need: 链长+链主, 周调度、月通报, 收集—交办, 日调度周通报.
SPECIAL = Pattern(r"[+＋、，,—–→/-]|^[日每天周一旬半双月按逐两季年全]")
BEFORE = Pattern(r"(?r)[^，。；：\n]{0,30}")


def apply_mechanisms(reading: Reading) -> list[Draft]:
    """The mechanisms of a text, in its order."""
    view = read_view(reading.clean, reading.mentions)
    formulas = find_formula_mechanisms(view)
    chains = find_chain_leaders(view)
    explained = [Span(c.start, c.end) for f in formulas for c in f.clues]
    quoted = list(_quoted(view))
    teams = find_teams(view, explained, [candidate for candidate in quoted if candidate.kind == "task_force"])
    known = find_known_systems(view)
    _give_roles(view, quoted, chains, teams, known)
    attach_table_roles(view, reading.outline.tables, chains)
    found = _apart(
        len(view.text),
        [*formulas, *chains],
        quoted,
        [*find_cadences(view), *find_loops(view)],
        find_duties(view),
        known,
        [*find_programmes(view, reading.outline), *find_platforms(view)],
        teams,
    )
    found = [candidate for candidate in found if not _is_ended(view, candidate)]
    give_actors(view, found)
    claim_shares(view, sorted(found, key=_start))
    return join_candidates(found)


def _give_roles(
    view: View, quoted: list[Candidate], chains: list[Candidate], teams: list[Candidate], known: list[Candidate]
) -> None:
    """The roles that the text fills, and the intervals of its meetings, go to the mechanism that they belong to."""
    roles = find_roles(view.text) if quoted or chains or teams or known else []
    every = sorted([*(c for c in quoted if c.kind == "task_force"), *teams], key=_start)
    systems = [*chains, *(candidate for candidate in quoted if candidate.kind == "chain_leader")]
    systems = systems or [candidate for candidate in quoted if "链长" in candidate.name]  # “链长领衔、链主牵引”机制
    attach_chain_roles(view, sorted(systems, key=_start), roles)
    attach_team_roles(view, every, roles)
    attach_pair_roles(view, known, roles)
    _give_cadences(view, systems, every)


def _start(candidate: Candidate) -> int:
    return candidate.start


def _quoted(view: View) -> Iterator[Candidate]:
    for group in quote_groups(view):
        special = [c for q in group if SPECIAL.search(q.text) and (c := _special(view, q))]
        yield from special or read_group(view, group)


def _special(view: View, quote: Quote) -> Candidate | None:
    """What the first special rule that knows this quotation makes of it."""
    return next((candidate for rule in QUOTE_RULES if (candidate := rule(view, quote))), None)


def _give_cadences(view: View, systems: list[Candidate], teams: list[Candidate]) -> None:
    """总链长每季度召开一次推进会 is a cadence of the system or task force that it speaks of."""
    for start, end, who, cadence in find_duties_in_time(view) if systems or teams else ():
        of_whom = systems if "链" in who else teams
        speaker = last_before(of_whom, start) or next(iter(of_whom), None)
        if speaker and ("链" in who or speaker.name.endswith(who)):
            speaker.values["cadence"] = (*speaker.values.get("cadence", ()), cadence)
            speaker.clues.append(Clue(start, end, ("cadence",), "mechanism.term"))
            speaker.claims += [Span(m.start, m.end) for m in view.quantities(start, end)]


def _apart(length: int, *groups: list[Candidate]) -> list[Candidate]:
    """Of each group, the candidates that stand where none of an earlier group does."""
    found: list[Candidate] = []
    taken = bytearray(length)
    for group in groups:
        fresh = [c for c in group if taken.find(1, c.start, c.end) < 0]
        for candidate in fresh:
            taken[candidate.start : candidate.end] = b"\x01" * (candidate.end - candidate.start)
        found += fresh
    return found


@cache
def _ended() -> Pattern:
    return Pattern(one_of("ended"))


@cache
def _ended_before() -> Pattern:
    return Pattern(f"{one_of('ended')}(?!.*{alternation(words('setup') | words('launch'))})")


@cache
def _ended_behind() -> Pattern:
    return Pattern(rf"[”’\p{{Han}}、（）]{{0,10}}?(?:予以|同时|已|一律|正式)?{one_of('ended')}")


def _is_ended(view: View, candidate: Candidate) -> bool:
    """Whether the clause abolishes it: 撤销…指挥部, …不再保留."""
    if _ended().search(view.text, max(0, candidate.start - 30), candidate.end + 24) is None:
        return False
    before = BEFORE.match(view.text, 0, candidate.start)
    if before and _ended_before().search(before[0]):
        return True
    return _ended_behind().match(view.text, candidate.end) is not None
