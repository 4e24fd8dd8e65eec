"""What a court's form asks of a debtor and no tape told: name and address in parts, number, day of birth, contact.

A person enters it: no reading of ours guesses it.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from msgspec import structs

from cases.desk.policies import must_enter
from cases.desk.reach import cases_at_hand, for_owner
from cases.parties.facts import PartyCorrected
from cases.parties.identifiers import Identifiers, open_identifiers, seal_identifiers
from kernel import data_keys, db, facts
from kernel.actor import Actor
from kernel.errors import Invalid, NotFound, Place
from kernel.keys import platform_key

PURPOSE = "entering a debtor as courts ask for them"
LENGTHS: Mapping[str, int] = {"given_name": 200, "family_name": 200, "street": 200, "postcode": 20, "city": 120}
SEALED: Mapping[str, int] = {"national_id": 40, "birth_date": 10, "email": 200, "phone": 40}
"""Kept sealed, and found by their hashes alone."""


async def correct_party(actor: Actor, case_id: UUID, party_id: UUID, given: Mapping[str, str]) -> tuple[str, ...]:
    """Enters what is given of `LENGTHS` and `SEALED` for one debtor of an own or instructed case; gives what changed.

    Given name and family name come together and hold the words of the name the case bears, no other: Invalid otherwise.
    """
    must_enter(actor)
    longest = {**LENGTHS, **SEALED}
    told = {field: " ".join(value.split()) for field, value in given.items() if field in longest and value.strip()}
    places = [
        Place(field, value, f"At most {longest[field]} characters.")
        for field, value in told.items()
        if len(value) > longest[field]
    ]
    if places:
        raise Invalid("That is longer than a court's form or this page takes.", places=places)
    _born_before(actor, told.get("birth_date"))
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
        open_fields = tuple(field for field in told if field in LENGTHS and told[field] != party[field])
        if open_fields:
            columns = ", ".join(f"{field} = ${number}" for number, field in enumerate(open_fields, start=2))
            values = (told[one] for one in open_fields)
            await db.execute(f"UPDATE parties SET {columns} WHERE id = $1", party_id, *values)
        owner = for_owner(actor, case.organisation_id)
        changed = (*open_fields, *await _seal(owner, party, {one: told[one] for one in told if one in SEALED}))
        if changed:
            fact = PartyCorrected(subject_id=party_id, case_id=case_id, fields=list(changed))
            await facts.record(actor, fact, about=case.other_side(actor))
    return changed


async def _seal(owner: Actor, party: db.Row, told: Mapping[str, str]) -> tuple[str, ...]:
    """Seals them anew with the party's own key, or with a fresh one where nothing was sealed yet."""
    if not told:
        return ()
    sealed = party["sealed"] is not None
    if sealed:
        key = await data_keys.open_key(party["data_key_id"])
    else:
        async with db.transaction(owner, as_system=True):
            key = await data_keys.make(owner, "tape")
    before = open_identifiers(key.secret, party["id"], party["sealed"]) if sealed else Identifiers()
    changed = tuple(field for field, value in told.items() if value != getattr(before, field))
    after = structs.replace(before, **{field: told[field] for field in changed})
    hashes = {f"{one}_hash": platform_key().search_hash(one, told[one]) for one in changed if one != "birth_date"}
    columns = "".join(f", {name} = ${number}" for number, name in enumerate(hashes, start=4))
    await db.execute(
        f"UPDATE parties SET sealed = $2, data_key_id = $3{columns} WHERE id = $1",
        party["id"],
        seal_identifiers(key.secret, party["id"], after),
        key.id,
        *hashes.values(),
    )
    return changed


def _born_before(actor: Actor, day: str | None) -> None:
    if day is None:
        return
    try:
        born_on = date.fromisoformat(day)
    except ValueError as error:
        raise Invalid("That is no day.", places=[Place("birth_date", day, "Write it as 1984-07-02.")]) from error
    if born_on >= actor.today("UTC"):
        raise Invalid("Nobody is born later than today.", places=[Place("birth_date", day, "Look at the year.")])


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
