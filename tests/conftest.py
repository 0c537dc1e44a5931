"""One hypothesis profile for all properties.

Examples are derived from the tests themselves, so that a checkout passes or fails for everybody alike and every run can be repeated;
`HYPOTHESIS_PROFILE=explore` draws others each time and goes on finding things. Time limits per example say more about the machine than
about the code.
"""

import os

from hypothesis import settings

settings.register_profile("same", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
