"""What the text means: mentions and structure in, records out. One file per kind of record; see `rule.py` first."""
