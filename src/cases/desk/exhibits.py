"""Documents that go with a case: put into the vault once, linked to as many cases as they serve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.desk.commands import common_side
from cases.desk.facts import ExhibitAttached
from cases.desk.policies import must_enter
from cases.desk.reach import CaseAtHand, cases_at_hand, digest_of, for_owner
from documents.intake.door import take_in
from documents.intake.scans import keep_scan
from documents.vault.commands import add_document, put
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place, Refused

KINDS: dict[str, str] = {
    "contract": "Contract",
    "invoice": "Invoice",
    "delivery_note": "Delivery note",
    "statement": "Statement of account",
    "account": "Our own statement of account",
    "termination": "Notice of default or termination",
    "delivery_proof": "Proof of delivery of a notice",
    "assignment": "Deed of assignment, or extract",
    "notice": "Notice of assignment",
    "masc": "Proof of negotiation",
    "masc_offer": "Offer made in negotiation (confidential, never before a court)",
    "decision": "Decision of the court",
    "power": "Power of attorney",
    "fee": "Receipt of the court fee",
    "guarantee": "Guarantee",
    "other": "Other",
}
KEPT_BACK = frozenset({"masc_offer"})
"""What belongs to the case and goes with no paper: what was offered stays between the parties (LO 1/2025 art. 9)."""
LARGEST = 25 << 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; what its sender calls it is not believed."""

    name: str
    content: bytes


async def attach_exhibit(
    actor: Actor, case_ids: Sequence[UUID], upload: Upload, *, kind: str, title: str, dated_on: date | None
) -> UUID:
    """Stores the file and links it to every one of the cases. They must have one owner, whose document it becomes."""
    must_enter(actor)
    _check(kind, title)
    async with db.transaction(actor):
        await cases_at_hand(actor, case_ids)
    taken = await take_in(actor, upload.content, upload.name, largest=LARGEST)
    stored = await put(taken.content, media_type=taken.media_type)
    async with db.transaction(actor):
        cases = await cases_at_hand(actor, case_ids)
        owner_id = _one_owner(cases)
        alone = cases[0] if len(cases) == 1 else None
        firms = {case.firm_organisation_id for case in cases}
        owner = for_owner(actor, owner_id)
        async with db.transaction(owner, as_system=True):
            document_id = await add_document(
                owner,
                stored,
                subject_kind="case" if alone else "organisation",
                subject_id=alone.id if alone else owner_id,
                kind=kind,
                title=title,
                language="mul",
                file_name=taken.file_name,
                pages=taken.pages,
                firm_organisation_id=firms.pop() if len(firms) == 1 else None,
            )
            await keep_scan(owner, document_id, taken.scan)
            # The owner hangs it up: a paper of several cases is his alone until it is on one of the firm's.
            await link_exhibit(
                owner, [case.id for case in cases], document_id, kind=kind, title=title, dated_on=dated_on
            )
        await _told(actor, cases, document_id, kind)
    return document_id


async def link_exhibit(
    actor: Actor, case_ids: Sequence[UUID], document_id: UUID, *, kind: str, title: str, dated_on: date | None
) -> int:
    """The rows alone, in the open transaction; a case that has the document already is left as it is."""
    return await db.execute(
        "INSERT INTO case_exhibits (id, case_id, organisation_id, firm_organisation_id, document_id, kind, title,"
        " dated_on, added_by, added_at) SELECT uuidv7(), k.id, k.organisation_id, k.firm_organisation_id, $2, $3, $4,"
        " $5, $6, $7 FROM cases k WHERE k.id = ANY($1)"
        " ON CONFLICT (case_id, document_id, kind) WHERE removed_at IS NULL DO NOTHING",
        list(case_ids),
        document_id,
        kind,
        title[:300],
        dated_on,
        actor.person_id,
        actor.now(),
    )


async def remove_exhibit(actor: Actor, exhibit_id: UUID) -> None:
    """The document no longer goes with the case; it stays in the vault, and so does the row."""
    must_enter(actor)
    async with db.transaction(actor):
        done = await db.execute(
            "UPDATE case_exhibits SET removed_at = $3 WHERE id = $1 AND removed_at IS NULL"
            " AND (organisation_id = $2 OR firm_organisation_id = $2)",
            exhibit_id,
            actor.organisation,
            actor.now(),
        )
    if done == 0:
        raise NotFound("There is no such exhibit here.")


async def _told(actor: Actor, cases: Sequence[CaseAtHand], document_id: UUID, kind: str) -> None:
    attached = ExhibitAttached(
        subject_id=document_id, exhibit=kind, count=len(cases), digest=digest_of([case.id for case in cases])
    )
    await facts.record(actor, attached, about=common_side(actor, cases))


def _one_owner(cases: Sequence[CaseAtHand]) -> UUID:
    owners = {case.organisation_id for case in cases}
    if len(owners) != 1:
        raise Refused("These cases have different owners: a document belongs to one. Choose the cases of one owner.")
    return owners.pop()


def _check(kind: str, title: str) -> None:
    places = []
    if kind not in KINDS:
        places.append(Place("kind", kind, f"Choose one of {', '.join(KINDS)}."))
    if not title.strip():
        places.append(Place("title", title, "Say what the document is."))
    if places:
        raise Invalid("The document cannot be taken as it is.", places=places)
