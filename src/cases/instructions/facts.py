"""What happened to instructions; never a party's name, never what somebody wrote."""

from uuid import UUID

from kernel.facts import Fact


class InstructionMoved(Fact, kind="instructions:instruction:moved"):
    """`count` cases, `left_out` of them not taken; `digest` over the sorted ids of the cases concerned."""

    SAYS = "The instruction of %(firm_organisation_id)s is %(status)s now; cases: %(count)s, left out: %(left_out)s"
    firm_organisation_id: UUID
    transition: str
    status: str
    count: int
    left_out: int
    digest: str


class ConflictsChecked(Fact, kind="instructions:conflicts:checked"):
    """Known to the firm alone. `digest` over the parties and what was decided of each hit."""

    SAYS = "Conflicts checked: %(parties)s parties against %(interests)s interests, hits: %(hits)s"
    parties: int
    interests: int
    hits: int
    digest: str


class HitsDecided(Fact, kind="instructions:hits:decided"):
    SAYS = "Hits decided: %(count)s, as a conflict: %(conflict)s"
    count: int
    conflict: bool
    digest: str
    reason_sha256: str


class InterestsEntered(Fact, kind="instructions:interests:entered"):
    SAYS = "Interests entered into the conflict register: %(count)s"
    count: int


class InterestRemoved(Fact, kind="instructions:interest:removed"):
    SAYS = "An interest was taken off the conflict register"


class AuthorityAsked(Fact, kind="instructions:authority:asked"):
    SAYS = "More cost authority was asked for: %(amount)s"
    request_id: UUID
    amount: str


class AuthorityDecided(Fact, kind="instructions:authority:decided"):
    SAYS = "The request for cost authority was %(status)s: %(amount)s"
    request_id: UUID
    status: str
    amount: str


class ReportDelivered(Fact, kind="instructions:report:delivered"):
    SAYS = "A report was delivered for %(from_on)s to %(until_on)s"
    report_id: UUID
    from_on: str
    until_on: str
    digest: str
