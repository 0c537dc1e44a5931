"""Task forces: 指挥部, 领导小组, 专班, 服务团, 小分队, with their size and who leads them.

A task force needs a name of its own (制造强市指挥部) or a size (31个小分队); a bare 专班 is none. A later 领导小组 is
the one named before. One that explains a formula (“4”是4个产业专班) is its component.

    >>> from clusterx.rules.mechanism_view import read_view
    >>> view = read_view("成立市新型储能产业发展领导小组和专业招商推进专班，各县区成立工作专班。")
    >>> [team.name for team in find_teams(view, [])]
    ['市新型储能产业发展领导小组', '专业招商推进专班']
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from clusterx.mentions import Found
from clusterx.pattern import Pattern
from clusterx.rules.mechanism_draft import Candidate, last_before
from clusterx.rules.mechanism_roles import FoundRole, give_role
from clusterx.rules.mechanism_view import Hit, Phrase, View, one_of, words
from clusterx.rules.rule import Clue
from clusterx.text import Span

DRAWN = Pattern(r"(?r)(?:抽调|选派|选聘|选调|遴选|派出|集结|汇聚|整合)[^。；！？\n]{0,40}")
SET_UP_WITH = Pattern(
    r"(?r)(?:建立|成立|组建|设立|健全|完善)了?[由以][^，。；！？\n]{2,30}的"
)  # 建立由副县长任召集人的…联席会议
COMPOSED = Pattern(r"(?r)(?:由|选派|抽调|遴选|选聘)[^，。；！？\n]{2,30}(?:组成的?|组建的?)")
DRAWN_BEHIND = Pattern(
    r"(?:，(?:办公室|下设)[^，。；！？\n]{0,24})?，?(?P<people>[^，。；！？\n]{0,24}(?:抽调|选派|遴选)\d[^，。；！？\n]{1,12})(?:集中|脱产|实体|组成|开展|专职)"
)
IN_A_STORY = Pattern("第二天|一早|当晚|当天|连夜|随即|叮嘱|嘱咐|勉励|要求|强调|指出|告诉")  # 第二天一早专班就上门
SMALL = frozenset({"小组", "工作组", "工作小组", "推进组", "联席会议", "专家委员会"})
LARGE = ("指挥部", "领导小组")
LONGEST = 24
LOCAL_FRONT = Pattern(r"^[市县区省州镇]")
BEHIND_OFFICE = Pattern(r"(?:会议)?办公室|成员单位")
OF_CHAIN = Pattern(r"(?:每条|各)?(?:重点)?产业链")
SENTENCE_END = Pattern(r"[。\n]")
# Beyond so many task forces a text is a list, and its names need not be compared with all that came before.
RECENT = 64
LONGEST_LEAD = 200
LONGEST_LINK = 4
PEOPLE = frozenset({"人", "名", "位"})
GOODS = frozenset("竹茶铝铜盐药鞋酒锂硅钛钢纸糖油米车船鱼虾猪牛羊果菜花煤氢磷锡铅锌锰钨镁")  # 竹产业链工作专班


def find_teams(view: View, taken: Sequence[Span], named: Sequence[Candidate] = ()) -> list[Candidate]:
    """Every task force outside the spans `taken` by formulas; `named` are those with a name in quotation marks."""
    teams = [*named]
    used = bytearray(len(view.text))
    for span in taken:
        used[span.start : span.end] = b"\x01" * (span.end - span.start)
    for hit in view.hits:
        if hit.head.family != "team" or view.text[hit.start - 1 : hit.start] == "”" or view.in_title(hit.start):
            continue
        if not used[hit.start] and (team := _team(view, hit, teams)):
            teams.append(team)
    return teams[len(named) :]


def _team(view: View, hit: Hit, earlier: list[Candidate]) -> Candidate | None:
    phrase = view.phrase(hit.start)
    qualifier = view.text[phrase.start : phrase.end]
    if "+" in qualifier or phrase.verb == "没有" or IN_A_STORY.search(qualifier):
        return None
    size = _size(view, phrase, hit)
    proper = is_proper(qualifier, hit.head.word) and _is_large(view, hit, phrase, size)
    counted = size is not None and _stands_before(view, size, phrase, hit)
    if not proper and (hit.head.word in SMALL or not counted):
        return _again(hit, phrase, earlier)
    name = f"{qualifier}{hit.head.word}"
    weak = BEHIND_OFFICE.match(view.text, hit.end) is not None
    team = Candidate(
        _key(name, hit.head.word, earlier), name, "task_force", phrase.start, hit.end, "mechanism.task_force", weak=weak
    )
    team.rank = len(name)
    give_size(team, size)
    return team


def give_size(team: Candidate, size: Found | None) -> None:
    """Note the size and that its number is used."""
    if size and size.quantity:
        team.values["size"] = size.quantity
        team.clues.append(Clue(size.start, size.end, ("size",), "mechanism.size"))
        team.claims.append(Span(size.start, size.end))


def is_proper(qualifier: str, head: str) -> bool:
    """Whether the words before a head make a name of their own.

    >>> [is_proper(*words) for words in (("制造强市", "指挥部"), ("工作", "专班"), ("助企解难", "专班"))]
    [True, False, True]
    """
    rest = LOCAL_FRONT.sub("", qualifier)
    if len(qualifier) > LONGEST:
        return False
    if head.endswith(LARGE):
        return len(rest) >= 3
    if "专班" not in head:
        rest = rest.replace("产业链", "链条")
    left = _generic().sub("", rest)
    return len(left) >= 2 or left in GOODS


@cache
def _generic() -> Pattern:
    return Pattern(one_of("generic"))


def _is_large(view: View, hit: Hit, phrase: Phrase, size: Found | None) -> bool:
    """工作组, 小组 and their like are everywhere: only one that is set up or counted is a task force."""
    if hit.head.word.endswith("队伍"):  # 打造专业招商队伍 is a wish
        return size is not None
    if hit.head.word not in SMALL or phrase.verb in words("setup") or size is not None:
        return True
    return phrase.verb == "的" and SET_UP_WITH.match(view.text, 0, phrase.start) is not None


def _stands_before(view: View, size: Found, phrase: Phrase, hit: Hit) -> bool:
    """The number stands beside the name, or its people make up the team: 由24名特派员组成的服务团, 专班…抽调16名干部."""
    if size.end == phrase.start - (phrase.verb == "的") or size.start >= hit.end:
        return True
    return COMPOSED.match(view.text, 0, phrase.start) is not None


def _size(view: View, phrase: Phrase, hit: Hit) -> Found | None:
    """The number before the name (29个助企攀登小组), behind it (工作专班12个) or of those drawn together for it."""
    behind = (m for m in view.quantities(hit.end, hit.end + 8) if m.start == hit.end)
    near = view.quantity_before(phrase.start) or next(behind, None) or _people_of(view, phrase)
    if near:
        return near if near.quantity and near.quantity.value != 1 else None
    return drawn_people(view, phrase.start, hit.end, phrase.verb in words("setup"))


def drawn_people(view: View, start: int, end: int, setup: bool) -> Found | None:
    """Those of whom a task force at [start, end) is made up: before it, or, where it is being set up, behind it."""
    text = view.text
    drawn = COMPOSED.match(text, 0, start) or (DRAWN.match(text, 0, start) if setup else None)
    if drawn:
        low, high = drawn.start(), start
    elif setup and (behind := DRAWN_BEHIND.match(text, end)):
        low, high = behind.span("people")
    else:
        return None
    return next((m for m in view.quantities(low, high) if m.quantity and m.quantity.unit in PEOPLE), None)


def _people_of(view: View, phrase: Phrase) -> Found | None:
    """The people of 41人的突击队."""
    people = view.quantity_before(phrase.start - 1) if phrase.verb == "的" else None
    return people if people and people.quantity and people.quantity.unit in PEOPLE else None


def _key(name: str, head: str, earlier: list[Candidate]) -> str:
    """The key of the same task force under a longer or shorter name, else a new one."""
    plain, bare = name.replace("工作", ""), head.replace("工作", "")
    for team in earlier[-RECENT:]:
        known = team.name.replace("工作", "")
        shorter, longer = sorted((known, plain), key=len)
        if longer == shorter or (longer.endswith(shorter) and len(shorter) >= len(bare) + 2):
            return team.key
    return f"team:{plain}"


def _again(hit: Hit, phrase: Phrase, earlier: list[Candidate]) -> Candidate | None:
    """领导小组, after 市制造强市建设领导小组: the last one before with the same head."""
    if phrase.end - phrase.start > 4 or hit.head.word in SMALL:
        return None
    recent = reversed(earlier[-RECENT:])
    known = next((t for t in recent if t.start < hit.start and t.name.endswith(hit.head.word)), None)
    if known is None:
        return None
    return Candidate(known.key, known.name, "task_force", hit.start, hit.end, "mechanism.again", weak=True)


def attach_team_roles(view: View, teams: list[Candidate], roles: list[FoundRole]) -> None:
    """Give each role to the task force of its sentence: the last before it, else the next behind it."""
    strong = [t for t in teams if not t.weak]
    for found in roles:
        team = _led(view.text, strong, found) if found.family == "team" else None
        if team:
            give_role(view, team, found)


def _led(text: str, teams: list[Candidate], found: FoundRole) -> Candidate | None:
    before = last_before(teams, found.end - 1)
    told = text[before.end : found.start][:LONGEST_LEAD] if before else ""
    if before and not SENTENCE_END.search(told) and len(told) < LONGEST_LEAD:
        return before
    behind = next((t for t in teams[bisect_left(teams, found.end, key=_start) :][:1]), None)
    if behind and text[found.end : behind.start].startswith("的") and behind.start - found.end <= LONGEST_LINK:
        return behind
    if before and told.count("。") == 1 and "\n" not in told and len(told) < LONGEST_LEAD:
        return before
    return None


def _start(team: Candidate) -> int:
    return team.start
