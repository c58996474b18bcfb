"""Tests, and what holds for all processes that they start.

Side by side, they serve no metrics unless a test asks for it. Each loads all anew: modules are
compiled once for all, whatever the environment says of writing bytecode, and the certificates
that the machine trusts, which aiohttp reads twice as it is imported, are left alone.
"""

import os
import sys

os.environ.setdefault("BARQ_METRICS_PORT", "0")
os.environ["SSL_CERT_FILE"] = os.devnull
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
