"""Write src/clusterx/data/readings.tsv: which characters of GBK have which toned reading.

    pip install pypinyin && python scripts/make_readings.py

Glosses in damaged pages are the default reading, not the contextual one, so every reading of a character counts.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

import pypinyin
from pypinyin.constants import PINYIN_DICT

TARGET = Path(__file__).parent.parent / "src" / "clusterx" / "data" / "readings.tsv"
HEAD = f"""# Toned readings and the characters of GBK that have them.
# Source: pypinyin {pypinyin.__version__} (MIT), which compiles Unihan; written by scripts/make_readings.py.
syllable\tchars
"""


def in_gbk(char: str) -> bool:
    try:
        return len(char.encode("gbk")) == 2
    except UnicodeEncodeError:
        return False


def main() -> None:
    chars: dict[str, list[str]] = defaultdict(list)
    for point in sorted(PINYIN_DICT):
        if in_gbk(chr(point)):
            for syllable in PINYIN_DICT[point].split(","):
                chars[unicodedata.normalize("NFC", syllable)].append(chr(point))
    rows = (f"{syllable}\t{''.join(chars[syllable])}\n" for syllable in sorted(chars))
    TARGET.write_text(HEAD + "".join(rows), "utf-8")


if __name__ == "__main__":
    main()
