"""What the claimant sends: one of the seven messages of Money Claim Online, under a request id, in a file."""

from dataclasses import dataclass

from cases.jurisdictions.gb_ew.sdt.claim_messages import BreathingSpace, Claim, StatusUpdate
from cases.jurisdictions.gb_ew.sdt.judgment_messages import Judgment, JudgmentAndWarrant, Warrant
from cases.jurisdictions.gb_ew.sdt.set_aside_messages import SetAside

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
