"""Whether an answer fits what we filed and know: the reason why a person must look, or None. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from cases.answers.finding import Found, Row
from cases.answers.words import Words
from cases.jurisdictions.contract import Procedure
from cases.proceedings.chains import words as plain
from kernel.money import Money

GONE = {"withdrawn": "was withdrawn", "rejected": "was rejected before"}
"""Statuses of a filing of which the court has nothing more to say."""
IN_COURT = frozenset({"filed", "served"})


@dataclass(frozen=True, slots=True)
class Filed:
    """What we filed: the paper's sum, where it demands one, its defendants, and the days it was prepared and sent."""

    status: str
    kind: str
    total: Money | None
    defendants: int
    prepared_on: date
    sent_on: date | None = None

    @property
    def at_court(self) -> bool:
        """Whether it lies with the court in a file that arrived, not yet decided on."""
        return self.status == "submitted"


@dataclass(frozen=True, slots=True)
class Standing:
    """The case an answer is about. `events` are those that stand, each with its days; `by_debtor` the same by whom they
    are about, None for all. `debtors` are in the order in which our papers number them.
    """

    reference: str
    number: str | None
    procedure: Procedure | None
    events: Mapping[str, tuple[date, ...]]
    debtors: tuple[UUID, ...] = ()
    by_debtor: Mapping[tuple[str, UUID | None], tuple[date, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """Why the answer says nothing new."""

    sentence: str


def unmatched(row: Row, found: Found) -> str | None:
    """Why the answer belongs to no one case; None where it belongs to one, or to a file of ours."""
    if found.submission_id is not None or len(found.cases) == 1:
        return None
    names = ", ".join(
        f"{label} {value}"
        for label, value in (
            ("request", row.request_id),
            ("reference", row.case_reference),
            ("court number", row.court_number),
            ("file", row.file_reference),
        )
        if value
    )
    if found.cases:
        return f"It names more than one case of ours ({names}). Say which it is."
    return f"No case of ours is known by {names}." if names else "It names neither a case nor a request of ours."


def contradiction(row: Row, words: Words, case: Standing, filed: Filed | None, *, today: date) -> str | Known | None:
    """The first thing in which the answer does not fit the case and what we filed; Known where all of it is done."""
    if words.fault is not None:
        return words.fault
    if row.court_number and case.number and case.number != row.court_number:
        return f"It says court number {row.court_number}, but {case.reference} has {case.number}."
    if row.on_date is not None and row.on_date > today:
        return f"Its day {row.on_date.isoformat()} has not come yet."
    return _before(row, case, filed) or _unlike(words, filed) or _state(row, case, filed) or _again(row, case, filed)


def _before(row: Row, case: Standing, filed: Filed | None) -> str | None:
    """A court says nothing of a filing before it was made."""
    if row.on_date is None:
        return None
    began = [day for event, days in case.events.items() for day in days if _files(case, event)]
    since = min(began, default=None)
    if filed is not None and filed.status not in IN_COURT:
        since = max(filed.prepared_on, since) if since else filed.prepared_on
    if since is not None and row.on_date < since:
        return f"Its day {row.on_date.isoformat()} is before we filed on {since.isoformat()}."
    return None


def _files(case: Standing, event: str) -> bool:
    return case.procedure is not None and case.procedure.case_status.get(event) == "filed"


def _unlike(words: Words, filed: Filed | None) -> str | None:
    if filed is None:
        return None
    claimed = words.claimed.money if words.claimed is not None else None
    if claimed is not None and filed.total is not None and claimed != filed.total:
        return f"It says that {claimed} is claimed, but we filed {filed.total}."
    return None


def _state(row: Row, case: Standing, filed: Filed | None) -> str | None:
    if filed is None:
        if row.outcome in {"accepted", "rejected"} and not case.events.get(row.event or ""):
            done = "accepts" if row.outcome == "accepted" else "rejects"
            return f"It {done} a filing, and which one of {case.reference} it does not say."
        return None
    if filed.status in GONE and not (filed.status == "rejected" and row.outcome == "rejected"):
        return f"It answers a paper that {GONE[filed.status]}."
    if row.outcome == "rejected" and filed.status in IN_COURT:
        return "It rejects a paper that the court accepted before."
    return None


def _again(row: Row, case: Standing, filed: Filed | None) -> str | Known | None:
    if row.outcome == "rejected" and filed is not None and filed.status == "rejected":
        return Known("The paper was rejected before.")
    if row.outcome == "received" and filed is not None and filed.status in IN_COURT:
        return Known("The court accepted the paper before.")
    days = case.events.get(row.event or "", ())
    still_open = filed is not None and filed.status not in IN_COURT
    if row.event and row.on_date is not None and row.on_date in days and not still_open:
        return Known(f"“{plain(row.event)}” of {row.on_date.isoformat()} stands in {case.reference} already.")
    if row.event and days and row.outcome == "accepted":
        stood = ", ".join(one.isoformat() for one in days)
        said = row.on_date.isoformat() if row.on_date else "no day"
        return f"“{plain(row.event)}” stands in {case.reference} with {stood}; the answer says {said}. Correct one."
    return None
