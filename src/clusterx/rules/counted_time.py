"""Days and hours that are counted, not lasted: 空气优良天数达到327天, 年飞行时长达到40万小时."""

from __future__ import annotations

from clusterx.mentions import Found
from clusterx.pattern import Pattern

DAYS = Pattern(r"天数[^，。；\d]{0,10}$|(?:优良|达标|晴好)天气?[^，。；\d]{0,4}$")
HOURS = Pattern(r"(?:(?:飞行|服务|培训|志愿|教学|直播)时长|机时|工时|学时|课时|飞行小时数?)[^，。；\d]{0,10}$")
FEWEST_HOURS = 1000  # that a year of flights or lessons takes: 等待时长2小时 is a duration
COUNTED_TIME = {"天": DAYS, "小时": HOURS}


def counts_time(text: str, found: Found) -> bool:
    """空气优良天数达到327天, 年飞行时长达到40万小时: what is counted is days or hours, no duration."""
    counted = COUNTED_TIME.get(found.quantity.unit) if found.quantity else None
    if counted is None or (counted is HOURS and found.quantity and (found.quantity.value or 0) < FEWEST_HOURS):
        return False
    return counted.search(text, max(0, found.start - 16), found.start) is not None
