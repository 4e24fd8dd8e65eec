"""What a jurisdiction offers to the rest of the house, and what it is given to work from.

Everything here is pure: dated law in, answers out, no database, no network. A jurisdiction is a folder
(`es/`, `gb_ew/` …) that publishes one `Jurisdiction`; the case desk talks to nothing else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, Protocol

from cases.jurisdictions.case_facts import (
    CaseFile,
    Exhibit,
    FiledItem,
    FiledParty,
    FiledPayment,
    PreAction,
    Signatory,
    TitleLink,
)
from cases.jurisdictions.court_channel import CourtChannel
from cases.jurisdictions.reckoned import (
    Authority,
    Fee,
    InterestPeriod,
    InterestSheet,
    Limitation,
    LimitationFacts,
    Reckoning,
    Step,
)
from kernel.machine import Machine
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact or document without which a paper may not leave, and where to enter it (a page anchor name)."""

    fact: str
    sentence: str
    enter_at: str


@dataclass(frozen=True, slots=True)
class MachineFile:
    """The court's own format of a paper, which travels inside its PDF/A-3."""

    name: str
    content: bytes
    description: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper ready to be rendered: the template of this jurisdiction and its context, all from the case file."""

    kind: str
    title: str
    language: str
    template: str
    context: Mapping[str, object]
    attachments: tuple[str, ...] = ()
    machine: tuple[MachineFile, ...] = ()


def at_any_time(_case_file: CaseFile) -> Iterable[Missing]:
    """For a paper that no time of the law closes."""
    return ()


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper a procedure can produce. `prepare` gives the paper, or everything that is missing.

    `in_time` is the part of that which a later day alone may bring, asked again on the days on which a finished paper
    is approved and leaves.
    """

    code: str
    title: str
    language: str
    prepare: Callable[[CaseFile], Paper | tuple[Missing, ...]]
    in_time: Callable[[CaseFile], Iterable[Missing]] = at_any_time


@dataclass(frozen=True, slots=True)
class Act:
    """What an event says of a step before court: which `PreAction`, which of its days, and an outcome it implies."""

    kind: str
    day: Literal["sent_on", "received_on", "answered_on"]
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """Who acts next at a step of a procedure, and what is awaited of them."""

    who: Literal["creditor", "debtor", "court", "bailiff"]
    what: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """What it turns on whether a procedure is open to a claim on a day. Countries as tapes write them, lower case.

    `debtors` are pairs of country (None where it is not known) and territory; `due_on` the days the items fell due.
    """

    on: date
    country: str
    creditor_country: str
    debtors: frozenset[tuple[str | None, "Territory"]]
    due_on: frozenset[date]


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a procedure is not open to a claim. With `never` not even a filing made elsewhere is recorded in it."""

    sentence: str
    never: bool = False


def open_to_all(_prospect: Prospect) -> tuple[Closed, ...]:
    """For a procedure that no fact of a claim closes."""
    return ()


def no_gate(_acts: Sequence[PreAction], _debtors: Sequence[str], _on: date) -> tuple[str, ...]:
    """For a procedure that the law opens without a step before court, or whose papers alone ask for it."""
    return ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """A court procedure: its papers in order, and the deadline rules its events set.

    `events` maps an event name (`requerimiento_served`, `letter_sent` …) to the codes of the deadlines it starts;
    `meets` and `ends` map one to the codes of those it shows to be kept, and of those it makes pointless;
    `case_status` maps an event to the general case status it leads to, where it changes it. `steps` is the
    procedure's own machine: its transitions are named by the same events.

    `leaves_as` and `served_as` name the event that a paper's leaving and its service are, by the paper's code; a
    paper is for the court when its leaving makes the case `filed` or `to_court` names it, else a letter. `acts` says
    what events mean for the steps before court; an event may be an act without being a transition. `exhibit_as` is
    the kind of exhibit that a paper becomes once it has left; `exhibit_titles` names the kinds in the court's
    language, for a document whose own title is in another.

    `turns` says of every step that is no end who acts next; `followed_by` names the procedures that may be chosen at
    a step where this one is over; `not_modelled` what a person must keep beside it; `no_papers` why none is made.
    `reckon` counts its deadlines where another law than the country's does; `closed_to` says why it is not open.
    `court_fee` is the code of the fee for beginning it, None where the folder's data has none; `fee_on` its value.
    `gate` says what is not proven of a step that must come before it, by the acts, the debtors' names and the day.
    `tells_court` are papers that ask for nothing, as of what ended or stopped the claim: no such stop holds them back.
    """

    code: str
    name: str
    local_name: str
    papers: tuple[PaperKind, ...]
    events: Mapping[str, tuple[str, ...]]
    case_status: Mapping[str, str]
    steps: Machine[Any] | None = None
    leaves_as: Mapping[str, str] = field(default_factory=dict)
    served_as: Mapping[str, str] = field(default_factory=dict)
    to_court: frozenset[str] = frozenset()
    tells_court: frozenset[str] = frozenset()
    acts: Mapping[str, Act] = field(default_factory=dict)
    exhibit_as: Mapping[str, str] = field(default_factory=dict)
    exhibit_titles: Mapping[str, str] = field(default_factory=dict)
    meets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    turns: Mapping[str, Turn] = field(default_factory=dict)
    followed_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_modelled: tuple[str, ...] = ()
    no_papers: str | None = None
    reckon: "Reckon | None" = None
    court_fee: str | None = None
    fee_on: Literal["sum", "principal"] = "sum"
    closed_to: Callable[[Prospect], tuple[Closed, ...]] = open_to_all
    gate: Callable[[Sequence[PreAction], Sequence[str], date], tuple[str, ...]] = no_gate

    def is_letter(self, paper: str) -> bool:
        """Whether the paper goes to the debtor and not to the court."""
        return paper not in self.to_court and not self.begins(paper)

    def begins(self, paper: str) -> bool:
        """Whether the paper opens the proceedings, which is what the court's fee is for."""
        return self.case_status.get(self.leaves_as.get(paper, "")) == "filed"


