"""Roles, k and what was weighed, as a seller's browser and program see them, and as nobody else does."""

from uuid import UUID

import pytest

from kernel import db
from kernel.actor import Actor
from marketplace.listings.commands import create_listing
from marketplace.listings.release import make_release
from marketplace.listings.weighing import weigh
from tests.builders.accounts import a_member, an_organisation
from tests.builders.claims import a_tape_of, debts
from tests.builders.listings import a_bidder, a_seller, wanted
from tests.web.client import browser


async def a_draft(seller: Actor, **changes: object) -> UUID:
    tape_id, _ = await a_tape_of(seller, debts(60))
    return await create_listing(seller, wanted(tape_id, **changes))


async def roles_kept(seller: Actor, listing_id: UUID) -> str:
    async with db.transaction(seller):
        return str(await db.fetch_value("SELECT column_roles FROM listings WHERE id = $1", listing_id))


@pytest.mark.usefixtures("database")
async def test_a_direct_identifier_posted_by_hand_is_refused_with_the_reason_and_nothing_is_kept() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller)
    async with browser(seller) as client:
        page = await client.get(f"/listings/{listing_id}/columns")
        for name in ("national_id", "original_creditor", "remarks"):
            assert f'name="role_{name}"' not in page.text
        asked = {"k": "10", "l": "1", "t": "1"}
        refused = await client.submit(f"/listings/{listing_id}/columns", {**asked, "role_national_id": "quasi"})
        assert refused.status_code == 422
        assert "national id cannot be released before the contract" in refused.text
        free = await client.submit(f"/listings/{listing_id}/columns", {**asked, "role_acknowledgement_form": "free"})
        assert free.status_code == 422
        assert "Free text: nobody can promise what was written into it." in free.text
        unknown = await client.submit(f"/listings/{listing_id}/columns", {**asked, "role_remarks": "sensitive"})
        assert unknown.status_code == 422
        assert "does not know this column" in unknown.text
    assert await roles_kept(seller, listing_id) == "{}"


@pytest.mark.usefixtures("database")
async def test_the_form_confirms_and_tells_a_wrong_number_beside_its_field() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller)
    where = f"/listings/{listing_id}/columns"
    async with browser(seller) as client:
        assert "not confirmed yet" in (await client.get(where)).text
        wrong = await client.submit(where, {"k": "9", "l": "1", "t": "0,5", "role_flags": "sensitive"})
        assert wrong.status_code == 422
        assert "At least 10 debtors stand behind every line" in wrong.text
        assert "flags is sensitive. Ask for at least 2 values" in wrong.text
        assert '<option value="sensitive" selected>' in wrong.text
        done = await client.submit(where, {"k": "12", "l": "2", "t": "0,5", "role_flags": "sensitive"})
        assert (done.status_code, done.headers["location"]) == (303, where)
        shown = (await client.get(where)).text
        assert "The roles are confirmed" in shown
        assert 'value="0.5"' in shown
    assert await roles_kept(seller, listing_id) == '{"flags": "sensitive"}'


@pytest.mark.usefixtures("database")
async def test_the_seller_picks_k_from_the_picture_without_a_script() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller)
    where = f"/listings/{listing_id}/weighing"
    async with browser(seller) as client:
        assert "Not weighed yet" in (await client.get(where)).text
        assert (await client.submit(where)).status_code == 303
        assert "This goes on without you" in (await client.get(where)).text
        await weigh(Actor.system(seller.organisation), listing_id)
        page = (await client.get(where)).text
        assert "<svg" in page
        assert "k = 10, chosen" in page
        assert "The lot has 60 distinct debtors" in page
        assert "style=" not in page.split("<svg", 2)[-1].split("</svg>")[0]
        picked = await client.submit(f"/listings/{listing_id}/k", {"k": "20"})
        assert (picked.status_code, picked.headers["location"]) == (303, where)
        assert "k = 20, chosen" in (await client.get(where)).text


@pytest.mark.usefixtures("objects")
async def test_the_account_of_a_release_says_what_it_measured() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller)
    await make_release(Actor.system(seller.organisation), listing_id)
    async with browser(seller) as client:
        page = (await client.get(f"/listings/{listing_id}/release")).text
        told = (await client.get(f"/api/listings/{listing_id}/anonymity")).json()
    for word in (
        "Prosecutor",
        "Journalist",
        "Marketer",
        "Sample uniqueness",
        "Discernibility",
        "NCP",
        "Claims left out",
    ):
        assert word in page
    assert "Debtors who stand alone in the whole population, estimated" in page
    assert "What a buyer computes from the tape alone, against the truth" in page
    assert "One recovery curve gives" in page
    report = told["reports"][0]["report"]
    assert report["before"]["k"] == 1
    assert report["after"]["k"] >= 10
    assert [one["heading"] for one in told["reports"][0]["tables_off"]][:2] == ["Product", "Region"]


