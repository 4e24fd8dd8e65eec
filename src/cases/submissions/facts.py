"""What happened to files for courts and to the accounts they go by."""

from uuid import UUID

from kernel.facts import Fact


class CourtAccountEntered(Fact, kind="submissions:account:entered"):
    """What was entered stays in the row; secrets are sealed."""

    SAYS = "Account with the court entered: %(channel)s"
    channel: str


class CourtBalanceEntered(Fact, kind="submissions:balance:entered"):
    SAYS = "Balance of the account with the court on %(on)s: %(amount)s (%(channel)s)"
    channel: str
    amount: str
    on: str


class LodgingOrdered(Fact, kind="submissions:batch:ordered"):
    """`subject_id` is the batch."""

    SAYS = "Papers to be lodged together: %(count)s, by %(channel)s"
    channel: str
    count: int
    digest: str


class SubmissionsMade(Fact, kind="submissions:files:made"):
    SAYS = "Files for the court made: %(files)s with %(filings)s papers; left out: %(left_out)s"
    channel: str
    files: int
    filings: int
    left_out: int
    digest: str


class SubmissionFeeApproved(Fact, kind="submissions:fee:approved"):
    SAYS = "Court fees of %(amount)s approved for %(reference)s"
    reference: str
    amount: str


class SubmissionMoved(Fact, kind="submissions:submission:moved"):
    SAYS = "The file %(reference)s is %(status)s now"
    reference: str
    transition: str
    status: str


class FilingAnswered(Fact, kind="submissions:filing:answered"):
    """What the court said stays with the filing."""

    SAYS = "The court's answer to a paper: %(outcome)s"
    case_id: UUID
    outcome: str


class FilingsAnswered(Fact, kind="submissions:filings:answered"):
    """The same answer to many papers; `subject_id` stands for all of them."""

    SAYS = "The court's answer to %(count)s papers: %(outcome)s"
    outcome: str
    count: int
    digest: str
