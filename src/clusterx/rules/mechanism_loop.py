"""Work in closed loops: 收集、交办、督办、反馈、销号工作闭环.

>>> from clusterx.rules.mechanism_view import read_view
>>> loop = find_loops(read_view("健全问题收集、交办、督办、反馈工作闭环"))[0]
>>> loop.name, loop.values["steps"]
('问题收集、交办、督办、反馈工作闭环', ('问题收集', '交办', '督办', '反馈'))
"""

from __future__ import annotations

from clusterx.pattern import Pattern
from clusterx.rules.mechanism_draft import Candidate, plain_key
from clusterx.rules.mechanism_view import Hit, Quote, View

STEP_SEPARATOR = Pattern(r"[、，]|—+|–+|-+|→")
# “首问首办、提级协调、回访评价”一环扣一环，形成工作闭环.
LOOP_LATER = Pattern(
    r"[^。；“”\n]{0,16}(?:形成|构成|实现|(?:流程|程序|链条)(?:实行|实施|进行))了?(?:全流程|全链条|完整的?|有效)?(?P<name>(?:工作|管理|服务|责任|推进|督办)?闭环(?:管理|办理|运行)?)(?=[，。；])"
)
LOOP_BEFORE = Pattern(r"(?r)[^。；：！？“”‘’《》（）\n]{4,160}")
LOOP_TAIL = Pattern(r"(?:管理|工作|服务|运行|推进|落实|处置)?(?:机制|体系|模式|链条|流程|工作法|管理)")
LOOP_WORDS = Pattern(r"(?:的|全流程|全链条|全过程|全周期|工作|管理|服务|运行|推进|式|处置|办理|闭合)+$")
SHORTEST_LOOP = 3


def loop_quote(view: View, quote: Quote) -> Candidate | None:
    """“收集—交办—督办—反馈”闭环管理机制."""
    steps = split_steps(quote.text)
    tail = view.tail(quote.end) if len(steps) > 1 else None
    if tail is None and len(steps) >= SHORTEST_LOOP and (later := LOOP_LATER.match(view.text, quote.end)):
        return _loop(f"{quote.text}{later['name']}", steps, quote.start, later.end())
    if tail is None or tail.head.family != "loop":
        return None
    end = loop_end(view.text, tail.end)
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
    end = loop_end(view.text, hit.end)
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


def loop_end(text: str, end: int) -> int:
    """Where a name ends whose 闭环 ends at `end`: 闭环管理机制."""
    tail = LOOP_TAIL.match(text, end)
    return tail.end() if tail else end


def _loop(name: str, steps: tuple[str, ...], start: int, end: int) -> Candidate:
    values = {"steps": steps}
    return Candidate("loop:" + plain_key("".join(steps)), name, "closed_loop", start, end, "mechanism.loop", values)
