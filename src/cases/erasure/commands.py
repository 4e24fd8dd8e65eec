"""Erasing a person from the request to the certificate: asked, looked at, approved by somebody named, done in a job."""

from datetime import date
from uuid import UUID

from cases.erasure.facts import ErasureApproved, ErasureDone, ErasureRefused, ErasureRequested
from cases.erasure.planning import Plan, plan_of
from cases.erasure.states import ERASURES
from cases.parties.commands import Ground, blank_party
from documents.retention.bytes_gone import let_go
from documents.retention.destroying import carry_out
from documents.retention.rules import LONGEST, hashed, wants_four_eyes
from kernel import db, facts, jobs
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused
from kernel.ids import new_id

BLANKED = "blanked"
"""What is kept of a row that was erased: that it was there, empty."""


async def open_request(actor: Actor, party_id: UUID, *, ground: Ground, asked_on: date) -> UUID:
    """Asks for one party, and so for every row of the same person in the organisation. Refused while one is open."""
    actor.must("parties.erase")
    request_id = new_id()
    async with db.transaction(actor):
        party = await db.fetch_one(
            "SELECT erased_at FROM parties WHERE id = $1 AND organisation_id = $2 FOR UPDATE",
            party_id,
            actor.organisation,
        )
        if party is None:
            raise NotFound("There is no such person here.")
        if party["erased_at"] is not None:
            raise Refused("This person was erased before.")
        standing = await db.fetch_value(
            "SELECT 1 FROM erasure_requests WHERE party_id = $1 AND status IN ('opened', 'approved')", party_id
        )
        if standing:
            raise Refused("A request to erase this person is open already.")
        if asked_on > actor.today("UTC"):
            raise Invalid("Nobody asked tomorrow.", places=[Place("asked_on", str(asked_on), "A day up to today.")])
        await db.execute(
            "INSERT INTO erasure_requests (id, organisation_id, party_id, ground, asked_on, status, four_eyes,"
            " opened_by, opened_at) VALUES ($1, $2, $3, $4, $5, 'opened', $6, $7, $8)",
            request_id,
            actor.organisation,
            party_id,
            ground.value,
            asked_on,
            await wants_four_eyes(actor),
            actor.person_id,
            actor.now(),
        )
        await facts.record(actor, ErasureRequested(subject_id=request_id, ground=ground.value))
    return request_id


async def approve_request(actor: Actor, request_id: UUID) -> None:
    """Refused while nothing of the person can go, and for whoever asked where the house wants two people."""
    actor.must("parties.erase")
    actor.must("destructions.approve")
    async with db.transaction(actor):
        row = await _opened(actor, request_id)
        if row["four_eyes"] and row["opened_by"] == actor.person_id:
            raise Refused("You opened this request. Your house wants a second person to approve it.")
        plan = await plan_of(actor, row["party_id"])
        if not plan.goes:
            raise Refused("Nothing of this person can go now: " + " ".join(_hindrances(plan)))
        await db.move(
            "erasure_requests",
            request_id,
            ERASURES["approve"],
            approved_by=actor.person_id,
            approved_at=actor.now(),
        )
        await facts.record(actor, ErasureApproved(subject_id=request_id))
        await jobs.defer("erasure.carry_out", organisation_id=actor.organisation, request_id=request_id)


async def refuse_request(actor: Actor, request_id: UUID, *, reason: str) -> None:
    actor.must("parties.erase")
    words = reason.strip()
    if not 5 <= len(words) <= LONGEST:
        raise Invalid("Say why it is refused.", places=[Place("reason", None, f"In 5 to {LONGEST} characters.")])
    async with db.transaction(actor):
        await _opened(actor, request_id)
        await db.move(
            "erasure_requests", request_id, ERASURES["refuse"], refused_by=actor.person_id, refused_reason=words
        )
        await facts.record(actor, ErasureRefused(subject_id=request_id, reason_sha256=hashed(words)))


async def carry_out_request(actor: Actor, request_id: UUID) -> None:
    """Blanks the rows and destroys the papers' keys; what could not go is kept with its reason. Safe to repeat."""
    async with db.transaction(actor):
        row = await db.fetch_one(
            "SELECT * FROM erasure_requests WHERE id = $1 AND organisation_id = $2 FOR UPDATE",
            request_id,
            actor.organisation,
        )
        if row is None or row["status"] not in ("approved", "done"):
            return
        destruction_id: UUID | None = row["destruction_id"]
        if row["status"] == "approved":
            destruction_id = await _erase(actor, row)
    if destruction_id is not None:
        await carry_out(actor, destruction_id)
        await let_go(actor)


