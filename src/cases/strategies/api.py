"""Strategies for programs: what a version would propose, what waits, and a person's yes or no."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from cases.desk.binding import Done, Key, Sum, acted
from cases.desk.forms import optional_identifier
from cases.strategies.deciding import accept_proposals, decline_proposals
from cases.strategies.running import SHOWN, Wanted, preview
from cases.strategies.waiting import PAGE, Narrowed, Waiting, waiting
from kernel.actor import Actor


class GroupRow(msgspec.Struct, frozen=True):
    """Cases of one currency that a rule takes (`why` null), or that are left out for a reason.

    `net` is over the cases whose net is known; of `net_unknown` it is not.
    """

    rule: int | None
    why: str | None
    sentence: str
    cases: int
    balance: Sum
    cost: Sum
    net: Sum
    net_unknown: int


class PreviewedCase(msgspec.Struct, frozen=True):
    """`cost` and `net` are null where they are not known."""

    case_id: UUID
    reference: str
    balance: Sum
    due_on: date | None
    cost: Sum | None
    net: Sum | None
    sentences: list[str]


class PreviewShown(msgspec.Struct, frozen=True):
    """`next` goes back as `after`; null where no more cases of the rule or reason follow."""

    strategy_id: UUID
    version: int
    on: date
    cases: int
    groups: list[GroupRow]
    items: list[PreviewedCase]
    next: UUID | None


class ProposalRow(msgspec.Struct, frozen=True):
    id: UUID
    case_id: UUID
    reference: str
    strategy_id: UUID
    version: int
    rule: int
    step: str
    due_on: date
    proposed_on: date
    balance: Sum
    cost: Sum | None
    net: Sum | None
    sentences: list[str]


class ProposalPage(msgspec.Struct, frozen=True):
    """`next` goes back as `after`; null on the last page."""

    items: list[ProposalRow]
    next: UUID | None


class ProposalsTaken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`signatory_id` signs papers; null for whoever asks, if they may sign."""

    proposals: list[UUID]
    signatory_id: UUID | None = None


class ProposalsRefused(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    proposals: list[UUID]
    reason: str


@get("/api/strategies/{strategy_id:uuid}/preview", operation_id="StrategyPreview", tags=["strategies"])
async def get_preview(
    actor: NamedDependency[Actor],
    strategy_id: FromPath[UUID],
    version: FromQuery[str] = "",
    rule: FromQuery[int] = 0,
    why: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> PreviewShown:
    """What a version (the newest where none is named) would propose today; with `rule` or `why` its cases."""
    wanted = Wanted(rule or None, why[:20], optional_identifier(after, "after"))
    found = await preview(actor, strategy_id, optional_identifier(version, "version"), wanted)
    return PreviewShown(
        strategy_id=strategy_id,
        version=found.version.number,
        on=found.on,
        cases=found.cases,
        groups=[
            GroupRow(
                one.rule,
                one.why,
                one.says,
                one.cases,
                Sum.of(one.balance),
                Sum.of(one.cost),
                Sum.of(one.net),
                one.unknown,
            )
            for one in found.groups
        ],
        items=[
            PreviewedCase(
                one.case_id,
                one.reference,
                Sum.of(one.balance),
                one.due_on,
                Sum.of(one.cost) if one.cost is not None else None,
                Sum.of(one.net) if one.net is not None else None,
                list(one.says),
            )
            for one in found.shown
        ],
        next=found.shown[-1].case_id if len(found.shown) == SHOWN else None,
    )


@get("/api/proposals", operation_id="Proposals", tags=["strategies"])
async def list_proposals(
    actor: NamedDependency[Actor],
    strategy: FromQuery[str] = "",
    rule: FromQuery[int] = 0,
    case: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> ProposalPage:
    """One page of what waits for a decision, as it was proposed."""
    narrowed = Narrowed(
        optional_identifier(strategy, "strategy"),
        rule or None,
        optional_identifier(case, "case"),
        optional_identifier(after, "after"),
    )
    rows = await waiting(actor, narrowed)
    return ProposalPage([_row(one) for one in rows[:PAGE]], rows[PAGE - 1].id if len(rows) > PAGE else None)


def _row(one: Waiting) -> ProposalRow:
    return ProposalRow(
        id=one.id,
        case_id=one.case_id,
        reference=one.reference,
        strategy_id=one.strategy_id,
        version=one.version,
        rule=one.rule,
        step=one.step,
        due_on=one.due_on,
        proposed_on=one.proposed_on,
        balance=Sum.of(one.balance),
        cost=Sum.of(one.cost) if one.cost is not None else None,
        net=Sum.of(one.net) if one.net is not None else None,
        sentences=list(one.says),
    )


@post("/api/proposals/accept", operation_id="AcceptProposals", tags=["strategies"], status_code=200)
async def accept(actor: NamedDependency[Actor], data: JSONBody[ProposalsTaken], key: Key = "") -> Response[bytes]:
    """Does the step of each that can be done now; the others wait on, counted by reason in the sentence."""
    actor.must("cases.work")

    async def act() -> Done:
        outcome, _ = await accept_proposals(actor, data.proposals, signatory_id=data.signatory_id)
        return Done(outcome.said("Proposals accepted:"))

    return await acted(actor, key, "/api/proposals/accept", data, act)


@post("/api/proposals/decline", operation_id="DeclineProposals", tags=["strategies"], status_code=200)
async def decline(actor: NamedDependency[Actor], data: JSONBody[ProposalsRefused], key: Key = "") -> Response[bytes]:
    """Says no for a reason; this version does not propose them again."""
    actor.must("cases.work")

    async def act() -> Done:
        many = await decline_proposals(actor, data.proposals, reason=data.reason)
        return Done(f"Proposals declined: {many}.")

    return await acted(actor, key, "/api/proposals/decline", data, act)


ROUTES = (get_preview, list_proposals, accept, decline)
