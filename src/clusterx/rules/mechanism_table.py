"""Who leads which chain, out of a table: 产业链 | 链长 | 职务 | 牵头单位 | 链主企业.

In: the tables of a text and its chain-leader systems. Out: the roles go to the system of the text, one for each chain and holder, and the
role names its chain: 航空装备产业链链长. A text without such a system has one by its table: 链长制.

    >>> from clusterx.tables import find_tables
    >>> table = next(find_tables("产业链|链长|职务|牵头单位|链主企业\\n铝|王峰|副市长|市工信局|甲公司\\n氢能|李明|市政协副主席|市发改委|—\\n"))
    >>> [(role.role, role.holder) for role, _ in find_table_roles(table)][:3]
    [('铝产业链链长', '王峰（副市长）'), ('铝产业链牵头单位', '市工信局'), ('铝产业链链主', '甲公司')]

One leader of several chains may stand in one cell beside them: an empty cell under 链长 takes what stands above it, with the post and the
unit beside it. An empty cell under 链主 is nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from clusterx.pattern import Pattern
from clusterx.records import Role
from clusterx.rules.mechanism_draft import Candidate
from clusterx.rules.mechanism_view import View
from clusterx.rules.rule import Clue
from clusterx.tables import Cell, Table
from clusterx.tables.fit import Row
from clusterx.tables.shape import FOOT
from clusterx.text import Span

CHAIN = Pattern(r"(?:\d+[大条])?(?:重点|优势|主导|特色|标志性)?(?P<suffix>产业链|链条|产业集群|集群|产业)(?:名称)?")
LEADER = Pattern(
    r"(?:市级|县级|区级|省级|市|县|区|产业链|集群)?(?P<role>总链长|副总链长|常务副链长|第一链长|链长|副链长|总群长|群长|副群长|链主)(?:姓名|名单|领导|企业|单位)?"
)
POST = Pattern(r"(?:链长|群长|领导)?(?:职务|现任职务|工作职务|职位)")
LEAD_UNIT = Pattern(r"(?:产业链)?(?P<role>牵头单位|牵头部门|责任单位|责任部门|链办单位)")
NOBODY = Pattern(r"[—\-－/\\]*|无|待定|暂缺|空缺")
NUMBERED = Pattern(r"^\d{1,2}[.、．]\s*")
SYSTEM = "链长制"
GROUPS = "群长制"


class TableRole(NamedTuple):
    """A role and where chain and holder stand."""

    role: Role
    cells: tuple[Cell, ...]


def attach_table_roles(view: View, tables: Sequence[Table], chains: list[Candidate]) -> None:
    """Give the roles of every table of chain leaders to the system of the text; one is added to `chains` if there is none."""
    for table in tables:
        found = list(find_table_roles(table))
        if found:
            system = _system_of(table, chains)
            for role, cells in found:
                system.values["roles"] = (*system.values.get("roles", ()), role)
                system.clues += [Clue(cell.start, cell.end, ("roles",), "mechanism.table") for cell in cells]
                system.claims += [Span(m.start, m.end) for c in cells for m in view.quantities(c.start, c.end)]


def _system_of(table: Table, chains: list[Candidate]) -> Candidate:
    strong = [system for system in chains if not system.weak] or chains
    single = [system for system in strong if not system.key.startswith(("chain:双", "plus:"))] or strong
    if single:
        return [system for system in single if system.key == single[0].key][-1]
    title = next(cell for cell in table.head if LEADER.fullmatch(cell.text))
    name = GROUPS if "群长" in title.text else SYSTEM
    made = Candidate(
        f"chain:{name.removesuffix('制')}", name, "chain_leader", title.start, title.end, "mechanism.table"
    )
    chains.append(made)
    return made


def find_table_roles(table: Table) -> Iterator[TableRole]:
    """The roles that the rows fill; none if the table has no column of chains and none of leaders."""
    titles = table.header
    chains = [(i, match["suffix"]) for i, title in enumerate(titles) if (match := CHAIN.fullmatch(title))]
    leaders = {i: match["role"] for i, title in enumerate(titles) if (match := LEADER.fullmatch(title))}
    if not chains or not any(role.endswith("长") for role in leaders.values()):
        return
    chain, suffix = chains[0]
    units = {i: match["role"] for i, title in enumerate(titles) if (match := LEAD_UNIT.fullmatch(title))}
    above: Row = ()
    for row in table.rows:
        if len(row) == len(titles) and row[chain].text and not FOOT.match(row[0].text):
            row = _with_leader(row, above, titles, leaders, units)
            yield from _roles_of(row, titles, row[chain], suffix, {**leaders, **units})
            above = row


def _with_leader(row: Row, above: Row, titles: Sequence[str], leaders: Iterable[int], units: Iterable[int]) -> Row:
    """The row with the leader of the row above, if its own cells of leaders are empty."""
    led = [i for i in leaders if titles[i].find("链主") < 0]
    if not above or any(row[i].text for i in led):
        return row
    shared = {*led, *(i + 1 for i in led if i + 1 < len(row) and POST.fullmatch(titles[i + 1])), *units}
    return tuple([above[i] if i in shared and not cell.text else cell for i, cell in enumerate(row)])


def _roles_of(
    row: Sequence[Cell], titles: Sequence[str], chain: Cell, suffix: str, columns: dict[int, str]
) -> Iterator[TableRole]:
    name = _chain_name(chain.text, suffix)
    for index, role in sorted(columns.items()):
        holder = row[index]
        if NOBODY.fullmatch(holder.text):
            continue
        post = row[index + 1] if index + 1 < len(row) and POST.fullmatch(titles[index + 1]) else None
        posted = post is not None and role.endswith("长") and not NOBODY.fullmatch(post.text)
        text = f"{holder.text}（{post.text}）" if post and posted else holder.text
        cells = (chain, holder, post) if post and posted else (chain, holder)
        yield TableRole(Role(role=f"{name}{role}", holder=text), cells)


def _chain_name(cell: str, suffix: str) -> str:
    """铝产业链, from 铝 or 铝产业 under 产业链."""
    name = NUMBERED.sub("", cell)
    if name.endswith(("链", "集群", suffix)):
        return name
    return name.removesuffix("产业") + suffix
