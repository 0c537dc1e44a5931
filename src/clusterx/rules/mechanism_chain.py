"""Chain-leader systems: 链长制, 双链长制, “链长+链主”双链模式, with the roles that the text fills.

Several mentions of 链长制 in one text are one system. A qualifier is part of the name where it says which chain
(陶瓷产业链链长制); 重点产业链“链长制” is 链长制.

    >>> from clusterx.rules.mechanism_view import read_view
    >>> [c.name for c in find_chain_leaders(read_view("推行产业链“链长制”，形成“双链长制”；陶瓷产业链链长制。"))]
    ['链长制', '双链长制', '陶瓷产业链链长制']

A system of several leaders that is told part by part and by its short form is one, under the longer name.

    >>> view = read_view("推行“省级链长+市州园长+企业盟长”三长制。落实三长制。")
    >>> plus_quote(view, view.quotes[0]).name, [c.start for c in find_chain_leaders(view)]
    ('省级链长+市州园长+企业盟长三长制', [24])
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from clusterx.pattern import Pattern
from clusterx.records import Quantity, Role
from clusterx.rules.mechanism_draft import Candidate, last_before, plain_key
from clusterx.rules.mechanism_roles import FoundRole, give_role, role_families
from clusterx.rules.mechanism_view import Quote, View, words
from clusterx.text import Span

SYSTEM = Pattern(
    r"[“‘]?(?P<core>(?:双|总|群|子)?链长(?:负责|责任|工作)?|[群园]长|[双三四五两](?:链)?长|双链|链主)[”’]?"
    r"(?:制(?![造约药冷氢定作剂品订])|(?:工作|运行|推进|联动|协同|责任|服务)?(?P<other>机制|体系|模式)(?!造))[”’]?"
)
CORE = Pattern(r"[链群园双三四五两](?=[长链主])")  # of every system, at most two characters behind where it begins
# What says of a chain no more than that it is one.
VAGUE = Pattern(
    r"\d+(?:大|条)?|[一二三四五六七八九十]+(?:大|条)|重点|优势|主导|特色|标志性|先进制造业|制造业|工业|省级|市级|县级|区级|全市|全省|全县|全区|"
    r"我市|我省|我县|产业链|产业集群|集群|产业|企业|主要|关键|核心|市|县|区|省|链群|链"
)
CHAIN_END = ("产业链", "产业", "集群", "链", "行业")
LONGEST_QUALIFIER = 14
PART = Pattern(r"\p{Han}[\p{Han}、（）a-zA-Z]{1,13}")
BARE_ROLE = Pattern(r"^(?:双|企业|产业链|市级|县级|“)*|(?:企业)$")
# The place and the rank before a chain are no part of its name: 甲市重点产业链链长制.
PLACE = Pattern(r"^\p{Han}{1,7}?(?:自治区|自治州|省|市|县|区|州|盟)(?!长|场|政)")
RANKED = Pattern(r"重点|主导|优势|支柱|骨干|核心|千亿级?|百亿级?")
# 每条产业链确定1名链长、1个牵头部门: what each chain or project has.
EACH = Pattern(
    r"每(?:条|个|家|支)(?:重点|优势|主导)?(?:产业链|产业集群|集群|产业|项目|园区|企业|专班|链)(?:均|都|各|分别|至少|要|应|由)*"
    r"(?:明确|确定|配备|安排|落实|指定|选派|派驻|配套|成立|组建|设立|对应)(?:不少于|至少)?(?P<told>[^。；！？\n]{2,80})"
)
SHORT = Pattern(r"(?P<short>[双两三四五六](?:链长|组长|长))(?:负责|责任|工作)?制")

REFORM = Pattern(r"改革(?!委|开放|发展)")


def find_chain_leaders(view: View) -> list[Candidate]:
    """Every mention of a chain-leader system."""
    if not any(word in view.text for word in ("链长", "长制", "链主制", "双链制", "长”制")):
        return []
    matches = (m for m in _systems(view.text) if _is_system(m) and not _is_told_in_parts(view.text, m.start()))
    return _one_system([_system(view, match) for match in matches])


def _systems(text: str) -> Iterator[re.Match[str]]:
    """Every match of SYSTEM; it is asked only around its cores, which are rare."""
    done = 0
    for core in CORE.finditer(text):
        starts = range(max(done, core.start() - 2), core.start() + 1)
        if match := next((match for at in starts if (match := SYSTEM.match(text, at))), None):
            done = match.end()
            yield match


def _is_told_in_parts(text: str, start: int) -> bool:
    """Whether the parts stand before the short form: “链长+园长+盟长”三长制."""
    return text[start - 1 : start] == "”" and "长+" in text[max(0, start - 60) : start].replace("＋", "+")


def _one_system(systems: list[Candidate]) -> list[Candidate]:
    """链长制, where one 陶瓷产业链链长制 is named, is that."""
    named = {system.key for system in systems if system.rank}
    for system in systems:
        if len(named) == 1 and not system.rank and next(iter(named)).endswith(system.key.removeprefix("chain:")):
            system.key = next(iter(named))
    return systems


def _is_system(match: re.Match[str]) -> bool:
    """链长联动机制 without quotation marks says only that leaders meet; 双链模式 needs its parts."""
    quoted = match[0][0] in "“‘"
    return not match["other"] or (quoted and match["core"] not in ("双链", "链主"))


def _system(view: View, match: re.Match[str]) -> Candidate:
    core = match["core"]
    system = match[0].translate(str.maketrans("", "", "“”‘’"))
    phrase = view.phrase(match.start())
    qualifier = view.text[phrase.start : phrase.end]
    place = PLACE.match(qualifier)
    if place and is_specific_chain(qualifier[place.end() :]):
        phrase = phrase._replace(start=phrase.start + place.end())
        qualifier = qualifier[place.end() :]
    elif not is_specific_chain(qualifier):
        qualifier, phrase = "", phrase._replace(start=match.start())
    name = f"{qualifier}{system}"
    key = f"chain:{qualifier}{core}"
    weak = view.in_title(match.start())
    return Candidate(
        key, name, "chain_leader", phrase.start, match.end(), "mechanism.chain_leader", weak=weak, rank=len(qualifier)
    )


def is_specific_chain(qualifier: str) -> bool:
    """Whether the words before 链长制 say which chain.

    >>> is_specific_chain("陶瓷产业链"), is_specific_chain("十大重点产业链"), is_specific_chain("全面")
    (True, False, False)
    >>> is_specific_chain("甲市重点产业链"), is_specific_chain("某某市主导产业链")
    (False, False)
    """
    if not qualifier.endswith(CHAIN_END) or len(qualifier) > LONGEST_QUALIFIER:
        return False
    if RANKED.search(qualifier):
        qualifier = PLACE.sub("", qualifier)
    return len(VAGUE.sub("", qualifier)) >= 2


def split_parts(text: str) -> tuple[str, ...]:
    """The parts of 链长+链主+专班; empty if a part is not made of words."""
    text = text.replace("＋", "+")
    if "+" not in text:
        return ()
    parts = [part.strip("“”‘’ ") for part in text.split("+")]
    return tuple(parts) if all(PART.fullmatch(p) for p in parts) else ()


def plus_quote(view: View, quote: Quote) -> Candidate | None:
    """“链长+链主”双链模式, “政府+园区+企业”协同机制."""
    parts = split_parts(quote.text)
    tail = view.tail(quote.end) if parts else None
    short = SHORT.match(view.text, quote.end) if parts else None
    if short:
        return _told_in_parts(quote, parts, short)
    reform = parts and tail is None and REFORM.match(view.text, quote.end)
    if reform:  # “承诺制+标准地+全代办”改革; “亩均论英雄”改革 is a catchword
        key, name = f"plus:{plain_key(quote.text)}", f"{quote.text}改革"
        return Candidate(key, name, "other", quote.start, reform.end(), "mechanism.parts")
    if not parts or (tail is None and not _is_set_up(view, quote)):
        return None
    if tail and tail.head.family not in ("system", "frame", "programme"):
        return None
    roles = tuple(Role(role=role) for part in parts if (role := _role_of(part)))
    chain = any(role_families()[role.role] == "chain" for role in roles)
    if not chain and tail is None:
        return None
    name = f"{quote.text}{tail.words if tail else ''}"
    values = {"roles": roles} if chain else {}
    end = tail.end if tail else quote.end
    kind = "chain_leader" if chain else "other"
    return Candidate("plus:" + plain_key(quote.text), name, kind, quote.start, end, "mechanism.parts", values)


def _told_in_parts(quote: Quote, parts: tuple[str, ...], short: re.Match[str]) -> Candidate:
    """“链长+园长+盟长”三长制 is the 三长制 of the rest of the text."""
    roles = tuple(Role(role=role) for part in parts if (role := _role_of(part)))
    key, name = f"chain:{short['short']}", f"{quote.text}{short[0]}"
    values = {"roles": roles} if roles else {}
    return Candidate(
        key, name, "chain_leader", quote.start, short.end(), "mechanism.parts", values, rank=len(quote.text)
    )


def _role_of(part: str) -> str | None:
    """The role that a part names: 链长, 市领导链长, 链主企业."""
    plain = BARE_ROLE.sub("", part)
    if plain in role_families():
        return plain
    return next((role for role in ("链长", "链主", "群长", "园长", "盟长") if plain.endswith(role)), None)


def _is_set_up(view: View, quote: Quote) -> bool:
    verb = view.phrase(quote.start).verb
    return verb in words("setup") or verb in words("launch") or verb in ("健全", "完善", "形成", "执行", "探索")


def attach_chain_roles(view: View, systems: list[Candidate], roles: list[FoundRole]) -> None:
    """Give each role to the system before it in its paragraph, else to the last single one, else to the first."""
    strong = [s for s in systems if not s.weak] or systems
    single = [s for s in strong if not s.key.startswith(("chain:双", "plus:"))] or strong
    for found in roles:
        if found.family == "chain" and strong:
            near = last_before(strong, found.start)
            told = near is not None and "\n" not in view.text[near.end : found.start]
            give_role(view, near if near and told else last_before(single, found.start) or single[0], found)


def claim_shares(view: View, mechanisms: list[Candidate]) -> None:
    """The counts of what each chain or project is given belong to the mechanism before them in the paragraph."""
    for match in EACH.finditer(view.text) if mechanisms and "每" in view.text else ():
        before = last_before(mechanisms, match.start())
        if before and "\n" not in view.text[before.end : match.start()]:
            told = view.quantities(*match.span("told"))
            before.claims += [Span(m.start, m.end) for m in told if m.quantity and _is_share(m.quantity)]


def _is_share(quantity: Quantity) -> bool:
    return quantity.dimension == "count" and quantity.value is not None and quantity.value < 10


def attach_pair_roles(view: View, systems: list[Candidate], roles: list[FoundRole]) -> None:
    """行政组长 and 产业组长 belong to the 双组长制 before them."""
    pairs = [system for system in systems if "组长" in system.name]
    for found in roles if pairs else ():
        pair = last_before(pairs, found.start) if found.family == "pair" else None
        if pair:
            give_role(view, pair, found)
