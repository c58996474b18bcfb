"""Where the real wire samples lie, for the tests that measure against them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared(*parts: str) -> Path:
    """Give a path below the folder of shared samples; skip the test when it is absent.

    The folder is `BARQ_SHARED`, else `shared` beside the checkout.
    """
    folder = Path(os.environ.get("BARQ_SHARED", ROOT.parent / "shared"))
    path = folder.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no shared samples at {path}: set BARQ_SHARED to their folder")
    return path
