"""Sessions that say what they were asked: one that goes nowhere, one that goes and remembers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import Refused
from tracker.http import Http
from tracker.rules.addresses import place

if TYPE_CHECKING:
    from tracker.http import Clock, HttpSettings, Pace, Validators
    from tracker.rules.answers import Answer
    from tracker.rules.calls import Call

NOT_THERE = 404
"""What a rehearsal answers everything with: whoever asks goes on to what else there is to ask."""


class Asked(NamedTuple):
    """One request, as it may be told: without secrets."""

    method: str
    url: str


class Rehearsal(Http):
    """Goes nowhere: `asked` has what would have been asked first; what follows depends on the answers."""

    def __init__(self, settings: HttpSettings, validators: Validators) -> None:
        super().__init__(settings, validators)
        self.asked: list[Asked] = []

    def _tried(self, call: Call, retries: int) -> Answer:  # noqa: ARG002 - as a session has it
        """Note the request; raises Refused as a place does that has nothing there."""
        self.asked.append(Asked(call.method, call.shown))
        raise Refused(place(call.url), NOT_THERE)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer."""

    asked: Asked
    sent: object
    """The JSON of a POST."""
    answer: Answer


class Recorder(Http):
    """Goes out as any session, asks for whole answers, and keeps them in `exchanges`."""

    def __init__(self, settings: HttpSettings, validators: Validators, pace: Pace, clock: Clock) -> None:
        super().__init__(settings, validators, pace, clock)
        self.exchanges: list[Exchange] = []

    def _tried(self, call: Call, retries: int) -> Answer:
        answer = super()._tried(call, retries)
        asked = Asked(call.method, call.shown)
        self.exchanges.append(Exchange(asked, call.body.get("json"), answer))
        return answer
