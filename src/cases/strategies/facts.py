"""What happened to strategies and to what they proposed."""

from uuid import UUID

from kernel.facts import Fact


class StrategyWritten(Fact, kind="strategies:version:written"):
    """`policy_sha256` is over the version as it is stored."""

    SAYS = "Version %(number)s of a strategy was written"
    version_id: UUID
    number: int
    policy_sha256: str


class StrategyPutInForce(Fact, kind="strategies:strategy:put_in_force"):
    SAYS = "Version %(number)s of a strategy came into force; portfolios: %(portfolios)s"
    version_id: UUID
    number: int
    portfolios: int


class StrategyEnded(Fact, kind="strategies:strategy:ended"):
    SAYS = "A strategy is in force no more"


class ChancesStated(Fact, kind="strategies:chances:stated"):
    """`digest` is over the sorted case ids."""

    SAYS = "Chances of recovery were stated; cases: %(count)s"
    count: int
    digest: str


class ProposalsMade(Fact, kind="strategies:proposals:made"):
    SAYS = "Proposals made: %(made)s, let go: %(lapsed)s"
    version_id: UUID
    made: int
    lapsed: int


class ProposalsAccepted(Fact, kind="strategies:proposals:accepted"):
    """`digest` is over the sorted case ids."""

    SAYS = "Proposals accepted: %(count)s"
    count: int
    digest: str


class ProposalsDeclined(Fact, kind="strategies:proposals:declined"):
    SAYS = "Proposals declined: %(count)s"
    count: int
    digest: str
