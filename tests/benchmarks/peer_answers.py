"""Run inside a peer's environment: answers to the items of the suite, and the time for a text, as JSON on stdout.

    python peer_answers.py NAME < items.json

A peer is asked only for the kinds of thing that it says it reads (`READERS`). An answer is None where it finds nothing, fails or
takes longer than two seconds. Nothing of clusterx is imported here.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

Item = dict[str, Any]
Answer = Any
LONGEST = 2
LONGEST_TEXT = 120


def _clock(item: Item) -> datetime:
    return datetime.fromisoformat(item["published"] or "2024-11-08")


# -- cn2an ------------------------------------------------------------------------------------------------------------


def cn2an_number(item: Item) -> Answer:
    import cn2an

    return [str(cn2an.cn2an(item["text"], "smart"))]


def cn2an_percent(item: Item) -> Answer:
    import cn2an

    return [str(cn2an.transform(item["text"])).rstrip("%")]


# -- jionlp -----------------------------------------------------------------------------------------------------------


def jionlp_money(item: Item) -> Answer:
    import jionlp

    read = jionlp.parse_money(item["text"])
    numbers = read["num"] if isinstance(read["num"], list) else [read["num"]]
    return [*numbers, read["case"]]


def _jionlp_time(item: Item) -> dict[str, Any]:
    import jionlp

    on = _clock(item)
    return dict(jionlp.parse_time(item["text"], time_base={"year": on.year, "month": on.month, "day": on.day}))


def jionlp_span(item: Item) -> Answer:
    read = _jionlp_time(item)["time"]
    return [None if day == "inf" else day[:10] for day in read] if isinstance(read, list) else None


def jionlp_duration(item: Item) -> Answer:
    read = _jionlp_time(item)["time"]
    ends = read if isinstance(read, list) else [read]
    months = [12 * end.get("year", 0) + 3 * end.get("season", 0) + end.get("month", 0) for end in ends]
    days = [
        end.get("day", 0) + 7 * end.get("week", 0) + end.get("hour", 0) / 24 + end.get("minute", 0) / 1440
        for end in ends
    ]
    return [str(n) for n in (months if any(months) else days)] + ["月" if any(months) else "天"]


def jionlp_negative(item: Item) -> Answer:
    import jionlp

    return jionlp.ner.extract_money(item["text"]) or []


def jionlp_text(text: str) -> None:
    import jionlp

    jionlp.ner.extract_money(text)
    jionlp.ner.extract_time(text, time_base={"year": 2024, "month": 11, "day": 8})


# -- recognizers-text -------------------------------------------------------------------------------------------------


def _whole(results: list[Any], item: Item) -> Any:
    """The one result, if it spans the whole expression."""
    whole = [r for r in results if r.end - r.start + 1 >= len(item["text"])]
    return whole[0].resolution if whole else None


def recognizers_number(item: Item) -> Answer:
    from recognizers_number import recognize_number

    read = _whole(recognize_number(item["text"], "zh-cn"), item)
    return read and [read["value"]]


def recognizers_percent(item: Item) -> Answer:
    from recognizers_number import recognize_percentage

    read = _whole(recognize_percentage(item["text"], "zh-cn"), item)
    return read and [read["value"].rstrip("%")]


CURRENCIES = {"CNY": "元", "USD": "美元", "HKD": "港元", "TWD": "新台币", "EUR": "欧元", "GBP": "英镑", "JPY": "日元"}


def recognizers_money(item: Item) -> Answer:
    from recognizers_number_with_unit import recognize_currency

    read = _whole(recognize_currency(item["text"], "zh-cn"), item)
    return read and [read["value"], CURRENCIES.get(read.get("isoCurrency"), read["unit"])]


def recognizers_dimension(item: Item) -> Answer:
    from recognizers_number_with_unit import recognize_dimension

    read = _whole(recognize_dimension(item["text"], "zh-cn"), item)
    return read and [read["value"]]


def _recognizers_time(item: Item) -> dict[str, Any] | None:
    from recognizers_date_time import recognize_datetime

    read = _whole(recognize_datetime(item["text"], "zh-cn", reference=_clock(item)), item)
    return dict(read["values"][-1]) if read else None


def recognizers_span(item: Item) -> Answer:
    read = _recognizers_time(item)
    if read is None:
        return None
    if "value" in read:
        return [read["value"][:10]] * 2
    end = read.get("end")
    last = None if end is None else (datetime.fromisoformat(end[:10]) - timedelta(days=1)).date().isoformat()
    return [read.get("start"), last]


def recognizers_duration(item: Item) -> Answer:
    read = _recognizers_time(item)
    if read is None or "value" not in read:
        return None
    days = int(read["value"]) / 86400
    months = {365: 12, 30: 1}
    for length, count in months.items():
        if days >= length and days % length == 0:
            return [str(days / length * count), "月"]
    return [str(days), "天"]


def recognizers_negative(item: Item) -> Answer:
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    return [r.text for read in (recognize_currency, recognize_dimension) for r in read(item["text"], "zh-cn")]


def recognizers_text(text: str) -> None:
    from recognizers_date_time import recognize_datetime
    from recognizers_number_with_unit import recognize_currency

    recognize_currency(text, "zh-cn")
    recognize_datetime(text, "zh-cn", reference=datetime(2024, 11, 8))


READERS: dict[str, dict[str, Callable[[Item], Answer]]] = {
    "cn2an": {"number": cn2an_number, "percent": cn2an_percent},
    "jionlp": {
        "money": jionlp_money, "range": jionlp_money, "date": jionlp_span, "period": jionlp_span,
        "duration": jionlp_duration, "negative": jionlp_negative,
    },
    "recognizers-text": {
        "number": recognizers_number, "percent": recognizers_percent, "money": recognizers_money,
        "dimension": recognizers_dimension, "date": recognizers_span, "period": recognizers_span,
        "duration": recognizers_duration, "negative": recognizers_negative,
    },
}  # fmt: skip
TEXT_READERS: dict[str, Callable[[str], None]] = {"jionlp": jionlp_text, "recognizers-text": recognizers_text}


class _TooLongError(Exception):
    pass


def _stop(signum: int, frame: object) -> None:
    raise _TooLongError


def answer(read: Callable[[Item], Answer] | None, item: Item) -> Answer:
    """The peer's answer; None where it has none in time."""
    if read is None or ("money" not in item and item["kind"] == "range" and read is jionlp_money):
        return "not asked"
    signal.alarm(LONGEST)
    try:
        return read(item)
    except (Exception, _TooLongError):
        return None
    finally:
        signal.alarm(0)


def seconds_for(read: Callable[[str], None] | None, text: str) -> float | None:
    """The least of three times; None where the peer reads no running text, fails or does not end."""
    if read is None:
        return None
    signal.alarm(LONGEST_TEXT)
    try:
        read(text[:200])
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            read(text)
            times.append(time.perf_counter() - begin)
        return min(times)
    except (Exception, _TooLongError):
        return None
    finally:
        signal.alarm(0)


def main(name: str) -> None:
    signal.signal(signal.SIGALRM, _stop)
    asked = json.load(sys.stdin)
    out, sys.stdout = sys.stdout, sys.stderr
    answers = [answer(READERS[name].get(item["kind"]), item) for item in asked["items"]]
    seconds = seconds_for(TEXT_READERS.get(name), asked["text"])
    json.dump({"answers": answers, "seconds": seconds}, out, ensure_ascii=False, default=str)


if __name__ == "__main__":
    main(sys.argv[1])
