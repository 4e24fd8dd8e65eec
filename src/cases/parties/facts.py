"""What happened to persons: that they were erased or told what is held, never who they are."""

from uuid import UUID

from kernel.facts import Fact


class PartyErased(Fact, kind="parties:party:erased"):
    SAYS = "A person was erased (ground: %(ground)s)"
    ground: str


class PartyDisclosed(Fact, kind="parties:party:disclosed"):
    """What is held of a person was put together for them."""

    SAYS = "What is held of a person was put together: %(claims)s claims"
    claims: int


class PartyCorrected(Fact, kind="parties:party:corrected"):
    """Which fields of a debtor were told apart or corrected, never what they say."""

    SAYS = "Name or address of a debtor was entered as courts ask for it"
    case_id: UUID
    fields: list[str]
