"""What the processes of tests/forked.py have loaded when they start."""

from __future__ import annotations

import gc

import streams.console.worker  # noqa: F401
import tests.console.commands
import tests.runtime.toys  # noqa: F401

gc.collect()
gc.freeze()  # what is loaded is in no fork's search for cycles