@pytest.mark.usefixtures("database")
async def test_a_failed_tape_says_what_to_do_and_is_asked_for_again_with_a_button() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller)
    async with db.transaction(seller):
        await db.execute(
            "INSERT INTO progress (id, organisation_id, subject_id, what, done, state, sentence, started_at,"
            " updated_at)"
            " VALUES (uuidv7(), $1, $2, 'release', 0, 'failed', 'One debtor owes most of it.', now(), now())",
            seller.organisation,
            listing_id,
        )
    async with browser(seller) as client:
        page = (await client.get(f"/listings/{listing_id}")).text
        assert "One debtor owes most of it." in page
        assert "Make it again" in page
        assert (await client.submit(f"/listings/{listing_id}/release")).status_code == 303
        assert "waits for its turn" in (await client.get(f"/listings/{listing_id}")).text


@pytest.mark.usefixtures("database")
async def test_a_program_settles_weighs_and_reads() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller)
    where = f"/api/listings/{listing_id}"
    async with browser(seller) as client:
        settled = await client.ask(f"{where}/anonymity", {"k": 12, "roles": {"city": "direct"}})
        assert settled.json() == {"id": str(listing_id), "made_anew": True}
        refused = await client.ask(f"{where}/anonymity", {"roles": {"iban": "free", "postcode": "free"}})
        assert refused.status_code == 422
        assert "iban cannot be released before the contract" in refused.text
        assert "an outsider and a bidder with an overlapping book may know it" in refused.text
        assert (await client.ask(f"{where}/weighing")).status_code == 202
        told = (await client.get(f"{where}/anonymity")).json()
    city = next(one for one in told["columns"] if one["name"] == "city")
    assert (city["role"], city["proposed"], city["known_to"]) == ("direct", "quasi", ["outsider", "bidder"])
    assert (told["k"], told["cannot_settle"], told["reports"], told["weighed"]) == (12, None, [], [])


@pytest.mark.usefixtures("database")
async def test_a_draft_may_name_its_roles_at_once() -> None:
    seller = await a_seller()
    tape_id, _ = await a_tape_of(seller, debts(24))
    asked = {
        "title": "Loans",
        "summary": "One bank's loans",
        "tape_ids": [str(tape_id)],
        "bids_open_at": "2027-01-10T09:00:00Z",
        "bids_close_at": "2027-01-20T17:00:00Z",
        "minimum": "1000",
        "tick": "10",
        "putback_days": 60,
    }
    async with browser(seller) as client:
        refused = await client.ask("/api/listings", {**asked, "roles": {"debtor_name": "free"}})
        assert refused.status_code == 422
        assert "debtor name cannot be released" in refused.text
        drafted = await client.ask("/api/listings", {**asked, "l": 2, "roles": {"product": "sensitive"}})
        assert drafted.status_code == 201, drafted.text


GETS = ("columns", "weighing", "weighing/progress", "release")
POSTS = ("columns", "weighing", "k", "release")
SETTINGS = {"k": "12", "l": "1", "t": "1"}


@pytest.mark.usefixtures("database")
async def test_nobody_but_the_seller_sees_or_settles_anything() -> None:
    seller = await a_seller()
    listing_id = await a_draft(seller)
    operator = await a_member(organisation_id=await an_organisation(kinds=("operator",)), roles=("operator",))
    stranger = await a_seller(name="Nosy Bank")
    expected: list[tuple[Actor | None, int, int]] = [
        (None, 303, 403),
        (stranger, 404, 404),
        (await a_bidder(), 403, 403),
        (operator, 403, 403),
    ]
    for actor, reading, writing in expected:
        async with browser(actor) as client:
            for path in GETS:
                assert (await client.get(f"/listings/{listing_id}/{path}")).status_code == reading, (actor, path)
            for path in POSTS:
                answer = await client.submit(f"/listings/{listing_id}/{path}", SETTINGS)
                assert answer.status_code == writing, (actor, path)
            told = await client.get(f"/api/listings/{listing_id}/anonymity")
            assert told.status_code == (401 if actor is None else reading)
    async with db.transaction(seller):
        assert await db.fetch_value("SELECT k_wanted FROM listings WHERE id = $1", listing_id) == 10
