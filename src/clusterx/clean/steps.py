"""The cleaning steps in the order in which they work.

Byte shifts come before glosses, whose letters are the key to them, and before the change of script, because the bytes
are those of traditional text. Lines are joined when glosses no longer change their widths.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from clusterx.clean.byteshift import clean_byte_shifts
from clusterx.clean.cells import clean_cells
from clusterx.clean.commas import clean_commas
from clusterx.clean.flags import clean_noise, clean_tables, flag_pages
from clusterx.clean.folios import clean_folios
from clusterx.clean.glosses import clean_glosses
from clusterx.clean.injected import clean_brands, clean_shards
from clusterx.clean.lines import clean_blanks, clean_breaks, clean_repeats, clean_wraps
from clusterx.clean.markup import clean_controls, clean_glue, clean_markup
from clusterx.clean.script import clean_script
from clusterx.clean.spread import clean_spread
from clusterx.clean.width import clean_width
from clusterx.text import AlignedText


class Step(NamedTuple):
    """A name and what it does."""

    name: str
    apply: Callable[[AlignedText], AlignedText]


STEPS = (
    Step("markup", clean_markup),
    Step("controls", clean_controls),
    Step("glue", clean_glue),
    Step("noise", clean_noise),
    Step("byte_shift", clean_byte_shifts),
    Step("gloss", clean_glosses),
    Step("comma", clean_commas),
    Step("width", clean_width),
    Step("script", clean_script),
    Step("spread", clean_spread),
    Step("blanks", clean_blanks),
    Step("folios", clean_folios),
    Step("wraps", clean_wraps),
    Step("brands", clean_brands),
    Step("shards", clean_shards),
    Step("breaks", clean_breaks),
    Step("tables", clean_tables),
    Step("cells", clean_cells),
    Step("repeats", clean_repeats),
    Step("flags", flag_pages),
)
