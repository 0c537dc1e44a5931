"""One hypothesis profile for all properties.

Where CI is set, examples are derived from the tests themselves, so that a run can be repeated; at a desk they differ from run to
run and go on finding things. Time limits per example say more about the machine than about the code.
"""

import os

from hypothesis import settings

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
