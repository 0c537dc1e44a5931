"""A run over many documents against a server that fails one call in five in all the ways it can, killed twice and continued.

    python tests/benchmarks/llm_killed.py 1000

Says how many calls were made, failed, and were paid for twice because they were on their way when the run was killed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from test_llm_ledger import killed_twice

if __name__ == "__main__":
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        print(killed_twice(Path(folder), int(sys.argv[1])), f"in {time.monotonic() - began:.0f} s")
