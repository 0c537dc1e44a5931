"""Copies of the annotated documents as other sites have them, and documents that only look like copies.

A *mirror* is the same text damaged (tests/properties/damage.py), set on another page, cut, or with a paragraph more. An
*edition* has the words of a document and other figures; a *neighbour's* has its words and figures and another place. Everything
follows from a seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import regex
from properties.damage import EXACT, ORDER, apply_damage, shift_bytes, wrap_hard

from clusterx import clean
from clusterx.mentions.regions import find_regions

GOLDEN = Path(__file__).parent / "golden"
GLOSSES = {"add_toned_glosses", "add_stuttered_glosses", "add_spaced_glosses"}
PLACES = "柳州市 梧州市 洛阳市 邵阳市 榆林市 汉中市 通化市 清远市 揭阳市 宜宾市 广元市".split()
HEADS = (
    "首页 > 新闻中心 > 产业动态\n{title}\n来源：{source} 发布时间：{day} 浏览次数：{clicks}次\n",
    "当前位置：首页 > 政务公开\n{title}\n{day} 来源：{source} 【字体：大 中 小】\n",
    "{title}\n\n发布日期：{day}  信息来源：{source}  点击：{clicks}\n",
)
TAILS = (
    "\n责任编辑：黄一",
    "\n上一篇：无\n下一篇：关于召开会议的通知",
    "\n（转载请注明出处）",
    "\n扫一扫在手机打开当前页",
    "",
)
SOURCES = ("甲市日报", "产业在线", "乙网", "今日丙县", "投资丁市", "集群观察")
MORE = (
    "业内人士认为，产业集群的竞争归根到底是生态的竞争，谁能把上下游、左右岸的资源组织起来，谁就能在新一轮布局中占得先机。",
    "本网将持续关注各地产业发展的新进展、新成效，欢迎广大读者提供线索，共同讲好高质量发展的故事。",
)


class Made(NamedTuple):
    """A document, the text that it is a copy of (`origin`), and what was done to it."""

    name: str
    text: str
    origin: str
    how: str


def originals() -> dict[str, str]:
    """The clean bodies of the annotated documents."""
    return {path.stem: clean(path.read_text("utf-8")).text for path in sorted(GOLDEN.rglob("docs/*.txt"))}


def edition(text: str, rng: random.Random, share: float) -> str:
    """The same words with `share` of the figures (one at least) changed, none of them in a date or a place of the same kind."""
    spots = list(regex.finditer(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])", text))
    chosen = {spot.start() for spot in rng.sample(spots, max(1, round(share * len(spots))))}

    def other(match: regex.Match[str]) -> str:
        if match.start() not in chosen:
            return match[0]
        return match[0][:-1] + rng.choice([digit for digit in "123456789" if digit != match[0][-1]])

    return regex.sub(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])", other, text)


def neighbours(text: str, rng: random.Random) -> str | None:
    """The same text with its place exchanged for another; None where it names none more than twice."""
    found = [f.region.name for f in find_regions(text) if f.region.code and not f.region.code.endswith("0000")]
    if not found:
        return None
    place = max(sorted(set(found)), key=found.count)
    if found.count(place) < 3:
        return None
    other = rng.choice([name for name in PLACES if name != place])
    return text.replace(place, other).replace(place[:-1], other[:-1])


def damaged(text: str, rng: random.Random) -> tuple[str, str]:
    """The text with one to three kinds of exact damage, or its bytes shifted, or its lines wrapped."""
    way = rng.random()
    if way < 0.15:
        return shift_bytes(text, rng, commas=rng.random() < 0.5), "shift"
    if way < 0.25:
        return wrap_hard(text, rng), "wrap"
    kinds = [kind for kind in ORDER if kind in EXACT and rng.random() < 0.15] or ["to_traditional"]
    gloss = [kind for kind in kinds if kind in GLOSSES][1:]
    if "to_traditional" in kinds:
        gloss.append("use_compatibility_glyphs")
    return apply_damage(text, [kind for kind in kinds if kind not in gloss], rng.randrange(10**6)), "exact"


def mirror(text: str, rng: random.Random) -> tuple[str, str]:
    """A copy of `text` as another site has it, and what was done to it."""
    title, _, body = text.partition("\n")
    how = []
    lines = body.split("\n")
    if rng.random() < 0.2 and len(lines) > 8:
        lines = lines[: -max(1, len(lines) // 10)]
        how.append("cut")
    if rng.random() < 0.2:
        lines.append(rng.choice(MORE))
        how.append("more")
    page = "\n".join([title, *lines])
    if rng.random() < 0.8:
        page, kind = damaged(page, rng)
        how.append(kind)
    if rng.random() < 0.6:
        title, _, body = page.partition("\n")
        day = f"202{rng.randint(3, 5)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        head = rng.choice(HEADS).format(title=title, source=rng.choice(SOURCES), day=day, clicks=rng.randint(2, 9999))
        page = head + body + rng.choice(TAILS)
        how.append("page")
    return page, "+".join(how) or "same"


def corpus(editions: int, mirrors: int, seed: int = 7) -> Iterator[Made]:
    """Every annotated document with `editions` that differ in figures and one neighbour's, each with `mirrors` copies."""
    rng = random.Random(seed)
    for stem, text in originals().items():
        texts = {stem: text}
        texts |= {f"{stem}-edition{n}": edition(text, rng, rng.choice([0.05, 0.3, 0.8])) for n in range(editions)}
        if other := neighbours(text, rng):
            texts[f"{stem}-neighbour"] = other
        for origin, whole in texts.items():
            yield Made(f"{origin}.txt", whole, origin, "original")
            for n in range(mirrors):
                page, how = mirror(whole, rng)
                yield Made(f"{origin}-mirror{n}.txt", page, origin, how)


def pair_figures(truth: dict[str, str], groups: list[list[str]]) -> tuple[float, float]:
    """Precision and recall of the pairs of documents that stand in one group."""
    found = _pairs({name: str(n) for n, names in enumerate(groups) for name in names})
    wanted = _pairs(truth)
    return len(found & wanted) / max(1, len(found)), len(found & wanted) / max(1, len(wanted))


def _pairs(group_of: dict[str, str]) -> set[tuple[str, str]]:
    members: dict[str, list[str]] = {}
    for name, group in group_of.items():
        members.setdefault(group, []).append(name)
    return {(a, b) for names in members.values() for a in names for b in names if a < b}
