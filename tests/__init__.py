"""Tests; the workers that they start side by side serve no metrics unless a test asks for it."""

import os

os.environ.setdefault("BARQ_METRICS_PORT", "0")
