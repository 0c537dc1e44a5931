"""Phases of a project: 一期, 二期工程, 三期 behind a name or at the beginning of a clause."""

from __future__ import annotations

import re

from clusterx.pattern import Pattern
from clusterx.rules.project_work import Work, phase_of
from clusterx.text import Span

PHASE = Pattern(r"(?P<phase>[一二三四五六]期|首期|[123]期)(?:工程|项目|建设)?")
PHASE_ALONE = Pattern(rf"(?:该|本|此)?(?:项目|工程|基地|园区)?{PHASE.source}")  # 项目一期工程 is no name
PHASE_IN_NAME = Pattern(
    r"(?<![分两长])(?P<mid>[一二三四五六]期)(?=\d|年产|[^，]{0,2}\d)|（?(?P<phase>[一二三四五六]期)）?(?:项目|工程)?$|(?P<inner>[一二三四五六]期)(?:扩建|新建|改造|技改)?(?:项目|工程)$"
)
EACH_PHASE = Pattern(r"[\s　]*(?P<one>[一二三四五]期)[、和](?P<other>[一二三四五]期)(?:工程|项目)?(?:各|均|都|分别)")
DIVIDED_IN = Pattern("分[一二两三四五]期")
DIVIDED = frozenset("分共0123456789")


def phases_with_as_much(text: str, whole: Work | None, clause: Span) -> list[Work]:
    """二期、三期各17亿元: the phases that share what the clause says."""
    told = EACH_PHASE.match(text, *clause) if whole else None
    return [phase_of(whole, told[n], Span(*told.span(n))) for n in ("one", "other")] if told and whole else []


def phase_in(text: str, clause: Span) -> re.Match[str] | None:
    """一期 at the beginning of a clause or behind its colon, but no 分三期."""
    for start in (clause.start, text.rfind("：", *clause) + 1):
        held = start >= clause.start and "期" in text[start : start + 12]
        phase = PHASE.search(text, start, min(clause.end, start + 12)) if held else None
        if phase and text[max(0, phase.start() - 1) : phase.start()] not in DIVIDED:
            return phase
    return None


def having(work: Work | None, phase: str) -> Work | None:
    """The work if that phase may be its own: a third one only where it has a second."""
    before = {"三期": "二期", "四期": "三期", "五期": "四期"}.get(phase)
    return work if work and (before is None or work.divided or before in work.phases) else None
