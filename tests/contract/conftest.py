"""`pytest tests/contract --hypothesis-profile=deep` looks for longer."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("deep", derandomize=False, print_blob=True)
