"""What the claimant sends: the seven messages of Money Claim Online, each complete in itself. Amounts are pounds."""

from dataclasses import dataclass
from datetime import date

from cases.jurisdictions.gb_ew.sdt.codes import Applicant, Breathing, Frequency, Handling, JudgmentKind, Support, Update
from kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Up to four lines; the first two are demanded of everybody, the postcode of defendants."""

    line1: str
    line2: str
    line3: str | None = None
    line4: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    name: str
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementOfTruth:
    """`given` by the person named, who answers for it with contempt of court (CPR 22, 32.14)."""

    name: str
    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    daily: Money
    owed_from: date
    claimed_to: date
    base: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Vulnerability:
    """Whether the claimant or a witness is vulnerable, and what the court should know."""

    vulnerable: bool
    details: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`particulars` are lines as `particulars.wrapped` makes them. Without `claimant` the customer's record counts."""

    defendants: tuple[Party, ...]
    amount: Money
    particulars: tuple[str, ...]
    statement: StatementOfTruth
    particulars_apart: bool = False
    reserves_interest: bool = False
    reference: str | None = None
    claimant: Party | None = None
    correspondence: Party | None = None
    interest: Interest | None = None
    solicitor_cost: Money | None = None
    vulnerability: Vulnerability | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FullPayment:
    by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalments:
    amount: Money
    frequency: Frequency


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediatePayment:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeAddress:
    line1: str
    line2: str
    line3: str | None = None
    line4: str | None = None
    line5: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """Whom the defendant shall pay. The slip and giro fields are for those who print payment slips."""

    name: str
    address: PayeeAddress
    telephone: str | None = None
    dx_number: str | None = None
    fax: str | None = None
    email: str | None = None
    pcm: str | None = None
    reference: str | None = None
    account_number: str | None = None
    account_holder: str | None = None
    sort_code: str | None = None
    bank_name: str | None = None
    bank_info1: str | None = None
    bank_info2: str | None = None
    slip_codeline1: str | None = None
    slip_codeline2: str | None = None
    giro_account: str | None = None
    giro_code1: str | None = None
    giro_code2: str | None = None
    apacs_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """A request for judgment on admission or in default."""

    claim_number: str
    joint: bool
    kind: JudgmentKind
    payment: FullPayment | Instalments | ImmediatePayment
    statement: StatementOfTruth
    particulars_sent_apart: bool | None = None
    defendant: int | None = None
    defendant1_address: Address | None = None
    defendant1_birth: date | None = None
    defendant2_address: Address | None = None
    defendant2_birth: date | None = None
    interest: Money | None = None
    solicitor_cost: Money | None = None
    deducted: Money | None = None
    admitted: Money | None = None
    court_fee: Money | None = None
    legal_costs: Money | None = None
    payee: Payee | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Warrant:
    """A request for a warrant of control for all of the balance or a part of it."""

    claim_number: str
    defendant: int
    balance: Money
    amount: Money
    statement: StatementOfTruth
    address: Address | None = None
    solicitor_cost: Money | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgmentAndWarrant:
    judgment: Judgment
    warrant: Warrant


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusUpdate:
    claim_number: str
    update: Update
    defendant: int | None = None
    paid_on: date | None = None
    section_38: bool | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathingSpace:
    claim_number: str
    defendant: int
    notification: Breathing


REQUEST_TYPES: dict[type, str] = {
    Claim: "mcolClaim",
    Judgment: "mcolJudgment",
    StatusUpdate: "mcolClaimStatusUpdate",
    Warrant: "mcolWarrant",
    JudgmentAndWarrant: "mcolJudgmentWarrant",
    SetAside: "mcolSetAside",
    BreathingSpace: "mcolBreathingSpace",
}
"""The element of each message, which the test files of hmcts/civil-sdt repeat as `requestType`."""

type Message = Claim | Judgment | Warrant | JudgmentAndWarrant | StatusUpdate | SetAside | BreathingSpace


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One request. `case` is the house's own reference and is not sent; `request_id` must never be used again, in no
    file of this customer.
    """

    case: str
    request_id: str
    message: Message

    @property
    def request_type(self) -> str:
        return REQUEST_TYPES[type(self.message)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """`customer_id` is the eight digits HMCTS gave; `target` is `mcol`, while commissioning `C_MC`."""

    customer_id: int
    target: str
    count: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRequest:
    header: Header
    requests: tuple[Filing, ...]
