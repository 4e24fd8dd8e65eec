"""What a folder's limitation.toml may say: kinds of claims, periods, what interrupts or suspends, ends and effects."""

from datetime import date
from typing import Literal

import msgspec

from cases.jurisdictions.dated import Dated, ascending
from cases.jurisdictions.reckoned import HappeningKind

Fact = Literal[
    "due_on",
    "default_on",
    "contract_on",
    "termination_on",
    "last_payment_on",
    "acknowledged_on",
    "titled_on",
    "default_notice_expired_on",
    "arose_on",
]


class StandsStill(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Time stands still from a fact until so many years after the claim arose. The safe date never counts on it."""

    since: Fact
    years: int


class Term(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Years from a start within its time; never beyond `at_latest` (a transition). `safe_years`: the earliest view.

    `from_year_end` starts time with the end of the year of the start, `to_year_end` ends it with the end of its last
    year, for ends on or after that day. Neither delays a period that starts anew but the second.
    """

    years: int
    safe_years: int | None = None
    at_latest: date | None = None
    from_year_end: bool = False
    to_year_end: date | None = None
    stands_still: StandsStill | None = None


class Restart(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A fact or happening that starts the period anew if it lies within it; `certain` false keeps it out of the safe
    date.

    `forms` are the only ones in which a happening counts; in them it is certain, whatever a bare date of a tape is.
    """

    fact: Fact | None = None
    happening: HappeningKind | None = None
    name: str
    certain: bool
    forms: tuple[str, ...] = ()


class Pause(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A happening during which time does not run, nor for `months_after` it; `at_least_months` are left then."""

    happening: HappeningKind
    name: str
    months_after: int = 0
    at_least_months: int = 0


class Suspension(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Days on which no period ran, both included; `safe_less` is by how much authors differ."""

    first_on: date
    last_on: date
    safe_less: int


class LastDay(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the law gives when the last day is a day off: `roll` moves the end, `grace` lets a filing follow."""

    effect: Literal["roll", "grace"]


class Effect(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the end of the period does to a claim against such debtors; `bars` where no plea is needed for it.

    Kinds in `kinds_but` are left out.
    """

    debtors: list[Literal["person", "company"]]
    sentence: str
    bars: bool = False
    kinds_but: tuple[str, ...] = ()


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A kind of claim: the facts that start time (the first known one counts) and those a careful reader takes."""

    title: str
    starts: list[Fact]
    safe_starts: list[Fact]
    missing: str
    restarts: bool
    suspended: bool
    terms: list[Term]

    def __post_init__(self) -> None:
        ascending(self.terms)


class TerritoryKinds(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which kind each product is in one territory; `items` and `companies` come before `products`.

    `titled` names the kind of a judgment by product where it turns on what was adjudged. `later` names the kind of
    items of a sort that fall due after the title, but not those of a person's products in `later_but`.
    """

    title: str
    products: dict[str, str]
    items: dict[str, str] = {}
    companies: dict[str, str] = {}
    titled: dict[str, str] = {}
    titled_companies: str | None = None
    later: dict[str, str] = {}
    later_but: tuple[str, ...] = ()
    other: str


class LimitationTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """limitation.toml."""

    unknown_territory: str
    titled: str
    kinds: dict[str, Kind]
    territories: dict[str, TerritoryKinds]
    restarts: list[Restart] = []
    pauses: list[Pause] = []
    suspensions: list[Suspension] = []
    last_day: list[LastDay] = []
    effects: list[Effect] = []
