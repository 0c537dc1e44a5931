"""The stable key of an instrument or a project: the same in every document that names it, whatever state that is in.

An instrument's key is its document number, else its title, with its place where known:

    >>> from clusterx.records import Policy, Region
    >>> plan = dict(id="1", evidence=(), confidence=1, role="cited", region=Region(name="荆门市", code="420800"))
    >>> policy_key(Policy(title="荆门市链长制实施方案", number="荆政办发〔2024〕26号", **plan))
    'policy:荆政办发2024-26@420800'
    >>> policy_key(Policy(title="荆門市“鏈長制”實施方案", **plan))
    'policy:荆门市链长制实施方案@420800'

Several places have the same agency code (清政办 is 清河县 and 清镇市), so that a number alone is no key where its place is known. A title
that names no place is a key only if it is long enough to be nobody else's; one that comes every year (政府工作报告) only with its year.

A project's key is its name, its phase, and its city or, where that is unknown, its company. A project without either has none: there
is a 智能工厂项目 in every city.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import regex

from clusterx.clean.comparable import comparable
from clusterx.link.names import clean_name, company_stem, phase_number, plain_title, split_phase
from clusterx.mentions.regions import find_regions
from clusterx.records import Policy, Project, Region

LONG_ENOUGH = 12
YEARLY = regex.compile(r"(?:工作报告|工作要点|任务分解表?|项目名?[单录]|项目计划|计划执行情况|运行情况|工作总结)$")
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_NUMBER = regex.compile(r"(?P<code>\D+)(?P<year>\d{4})\D*?(?P<serial>\d+)")
_MUNICIPALITIES = ("11", "12", "31", "50")


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells an instrument or a project from others; `aliases` are the names under which it may be found."""

    key: str
    aliases: tuple[str, ...]
    number: str | None = None
    year: str | None = None
    place: str | None = None
    companies: frozenset[str] = frozenset()


def policy_key(policy: Policy) -> str | None:
    """The key of an instrument; None for one whose title could be anybody's."""
    identity = policy_identity(policy)
    return identity.key if identity else None


def project_key(project: Project, region: Region | None = None) -> str | None:
    """The key of a project; `region`: the place that its document is about. None if neither place nor company is known."""
    identity = project_identity(project, region)
    return identity.key if identity else None


def policy_identity(policy: Policy) -> Identity | None:
    """What tells this instrument from others."""
    title = plain_title(policy.inner_title or policy.title)
    place = policy.region.code if policy.region else None
    number = plain_number(policy.number) if policy.number else None
    day = policy.issued or policy.published
    year = str(day.year) if day else None
    at = f"@{place}" if place else ""
    if YEARLY.search(title) and not _YEAR.search(title):
        title = f"{title}/{year}" if year else ""
    aliases = [f"{title}{at}"] if title and (place or len(title) >= LONG_ENOUGH) else []
    if number:
        aliases += [f"{number}{at}"] if place else []
        aliases += [f"{number}/{title}"] if title else []
    if not (number or aliases):
        return None
    return Identity(f"policy:{number}{at}" if number else f"policy:{aliases[0]}", tuple(aliases), number, year, place)


def project_identity(project: Project, region: Region | None = None) -> Identity | None:
    """What tells this project from others."""
    stem, named = split_phase(project.name)
    phase = phase_number(project.phase) or named
    place = _city(_location(project) or region)
    stem = _without_place(stem, region, project)
    companies = frozenset(filter(None, map(company_stem, project.companies)))
    if not stem:
        return None
    whole = f"{stem}#{phase}" if phase else stem
    anchors = ([place] if place else []) + sorted(companies)
    aliases = tuple(f"{whole}@{anchor}" for anchor in anchors)
    return Identity(f"project:{aliases[0]}", aliases, None, None, place, companies) if aliases else None


def plain_number(number: str) -> str:
    """A document number in one spelling.

    >>> plain_number("滨政办字〔2024〕18号"), plain_number("滨政办字（２０２４）第018號")
    ('滨政办字2024-18', '滨政办字2024-18')
    """
    plain = comparable(clean_name(number)).replace("第", "")
    found = _NUMBER.match(plain)
    return f"{found['code']}{found['year']}-{int(found['serial'])}" if found else plain


def _location(project: Project) -> Region | None:
    regions: Iterable[Region] = (f.region for f in find_regions(project.location or "") if f.region.code)
    return next(iter(regions), None)


def _without_place(stem: str, region: Region | None, project: Project) -> str:
    """南漳县磷石膏综合利用 in a document of the city, 磷石膏综合利用 in one of the county."""
    own = _location(project) or region
    found = find_regions(stem)
    if found and found[0].start == 0 and _city(found[0].region) == _city(own) and found[0].end < len(stem) - 3:
        return stem[found[0].end :]
    return stem


def _city(region: Region | None) -> str | None:
    """The city that a code belongs to; a province alone is too large to tell a project by."""
    code = region.code if region else None
    if code is None:
        return None
    if code.startswith(_MUNICIPALITIES):
        return code[:2]
    if code.endswith("0000"):
        return None
    return code if code[2:4] == "90" else code[:4]
