"""Much work shared among processes: each does its part and keeps what came of it where all find it.

A process that fails, hangs or cannot be started costs time and nothing else: whoever asks for what
was not made makes it, and meets the error there.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import time
from typing import TYPE_CHECKING, Any, TypeVar

from safe_points import asking, passing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

T = TypeVar("T")
PATIENCE = 20.0
"""Seconds that the others are waited for at least, once our own part is done."""
PAUSE = 0.005


def hands(settings: Mapping[str, Any]) -> int:
    """How many processes may work: the processors there are, or `HANDS`; one where processes cannot be forked."""
    if sys.platform != "linux":  # macOS: libraries of the system do not survive a fork
        return 1
    return int(settings.get("HANDS") or len(os.sched_getaffinity(0)))


def shared(items: Sequence[T], act: Callable[[T], object], hands: int) -> None:
    """Do something with each item, in several processes; what it returns and what it raises is lost."""
    started = time.monotonic()
    children = [_child(items[part::hands], act) for part in range(1, hands)]
    until = started
    try:
        _each(items[::hands], act)
        until = time.monotonic() + max(PATIENCE, 5 * (time.monotonic() - started))
    finally:  # a build that is given up waits for nobody
        _wait(children, until)


def _each(items: Sequence[T], act: Callable[[T], object]) -> None:
    for item in passing(items):
        try:
            act(item)
        except Exception:  # it is met again, and told, where the item is asked for
            logging.getLogger(__name__).debug("not done ahead", exc_info=True)


def _child(items: Sequence[T], act: Callable[[T], object]) -> int:
    process = os.fork()
    if process:
        return process
    try:
        gc.disable()  # it ends before that would free anything
        logging.disable()  # what there is to say is said by whoever asks
        with asking(None):
            _each(items, act)
    finally:
        os._exit(0)  # nothing of the parent's is finished twice


def _wait(children: Sequence[int], until: float) -> None:
    waiting = list(children)
    while waiting:
        waiting = [process for process in waiting if not os.waitpid(process, os.WNOHANG)[0]]
        if waiting and time.monotonic() > until:
            for process in waiting:
                os.kill(process, 9)
                os.waitpid(process, 0)
            return
        time.sleep(PAUSE if waiting else 0)
