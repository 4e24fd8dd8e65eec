"""The application to set judgment aside."""

from dataclasses import dataclass

from cases.jurisdictions.gb_ew.sdt.claim_messages import Address, StatementOfTruth
from cases.jurisdictions.gb_ew.sdt.codes import Applicant, Handling, Support


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantDetails:
    kind: Applicant
    other: str | None = None
    representing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingEstimate:
    hours: int
    minutes: int
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingTarget:
    serve_on: str | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InSupport:
    relied_on: tuple[Support, ...]
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An application to set judgment aside."""

    claim_number: str
    defendant: int
    applicant: ApplicantDetails
    order_sought: str
    handling: Handling
    in_support: InSupport
    statement: StatementOfTruth
    hearing: HearingEstimate | None = None
    trial_details: str | None = None
    judge_level: str | None = None
    serving: ServingTarget | None = None
