"""The tables, as steps from one version to the next.

Never edit a step that has been released; add one at the end.
"""

from __future__ import annotations

from tracker.ledger.steps import first, fourth, second, third

STEPS = (first.STEP, second.STEP, third.STEP, fourth.STEP)
