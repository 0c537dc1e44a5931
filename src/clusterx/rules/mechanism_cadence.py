"""Work at regular intervals: 周调度、月通报; 日盯进度、周盯节点、月盯投资.

What is done may take an object (调度用电, 盯单, 报车板). An action of the lexicon counts anywhere; others count beside
such an action, or where three or more intervals stand in their order, in quotation marks or each with a deed (盯, 清,
报). What is measured in an interval (年产值, 月销量, 日均) is no action.

>>> from clusterx.rules.mechanism_view import read_view
>>> [(c.every, c.action) for c in parse_cadence("日晒、周调、月比、季评、年审")]
[('day', '晒'), ('week', '调'), ('month', '比'), ('quarter', '评'), ('year', '审')]
>>> [(c.every, c.action) for c in parse_cadence("日调度用电、周盯单、月清堵点")]
[('day', '调度用电'), ('week', '盯单'), ('month', '清堵点')]
>>> parse_cadence("年产值、年税收"), parse_cadence("揭榜挂帅"), parse_cadence("日均、月均、年均")
((), (), ())
>>> [c.name for c in find_cadences(read_view("坚持每月调度、每季通报、每年评估。落实周调度、月通报工作机制。"))]
['每月调度、每季通报、每年评估', '周调度、月通报工作机制']
>>> [c.name for c in find_cadences(read_view("专员分片包干，每日接单、每周复盘、每月回访，按周盯单、月盯线、季盯账推进。"))]
['每日接单、每周复盘、每月回访', '周盯单、月盯线、季盯账']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import get_args

import regex

from clusterx.lexicon import rows
from clusterx.pattern import Pattern
from clusterx.records import Cadence, Every
from clusterx.rules.mechanism_draft import Candidate
from clusterx.rules.mechanism_loop import loop_end
from clusterx.rules.mechanism_view import Quote, View, one_of, words
from clusterx.rules.words import alternation

SEPARATOR = Pattern(r"[、，,；/]|—+|–+|-+")
WHO = "总链长|副链长|群链长|链长|链主|链办|领导小组|总指挥部|指挥部|联席会议|专班|服务团|小分队"
TERM = Pattern(
    rf"(?P<who>{WHO})(?:办公室)?(?:原则上|要|应|需)?(?P<interval>每(?:半年|两个?月|半月|季度|个?月|季|周|旬|年|日|天))"
)
DONE = Pattern(
    r"(?P<verb>召开|走访|调度|主持|开展|组织|听取|研究|会商|调研|协调|通报|督查|督导|汇报|报告)"
    r"(?:一|\d+|[两三四五])?[次场]?(?P<what>[^，。；、\d\n一]{0,10})"
)
ACTOR = regex.compile(
    rf"^(?:{WHO}|链办|链办公室|部门|专员|办公室|市里|县里|区里|省里|市级|县级|园里|乡镇|街道|县区|园区|牵头单位|企业|班组|车间|工段|[班组厂])(?=[日天周旬月季年每])"
)  # 部门日跟进、专班周研判
ACTOR_STARTS = frozenset("总副群链领指联专服小部办县市区省乡街园牵企班车工组厂")
STOP = Pattern(r"[。；！？\n]")
MARKS_AROUND = "“‘"
BEFORE_PAIRS = Pattern(r"(?r)[^。；\n]{0,60}")
BEHIND_PAIRS = Pattern(r"[^。；\n]{0,100}")
# Where an interval other than the first of a run may stand.
JOINT = Pattern(r"[、，](?=[每周旬月季]|一[月周季]|半年)")
INTERVAL = frozenset("日天周旬月季年")
# What stands behind an action; and what makes an interval another word (今年, 近日, 3月, 本周) or a quotation.
AROUND = (
    r"[^\p{Han}]|的(?!放矢)|等|(?:督促|督进|推进|督办|抓)[，。；]|"
    r"(?:工作|管理|推进|运行|督办|服务|调度|落实|责任|闭环|常态化)*(?:机制|制度|工作法|模式|办法|要求|方式|节奏|推进|的)"
)
NOT_BEFORE = frozenset("今去明前昨本上下当同近即次翌往隔逾历经多全整零〇一二两三四五六七八九十0123456789“‘")


@dataclass(frozen=True, slots=True)
class Interval:
    """A word for a regular interval."""

    word: str
    every: Every


@cache
def _intervals() -> dict[str, Every]:
    table = {row.word: row.every for row in rows("mechanism_intervals", Interval)}
    if unknown := set(table.values()) - set(get_args(Every)):
        raise ValueError(f"mechanism_intervals.tsv: unknown intervals {sorted(unknown)}")
    return table


@cache
def _initials() -> frozenset[str]:
    return frozenset(word[0] for word in _intervals())


@cache
def _beginning() -> Pattern:
    return Pattern(rf"(?={alternation(_intervals())})")


@cache
def _item() -> Pattern:
    return Pattern(
        rf"(?P<interval>{alternation(_intervals())})(?!次)(?:有|一次|一|度|底|末|总(?!结))?(?P<action>\p{{Han}}{{1,7}}?)(?:一次)?"
    )


@cache
def _item_before() -> Pattern:
    longest_first = "|".join(
        sorted(_intervals(), key=len, reverse=True)
    )  # read from the right, words that end alike count
    return Pattern(rf"(?r)(?:{longest_first})\p{{Han}}{{1,8}}?")


@cache
def _item_behind() -> Pattern:
    return Pattern(rf"{alternation(_intervals())}\p{{Han}}{{1,8}}?(?={AROUND}|$)")


@cache
def _glued() -> regex.Pattern[str]:
    """日调度周通报月考核: without marks only with known actions."""
    return regex.compile(rf"(?:(?P<interval>{alternation(_intervals())})(?P<action>{one_of('action')}))++")


@cache
def _actions() -> frozenset[str]:
    return frozenset(words("action"))


@cache
def _longest() -> int:
    return max(map(len, (*_intervals(), *_actions())))


def parse_cadence(text: str) -> tuple[Cadence, ...]:
    """The intervals and actions of 周调度、月通报; empty if `text` is anything else."""
    if _without_actor(text)[:1] not in _initials():
        return ()
    parts = [part.strip() for part in SEPARATOR.split(text) if part.strip()]
    return _parse_single(parts[0]) if len(parts) == 1 else _parse_items(parts, quoted=True)


def _parse_items(parts: list[str], *, quoted: bool) -> tuple[Cadence, ...]:
    found = [_parse_item(part) for part in parts]
    cadence = tuple(c for c in found if c)
    if len(cadence) < len(found) or len({c.every for c in cadence}) < 2:
        return ()
    return cadence if _is_work(cadence, quoted) else ()


def _parse_item(part: str) -> Cadence | None:
    match = _item().fullmatch(_without_actor(part))
    if match is None or (match["action"].startswith(_measured()) and match["action"] not in _actions()):
        return None
    return Cadence(every=_intervals()[match["interval"]], action=match["action"])


def _without_actor(part: str) -> str:
    return ACTOR.sub("", part) if part[:1] in ACTOR_STARTS else part


def _is_work(cadence: tuple[Cadence, ...], quoted: bool) -> bool:
    """Whether enough of the actions are known, or the intervals show by their order that all are actions."""
    known = sum(_is_known(c.action) for c in cadence)
    if known * 2 >= len(cadence):
        return quoted or len(cadence) > 2 or known == len(cadence)
    order = [get_args(Every).index(c.every) for c in cadence]
    if order != sorted(set(order)):
        return False
    done = all(_is_known(c.action) or c.action[0] in words("deed") for c in cadence)
    return (len(cadence) > 2 and (quoted or done)) or (quoted and done)


def _is_known(action: str) -> bool:
    """An action of the lexicon, or one with its object: 调度用电."""
    return action in words("action") or (len(action) > 2 and action[:2] in words("action"))


@cache
def _measured() -> tuple[str, ...]:
    return tuple(words("measured"))


def _parse_single(part: str) -> tuple[Cadence, ...]:
    match = _glued().fullmatch(part)
    if not match:
        return ()
    pairs = zip(match.captures("interval"), match.captures("action"), strict=True)
    return tuple(Cadence(every=_intervals()[interval], action=action) for interval, action in pairs)


def cadence_quote(view: View, quote: Quote) -> Candidate | None:
    """“周调度、月通报”工作机制, with or without a head behind it."""
    cadence = parse_cadence(quote.text)
    if not cadence:
        return None
    tail = view.tail(quote.end)
    tail = None if tail and tail.head.family == "frame" else tail
    if len(cadence) == 1 and not tail:
        return None
    end = loop_end(view.text, tail.end) if tail and tail.head.family == "loop" else tail.end if tail else quote.end
    head = view.text[quote.end : end].removeprefix("的") if tail else ""
    return _cadence(f"{quote.text}{head}", cadence, quote.start, end)


def _cadence(name: str, cadence: tuple[Cadence, ...], start: int, end: int) -> Candidate:
    key = "cadence:" + "|".join(f"{c.every}{c.action}" for c in cadence)
    return Candidate(key, name, "cadence", start, end, "mechanism.cadence", {"cadence": cadence}, rank=len(name))


def find_cadences(view: View) -> list[Candidate]:
    """Cadences without quotation marks: 坚持每月调度、每季通报; 月通报制度."""
    joints = [match.start() for match in JOINT.finditer(view.text)]
    found = list(_long_runs(view, joints)) if joints else []
    covered = bytearray(len(view.text))
    for longer in found:
        covered[longer.start : longer.end] = b"\x01" * (longer.end - longer.start)
    for run in _known_runs(view, joints):
        start, end = run[0][0], run[-1][1]
        if view.text[start - 1 : start] in MARKS_AROUND and start:
            continue
        if 1 in covered[start:end]:
            continue
        cadence = tuple(pair for _, _, pair in run)
        tail = view.tail(end)
        systematic = tail is not None and tail.head.family == "system"
        if len({c.every for c in cadence}) < 2 and not (systematic and len(run) == 1):
            continue
        stop = tail.end if tail and systematic else end
        found.append(_cadence(view.text[start:stop], cadence, start, stop))
    return sorted(found, key=lambda cadence: cadence.start)


def _long_runs(view: View, joints: list[int]) -> Iterator[Candidate]:
    """Items side by side of which not every action is known: 日上图、周排队、旬销账."""
    done = 0
    for at in joints:
        told = at >= done and not INTERVAL.isdisjoint(view.text[max(0, at - 9) : at])
        items = _items_around(view.text, at, done) if told else []
        if not items:
            continue
        (start, _), (_, done) = items[0], items[-1]
        if cadence := _parse_items([view.text[begin:end] for begin, end in items], quoted=False):
            tail = view.tail(done)
            done = tail.end if tail and tail.head.family == "system" else done
            yield _cadence(view.text[start:done], cadence, start, done)


def _items_around(text: str, at: int, done: int) -> list[tuple[int, int]]:
    """The items joined by the mark at `at` and the same marks before and behind it."""
    items: list[tuple[int, int]] = []
    mark, stop = text[at], at
    while (start := _item_start(text, stop, done)) >= 0:
        items.insert(0, (start, stop))
        if start == done or text[start - 1] != mark:
            break
        stop = start - 1
    if items and text[items[0][0]] == "按" and text[at + 1] not in "按每":
        items[0] = (items[0][0] + 1, items[0][1])  # 按周盯单、月盯线推进
    while items and text.startswith(mark, at) and (item := _item_behind().match(text, at + 1)):
        items.append(item.span())
        at = item.end()
    return items


def _item_start(text: str, stop: int, done: int) -> int:
    """Where the item that ends at `stop` begins; -1 if none does."""
    before = _item_before().match(text, done, stop)
    if before is None:
        return -1
    start = before.start()
    while start > done and text[start - 1] in "每一":
        start -= 1
    return start if start == 0 or text[start - 1] not in NOT_BEFORE else -1


def _known_runs(view: View, joints: list[int]) -> Iterator[list[tuple[int, int, Cadence]]]:
    """Pairs of interval and action, sought only around the marks that join some and before a system (月通报制度)."""
    systems = (hit.start for hit in view.hits if hit.head.family == "system")
    behind = (at for at in systems if not INTERVAL.isdisjoint(view.text[max(0, at - 16) : at]))
    done = 0
    for at in sorted([*joints, *behind]):
        if at < done:
            continue
        start, done = _clause_around(view.text, at, done)
        yield from _runs(view.text, start, done)


def _clause_around(text: str, at: int, done: int) -> tuple[int, int]:
    before, behind = BEFORE_PAIRS.match(text, done, at), BEHIND_PAIRS.match(text, at)
    return (before.start() if before else at, behind.end() if behind else at)


def _runs(text: str, begin: int, stop: int) -> Iterator[list[tuple[int, int, Cadence]]]:
    """Pairs of interval and action that stand side by side."""
    run: list[tuple[int, int, Cadence]] = []
    for pair in _pairs(text, begin, stop):
        if run and text[run[-1][1] : pair[0]] not in ("、", "，", ""):
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _pairs(text: str, start: int, stop: int) -> Iterator[tuple[int, int, Cadence]]:
    """每月调度, 周通报 …: an interval with a known action, each as long as can be."""
    done = start
    for match in _beginning().finditer(text, start, stop):
        at = match.start()
        if at >= done and (longest := max(_pairs_at(text, at, stop), default=None)):
            done, every, action = longest
            yield at, done, Cadence(every=every, action=action)


def _pairs_at(text: str, at: int, stop: int) -> Iterator[tuple[int, Every, str]]:
    """The end, the interval and the action of every pair that begins at `at`; before two characters and more 有 may stand."""
    intervals, actions, longest = _intervals(), _actions(), _longest()
    for middle in range(at + 1, min(stop, at + longest + 1)):
        if every := intervals.get(text[at:middle]):
            for start, least in ((middle, 1), (middle + 1, 2))[: 1 + (text[middle] == "有")]:
                for end in range(start + least, min(stop, start + longest) + 1):
                    if (action := text[start:end]) in actions:
                        yield end, every, action


def find_duties_in_time(view: View) -> Iterator[tuple[int, int, str, Cadence]]:
    """(start, end, who, cadence) of 总链长每季度召开一次推进会; the action of several terms stands behind the last."""
    for match in TERM.finditer(view.text) if "每" in view.text else ():
        done = DONE.search(view.text, match.end(), match.end() + 40)
        if done and not STOP.search(view.text, match.end(), done.start()):
            cadence = Cadence(every=_intervals()[match["interval"]], action=f"{done['verb']}{done['what']}")
            yield match.start(), done.end(), match["who"], cadence
