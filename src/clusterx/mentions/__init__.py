"""What the text says: numbers with their units and bounds, and periods.

`find_*` read running text, `parse_*` read one expression and return None where it is none.
"""

from clusterx.mentions.find import find_mentions
from clusterx.mentions.found import Found
from clusterx.mentions.numerals import parse_number
from clusterx.mentions.periods import parse_period
from clusterx.mentions.quantities import parse_quantity

__all__ = ["Found", "find_mentions", "parse_number", "parse_period", "parse_quantity"]
