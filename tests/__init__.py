"""Tests, and what holds for all processes that they start.

Side by side, they serve no metrics unless a test asks for it. Each loads all anew: modules are
compiled once for all, whatever the environment says of writing bytecode.
"""

import os
import sys

os.environ.setdefault("BARQ_METRICS_PORT", "0")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
