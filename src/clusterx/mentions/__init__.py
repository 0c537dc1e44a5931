"""What the text says: numbers with their units and bounds, periods, titles, document numbers, places.

`find_*` read running text, `parse_*` read one expression and return None where it is none.
"""

from clusterx.mentions.found import Found

__all__ = ["Found"]
