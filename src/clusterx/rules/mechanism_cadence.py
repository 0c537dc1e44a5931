"""Work at regular intervals (周调度、月通报) and in closed loops (收集、交办、督办、反馈、销号工作闭环).

>>> from clusterx.rules.mechanism_view import read_view
>>> [(c.every, c.action) for c in parse_cadence("日晒、周盘、月比、季评、年考")]
[('day', '晒'), ('week', '盘'), ('month', '比'), ('quarter', '评'), ('year', '考')]
>>> parse_cadence("年产值、年税收"), parse_cadence("揭榜挂帅")
((), ())
>>> [c.name for c in find_cadences(read_view("坚持每月调度、每季通报、每年评估。落实周调度、月通报工作机制。"))]
['每月调度、每季通报、每年评估', '周调度、月通报工作机制']
>>> loop = find_loops(read_view("健全问题收集、交办、督办、反馈工作闭环"))[0]
>>> loop.name, loop.values["steps"]
('问题收集、交办、督办、反馈工作闭环', ('问题收集', '交办', '督办', '反馈'))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import get_args

import regex

from clusterx.lexicon import WordFinder, rows
from clusterx.records import Cadence, Every
from clusterx.rules.mechanism_draft import Candidate, plain_key
from clusterx.rules.mechanism_view import Hit, Quote, View, one_of, words
from clusterx.rules.words import alternation

SEPARATOR = regex.compile(r"[、，,；/]|—+|–+|-+")
STEP_SEPARATOR = regex.compile(r"[、，]|—+|–+|-+|→")
LOOP_BEFORE = regex.compile(r"(?r)[^。；：！？“”‘’《》（）\n]{4,160}")
LOOP_TAIL = regex.compile(r"(?:管理|工作|服务|运行|推进|落实|处置)?(?:机制|体系|模式|链条|流程|工作法|管理)")
LOOP_WORDS = regex.compile(r"(?:的|全流程|全链条|全过程|全周期|工作|管理|服务|运行|推进|式|处置|办理|闭合)+$")
SHORTEST_LOOP = 3
WHO = "总链长|副链长|群链长|链长|链主|链办|领导小组|总指挥部|指挥部|联席会议|专班|服务团|小分队"
TERM = regex.compile(
    rf"(?P<who>{WHO})(?:办公室)?(?:原则上|要|应|需)?(?P<interval>每(?:半年|两个?月|半月|季度|个?月|季|周|旬|年|日|天))"
)
DONE = regex.compile(
    r"(?P<verb>召开|走访|调度|主持|开展|组织|听取|研究|会商|调研|协调|通报|督查|督导|汇报|报告)"
    r"(?:一|\d+|[两三四五])?[次场]?(?P<what>[^，。；、\d\n一]{0,10})"
)
STOP = regex.compile(r"[。；！？\n]")
MARKS_AROUND = "“‘"


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
def _item() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?P<interval>{alternation(_intervals())})(?:有|一|度|底|末|总)?(?P<action>\p{{Han}}{{1,6}}?)(?:一次)?"
    )


@cache
def _glued() -> regex.Pattern[str]:
    """日调度周通报月考核: without marks only with known actions."""
    return regex.compile(rf"(?:(?P<interval>{alternation(_intervals())})(?P<action>{one_of('action')}))++")


@cache
def _pairs() -> WordFinder[Cadence]:
    """每月调度, 周通报 …: every interval with every known action."""
    return WordFinder(
        {
            f"{interval}{linked}{action}": Cadence(every=every, action=action)
            for interval, every in _intervals().items()
            for action in words("action")
            for linked in (("", "有") if len(action) > 1 else ("",))
        }
    )


def parse_cadence(text: str) -> tuple[Cadence, ...]:
    """The intervals and actions of 周调度、月通报; empty if `text` is anything else."""
    if text[:1] not in _initials():
        return ()
    parts = [part.strip() for part in SEPARATOR.split(text) if part.strip()]
    if len(parts) == 1:
        return _parse_single(parts[0])
    found = [_parse_item(part) for part in parts]
    cadence = tuple(c for c in found if c)
    if len(cadence) < len(found) or len({c.every for c in cadence}) < 2:
        return ()
    known = sum(c.action in words("action") for c in cadence)
    return cadence if known * 2 >= len(cadence) else ()


def _parse_item(part: str) -> Cadence | None:
    match = _item().fullmatch(part)
    return Cadence(every=_intervals()[match["interval"]], action=match["action"]) if match else None


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
    if len(cadence) == 1 and not tail:
        return None
    return _cadence(f"{quote.text}{tail.words if tail else ''}", cadence, quote.start, tail.end if tail else quote.end)


def _cadence(name: str, cadence: tuple[Cadence, ...], start: int, end: int) -> Candidate:
    key = "cadence:" + "|".join(f"{c.every}{c.action}" for c in cadence)
    return Candidate(key, name, "cadence", start, end, "mechanism.cadence", {"cadence": cadence}, rank=len(name))


def find_cadences(view: View) -> list[Candidate]:
    """Cadences without quotation marks: 坚持每月调度、每季通报; 月通报制度."""
    found = []
    for run in _runs(view.text):
        start, end = run[0][0], run[-1][1]
        if view.text[start - 1 : start] in MARKS_AROUND and start:
            continue
        cadence = tuple(pair for _, _, pair in run)
        tail = view.tail(end)
        systematic = tail is not None and tail.head.family == "system"
        if len({c.every for c in cadence}) < 2 and not (systematic and len(run) == 1):
            continue
        stop = tail.end if tail and systematic else end
        found.append(_cadence(view.text[start:stop], cadence, start, stop))
    return found


def _runs(text: str) -> Iterator[list[tuple[int, int, Cadence]]]:
    """Pairs of interval and action that stand side by side."""
    run: list[tuple[int, int, Cadence]] = []
    for pair in _pairs().find(text):
        if run and text[run[-1][1] : pair[0]] not in ("、", "，", ""):
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def find_duties_in_time(view: View) -> Iterator[tuple[int, int, str, Cadence]]:
    """(start, end, who, cadence) of 总链长每季度召开一次推进会; the action of several terms stands behind the last."""
    for match in TERM.finditer(view.text) if "每" in view.text else ():
        done = DONE.search(view.text, match.end(), match.end() + 40)
        if done and not STOP.search(view.text, match.end(), done.start()):
            cadence = Cadence(every=_intervals()[match["interval"]], action=f"{done['verb']}{done['what']}")
            yield match.start(), done.end(), match["who"], cadence


def loop_quote(view: View, quote: Quote) -> Candidate | None:
    """“收集—交办—督办—反馈”闭环管理机制."""
    steps = split_steps(quote.text)
    tail = view.tail(quote.end) if len(steps) > 1 else None
    if tail is None or tail.head.family != "loop":
        return None
    end = _loop_end(view.text, tail.end)
    begin = quote.end + (view.text[quote.end] == "的")
    return _loop(f"{quote.text}{view.text[begin:end]}", steps, quote.start, end)


def find_loops(view: View) -> list[Candidate]:
    """Closed loops whose steps stand before them without quotation marks."""
    loops = (_read_loop(view, hit) for hit in view.hits if hit.head.family == "loop")
    return [loop for loop in loops if loop]


def _read_loop(view: View, hit: Hit) -> Candidate | None:
    before = LOOP_BEFORE.match(view.text, 0, hit.start)
    if before is None:
        return None
    qualifier = LOOP_WORDS.search(view.text, before.start(), hit.start)
    stop = qualifier.start() if qualifier else hit.start
    start = _loop_start(view, before.start(), stop)
    steps = split_steps(view.text[start:stop])
    if len(steps) < SHORTEST_LOOP or any(len(step) > 12 for step in steps):
        return None
    end = _loop_end(view.text, hit.end)
    name = view.text[start:stop] + view.text[stop:end].lstrip("的")
    return _loop(name, steps, start, end)


def _loop_start(view: View, start: int, stop: int) -> int:
    """Where the first step begins: behind the comma before the enumeration and the verb that leads it."""
    if "、" in view.text[start:stop]:
        comma = view.text.rfind("，", start, stop)
        start = comma + 1 if comma >= 0 else start
    first = STEP_SEPARATOR.search(view.text, start, stop)
    return view.phrase(first.start()).start if first else start


def split_steps(text: str) -> tuple[str, ...]:
    """The steps of an enumeration with 、 or dashes."""
    return tuple(step.strip() for step in STEP_SEPARATOR.split(text) if step.strip())


def _loop_end(text: str, end: int) -> int:
    tail = LOOP_TAIL.match(text, end)
    return tail.end() if tail else end


def _loop(name: str, steps: tuple[str, ...], start: int, end: int) -> Candidate:
    values = {"steps": steps}
    return Candidate("loop:" + plain_key("".join(steps)), name, "closed_loop", start, end, "mechanism.loop", values)