@dataclass(frozen=True, slots=True)
class Territory:
    """A part of a country with its own law. `no_rule` is the reason where this jurisdiction does not answer for it."""

    code: str
    name: str
    no_rule: str | None = None


@dataclass(frozen=True, slots=True)
class CourtName:
    """How the competent court is named; `{seat}` is filled by a person, never guessed from an address."""

    pattern: str
    rule: str
    authority: Authority


class Reckon(Protocol):
    """The deadline a rule's code sets from an event. `seat` names the court's place where its holidays are known."""

    def __call__(self, rule: str, event: date | datetime, *, seat: str | None = None) -> Reckoning: ...


class Interest(Protocol):
    """Interest on `base` from the first to the last day, both counted.

    `kind` is statutory, contractual, none or the name of a rate table of the folder. `started_on` is the day interest
    first began to run, where the rate is fixed by that day and the sheet begins later.
    """

    def __call__(
        self,
        base: Money,
        kind: str,
        first_on: date,
        last_on: date,
        debtor_kind: Literal["person", "company"],
        rate_percent: Decimal | None,
        *,
        started_on: date | None = None,
    ) -> InterestSheet: ...


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One legal order. `code` is the folder name; `countries` the tape countries it answers for.

    `fee` takes the kind of the party the fee turns on: the claimant's for a court fee, the debtor's for
    compensation. `locate` finds the territory of a region name or postcode; `court` the name of a procedure's court;
    `seats` are the places whose court calendar `reckon` knows, code to name; `channels` the courts' machine formats;
    `exhibit_classes` the words for kinds of documents under which its courts take files, empty where they ask none.
    """

    code: str
    name: str
    countries: tuple[str, ...]
    language: str
    currency: str
    time_zone: str
    procedures: Mapping[str, Procedure]
    reckon: Reckon
    limitation: Callable[[LimitationFacts, date], Limitation]
    interest: Interest
    fee: Callable[[str, Money, date, Literal["person", "company"]], Fee]
    locate: Callable[[str | None, str | None], Territory]
    court: Callable[[str, date], CourtName]
    seats: Mapping[str, str] = field(default_factory=dict)
    channels: tuple[CourtChannel, ...] = ()
    exhibit_classes: Mapping[str, str] = field(default_factory=dict)


__all__ = [
    "Act",
    "Authority",
    "CaseFile",
    "Closed",
    "CourtName",
    "Exhibit",
    "Fee",
    "FiledItem",
    "FiledParty",
    "FiledPayment",
    "Interest",
    "InterestPeriod",
    "InterestSheet",
    "Jurisdiction",
    "Limitation",
    "LimitationFacts",
    "MachineFile",
    "Missing",
    "Paper",
    "PaperKind",
    "PreAction",
    "Procedure",
    "Prospect",
    "Reckon",
    "Reckoning",
    "Signatory",
    "Step",
    "Territory",
    "TitleLink",
    "Turn",
    "no_gate",
    "open_to_all",
]
