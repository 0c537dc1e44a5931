"""A language model that fills gaps and cannot lie: it points at words of the text, our parsers read them (extra: `llm`).

>>> from clusterx.llm import LLM, ground
>>> ground("到2027年", "力争到2027年，产值翻一番")
Span(start=2, end=8)
"""

from __future__ import annotations

from clusterx.llm.confirm import Confirmed, Offer, Refused, confirm
from clusterx.llm.ground import ground
from clusterx.llm.model import LLM, LLMError
from clusterx.llm.plan import Plan
from clusterx.llm.prices import Price

__all__ = ["LLM", "Confirmed", "LLMError", "Offer", "Plan", "Price", "Refused", "confirm", "ground"]
