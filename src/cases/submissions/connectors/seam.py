"""The one seam through which files leave for a court and answers come from it. What is behind it knows its protocol.

A connector never decides to send twice: it says whether the file arrived, surely did not, was refused, or may have
arrived; the caller writes that down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kernel.errors import Problem, Refused

MOST_AT_ONCE = 256 << 20
"""Bytes of answers that one collecting holds in memory: a hundred times what a court gives for the largest file."""


@dataclass(frozen=True, slots=True)
class ToSend:
    """A finished file."""

    reference: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """The court has the file. `content` is its own answer, byte for byte; None where there was none to keep.

    `again`: it told that it had the file before, which proves that an earlier try arrived.
    """

    court_reference: str | None
    content: bytes | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Collected:
    """What was fetched, each answer as it came, oldest first; `until` is where the next collecting begins.

    `missed`: something was asked for and did not come, while the rest did; it is told once the rest is kept.
    """

    contents: tuple[bytes, ...]
    until: datetime
    missed: Problem | None = None


class NotSent(Problem):
    """Nothing reached the court: it may be tried again."""

    status, title = 503, "Not sent"


class MayHaveArrived(Problem):
    """It broke off after the file was on its way: only the court knows."""

    status, title = 503, "It may have arrived"


class TooMuch(NotSent):
    """The court gave more at once than is ever held; what came is kept."""

    def __init__(self) -> None:
        super().__init__(f"The court's service gave more than {MOST_AT_ONCE >> 20} MB at once: no more was fetched.")


class Unreadable(NotSent):
    """The court answered a question with what is no message of its service. `content` is its answer."""

    def __init__(self, sentence: str, *, content: bytes) -> None:
        super().__init__(sentence)
        self.content = content


class RefusedByCourt(Refused):
    """The court answered and took nothing of the file. `content` is its answer."""

    def __init__(self, sentence: str, *, content: bytes | None = None) -> None:
        super().__init__(sentence)
        self.content = content


class AccountRefused(NotSent):
    """The court did not let the account in."""


class Connector(Protocol):
    """`repeats_safely`: the court itself tells a file it has from a new one, so that sending again is asking.

    `arrived` asks the court whether it has the file whose sending began at `since`; None where it does not know it.
    """

    code: str
    repeats_safely: bool

    async def send(self, file: ToSend, account: Mapping[str, str]) -> Receipt: ...

    async def arrived(self, file: ToSend, account: Mapping[str, str], since: datetime) -> Receipt | None: ...

    async def collect(
        self, account: Mapping[str, str], since: datetime, now: datetime, files: Mapping[str, str]
    ) -> Collected:
        """`files`: our references to the court's, of files that still wait for answers."""
        ...