async def _erase(actor: Actor, request: db.Row) -> UUID | None:
    """All of it in one transaction, for with the rows goes what finds the papers. Returns the papers' destruction."""
    # A paper that is being made of them is kept first and goes too, or finds them gone and is not kept.
    await db.execute(
        "SELECT 1 FROM parties q JOIN parties p ON q.organisation_id = p.organisation_id"
        " AND q.person_hash = p.person_hash WHERE p.id = $1 AND p.organisation_id = $2 ORDER BY q.id FOR UPDATE OF q",
        request["party_id"],
        actor.organisation,
    )
    plan = await plan_of(actor, request["party_id"])
    erased = [one for one in plan.rows if one.hindrance is None]
    papers = [one for one in plan.papers if one.why is None]
    destruction_id = await _papers_go(actor, request, plan) if papers else None
    await _remember(actor, request["id"], plan)
    for one in erased:
        await blank_party(actor, one.party_id, one.claim_id, Ground(request["ground"]))
    await db.move(
        "erasure_requests",
        request["id"],
        ERASURES["finish"],
        destruction_id=destruction_id,
        done_at=actor.now(),
    )
    kept = len(plan.rows) - len(erased) + len(plan.papers) - len(papers) + len(plan.others)
    done = ErasureDone(subject_id=request["id"], rows=len(erased), documents=len(papers), kept=kept)
    await facts.record(actor, done)
    return destruction_id


async def _papers_go(actor: Actor, request: db.Row, plan: Plan) -> UUID:
    """A destruction that is approved with the request, by the same people."""
    destruction_id = new_id()
    going = [one for one in plan.papers if one.why is None]
    await db.execute(
        "INSERT INTO destructions (id, organisation_id, cause, status, four_eyes, proposed_by, proposed_at, first_by,"
        " first_at, approved_by, approved_at)"
        " VALUES ($1, $2, 'erasure', 'approved', $3, $4, $5, $4, $5, $6, $7)",
        destruction_id,
        actor.organisation,
        request["four_eyes"],
        request["opened_by"],
        request["opened_at"],
        request["approved_by"],
        request["approved_at"],
    )
    # A paper that a night has proposed already goes here, and is spared there.
    await db.execute(
        "UPDATE destruction_items SET status = 'spared', spared_for = 'gone' WHERE organisation_id = $1"
        " AND document_id = ANY($2) AND status = 'waiting'",
        actor.organisation,
        [one.document_id for one in going],
    )
    await db.execute(
        "INSERT INTO destruction_items (id, destruction_id, document_id, organisation_id, document_class, rule_id,"
        " status) SELECT uuidv7(), $1, n.document_id, $2, n.document_class, n.rule_id, 'waiting'"
        " FROM unnest($3::uuid[], $4::text[], $5::uuid[]) AS n(document_id, document_class, rule_id)",
        destruction_id,
        actor.organisation,
        [one.document_id for one in going],
        [one.document_class for one in going],
        [one.rule_id for one in going],
    )
    return destruction_id


async def _remember(actor: Actor, request_id: UUID, plan: Plan) -> None:
    left: list[tuple[str, UUID, str, date | None]] = []
    left += [("row", one.party_id, "row" if one.hindrance else BLANKED, None) for one in plan.rows]
    left += [("document", one.document_id, one.why, one.until) for one in plan.papers if one.why is not None]
    left += [(one.what, one.subject_id, one.what, None) for one in plan.others]
    await db.execute(
        "INSERT INTO erasure_remains (id, request_id, organisation_id, position, what, subject_id, why, until_on)"
        " SELECT uuidv7(), $1, $2, n.position, n.what, n.subject_id, n.why, n.until_on FROM unnest($3::text[],"
        " $4::uuid[], $5::text[], $6::date[]) WITH ORDINALITY AS n(what, subject_id, why, until_on, position)",
        request_id,
        actor.organisation,
        *map(list, zip(*left, strict=True)),
    )


def _hindrances(plan: Plan) -> list[str]:
    return sorted({one.hindrance for one in plan.rows if one.hindrance is not None}) or ["nothing is left of them."]


async def _opened(actor: Actor, request_id: UUID) -> db.Row:
    row = await db.fetch_one(
        "SELECT party_id, status, four_eyes, opened_by FROM erasure_requests WHERE id = $1 AND organisation_id = $2"
        " FOR UPDATE",
        request_id,
        actor.organisation,
    )
    if row is None:
        raise NotFound("There is no such request here.")
    if row["status"] != "opened":
        raise Refused(f"This request is {row['status']} already.")
    return row
