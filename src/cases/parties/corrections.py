"""What a court's form asks of a debtor's name and address, told apart by a person: no reading of ours guesses it."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from cases.desk.policies import must_enter
from cases.desk.reach import cases_at_hand
from cases.parties.facts import PartyCorrected
from kernel import db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place

PURPOSE = "entering a name and address as courts ask for them"
LENGTHS: Mapping[str, int] = {"given_name": 200, "family_name": 200, "street": 200, "postcode": 20, "city": 120}


async def correct_party(actor: Actor, case_id: UUID, party_id: UUID, given: Mapping[str, str]) -> tuple[str, ...]:
    """Enters what is given of `LENGTHS` for one debtor of an own or instructed case; gives the fields that changed.

    Given name and family name come together and hold the words of the name the case bears, no other: Invalid otherwise.
    """
    must_enter(actor)
    told = {field: " ".join(value.split()) for field, value in given.items() if field in LENGTHS and value.strip()}
    places = [
        Place(field, value, f"At most {LENGTHS[field]} characters.")
        for field, value in told.items()
        if len(value) > LENGTHS[field]
    ]
    if places:
        raise Invalid("That is longer than a court's form or this page takes.", places=places)
    async with db.transaction(actor):
        (case,) = await cases_at_hand(actor, [case_id])
        party = await db.fetch_one(
            "SELECT * FROM parties WHERE id = $1 AND claim_id = $2 AND erased_at IS NULL FOR UPDATE",
            party_id,
            case.claim_id,
        )
        if party is None:
            raise NotFound("There is no such debtor on this case.")
        await facts.record_read(actor, claim_ids=[case.claim_id], purpose=PURPOSE)
        _names_fit(party, told)
        changed = tuple(field for field, value in told.items() if value != party[field])
        if changed:
            columns = ", ".join(f"{field} = ${number}" for number, field in enumerate(changed, start=2))
            await db.execute(f"UPDATE parties SET {columns} WHERE id = $1", party_id, *(told[one] for one in changed))
            fact = PartyCorrected(subject_id=party_id, case_id=case_id, fields=list(changed))
            await facts.record(actor, fact, about=case.other_side(actor))
    return changed


def _names_fit(party: db.Row, told: Mapping[str, str]) -> None:
    names = [told.get(field) or "" for field in ("given_name", "family_name")]
    if not any(names):
        return
    if party["kind"] != "person":
        place = Place("given_name", names[0], "Leave both empty.")
        raise Invalid("A company has no given name.", places=[place])
    if not all(names):
        raise Invalid(
            "A name is told apart in two parts.", places=[Place("family_name", names[1], "Enter both parts.")]
        )
    if Counter(" ".join(names).casefold().split()) != Counter(party["name"].casefold().split()):
        wanted = "Use the words of that name, each once."
        raise Invalid(
            "The two parts are not the name the case bears.", places=[Place("family_name", " ".join(names), wanted)]
        )
