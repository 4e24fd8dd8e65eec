"""The tracker on the site: what each page says, who may open it, and the same through the API."""

from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from cases.jurisdictions.contract import Step
from kernel.actor import Actor
from kernel.clock import MovingClock
from kernel.ids import new_id
from kernel.keys import platform_key
from tests.builders.accounts import a_member, an_organisation
from tests.builders.deadlines import DEBTOR, a_case, a_deadline, standing
from tests.web.client import Browser, browser
from web.app import create_site
from web.csrf import Tokens

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 20)
CLOCK = MovingClock(datetime(2026, 11, 20, 12, tzinfo=UTC))


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def signed_in(actor: Actor | None) -> AbstractAsyncContextManager[Browser]:
    return browser(actor, site=create_site(connects=False, clock=CLOCK))


async def a_lawyer(organisation_id: UUID, *, roles: tuple[str, ...] = ("lawyer",)) -> Actor:
    return await a_member(organisation_id=organisation_id, roles=roles, clock=CLOCK)


async def an_owner() -> UUID:
    return await an_organisation(kinds=("purchaser",), name="Cantábrica Activos DAC")


def words(text: str) -> str:
    return " ".join(BeautifulSoup(text, "html.parser").get_text(" ").split())


async def test_the_tracker_opens_on_what_presses_and_marks_what_is_not_certain() -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    case_id = await a_case(owner=owner)
    await a_deadline(
        case_id=case_id,
        owner=owner,
        safe_on=day(-2),
        statutory_on=day(1),
        verified=False,
        provisional="the holidays of 2027 are not published",
        person_id=lawyer.person_id,
    )
    await a_deadline(case_id=case_id, owner=owner, safe_on=day(3), title="Answer the opposition")
    async with signed_in(lawyer) as site:
        page = await site.get("/deadlines")
        said = words(page.text)
        assert page.status_code == 200
        assert "Overdue 1" in said
        assert "This week 1" in said
        assert "18 Nov 2026 2 days over by law 21 Nov 2026 Oppose the enforcement" in said
        assert "unverified" in said
        assert "provisional the holidays of 2027 are not published" in said
        assert "Ana Ruiz" in said
        assert "Answer the opposition" not in said
        week = words((await site.get("/deadlines?view=week")).text)
        assert "23 Nov 2026 in 3 days" in week
        assert "nobody yet" in week
        mine = words((await site.get("/deadlines?view=week&mine=true")).text)
        assert "Nothing falls due in the next seven days." in mine


async def test_cases_without_a_date_stand_apart_each_with_its_reason() -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    reasons = {
        "no rule": "No jurisdiction of this platform answers for US.",
        "unknown": "The day of default is not known.",
    }
    for outcome, missing in reasons.items():
        case_id = await a_case(owner=owner)
        await a_deadline(case_id=case_id, owner=owner, outcome=outcome, safe_on=None, missing=missing)
    barred = await a_case(owner=owner)
    await a_deadline(case_id=barred, owner=owner, outcome="barred", safe_on=day(-20), statutory_on=day(-10))
    async with signed_in(lawyer) as site:
        said = words((await site.get("/deadlines?view=dateless")).text)
    assert "Without a date 3" in said
    assert "No rule No jurisdiction of this platform answers for US." in said
    assert "Fact missing The day of default is not known." in said
    assert "Barred Ended by law on 10 Nov 2026" in said


async def test_a_date_opens_to_its_reckoning() -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    steps = (
        Step(day(-30), "20 working days; Wednesday 21 October 2026 does not count."),
        Step(day(-18), "1–2 November 2026: does not count (All Saints)."),
        Step(day(0), "The period ends on Friday 20 November 2026."),
    )
    deadline_id = await a_deadline(
        case_id=await a_case(owner=owner), owner=owner, safe_on=day(0), statutory_on=day(3), steps=steps
    )
    async with signed_in(lawyer) as site:
        said = words((await site.get(f"/deadlines/{deadline_id}")).text)
    for step in steps:
        assert step.sentence in said
    for part in ("monitorio.opposition", "LEC art. 815.1", "20 Nov 2026", "23 Nov 2026", "2 Nov 2026, 10:30"):
        assert part in said


async def test_a_form_without_evidence_is_shown_again_and_a_good_one_closes_once() -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    deadline_id = await a_deadline(case_id=await a_case(owner=owner), owner=owner)
    address = f"/deadlines/{deadline_id}"
    async with signed_in(lawyer) as site:
        again = await site.submit(f"{address}/meet", {"idempotency_key": "k1", "reason": " "})
        assert again.status_code == 422
        assert "Choose the document that proves it" in again.text
        for _ in range(2):
            done = await site.submit(f"{address}/meet", {"idempotency_key": "k2", "reason": "Filed by LexNET."})
            assert (done.status_code, done.headers["location"]) == (303, address)
        page = words((await site.get(address)).text)
        assert "Filed by LexNET." in page
        assert "Give it to somebody" not in page
        late = await site.submit(f"{address}/cancel", {"idempotency_key": "k3", "reason": "No."})
        assert late.status_code == 409
    assert (await standing(deadline_id))["status"] == "met"


async def test_a_deadline_is_given_to_a_colleague() -> None:
    owner = await an_owner()
    lawyer, clerk = await a_lawyer(owner), await a_lawyer(owner, roles=("clerk",))
    deadline_id = await a_deadline(case_id=await a_case(owner=owner), owner=owner)
    async with signed_in(lawyer) as site:
        wrong = await site.submit(f"/deadlines/{deadline_id}/assign", {"idempotency_key": "k", "person_id": "x"})
        assert wrong.status_code == 422
        given = {"idempotency_key": "k", "person_id": str(clerk.person_id)}
        assert (await site.submit(f"/deadlines/{deadline_id}/assign", given)).status_code == 303
    assert (await standing(deadline_id))["person_id"] == clerk.person_id


PAGES = ("/deadlines", "/deadlines/print", "/deadlines/calendar", "/api/deadlines", "/api/deadlines/counts")


@pytest.mark.parametrize("path", PAGES)
async def test_who_may_open_the_lists(path: str) -> None:
    owner = await an_owner()
    for roles, expected in ((("lawyer",), 200), (("buyer",), 200), (("administrator",), 403)):
        async with signed_in(await a_lawyer(owner, roles=roles)) as site:
            assert (await site.get(path)).status_code == expected, roles
    async with signed_in(None) as nobody:
        assert (await nobody.get(path)).status_code == (401 if path.startswith("/api") else 303)


@pytest.mark.parametrize("prefix", ["/deadlines", "/api/deadlines"])
async def test_a_strangers_deadline_is_not_there_and_a_reader_may_not_close(prefix: str) -> None:
    owner = await an_owner()
    deadline_id = await a_deadline(case_id=await a_case(owner=owner), owner=owner)
    for actor, read, close in (
        (await a_lawyer(await an_owner()), 404, 404),
        (await a_lawyer(owner, roles=("buyer",)), 200, 403),
        (await a_lawyer(owner, roles=("administrator",)), 403, 403),
    ):
        async with signed_in(actor) as site:
            assert (await site.get(f"{prefix}/{deadline_id}")).status_code == read
            for verb in ("meet", "miss", "cancel"):
                answer = await closing(site, f"{prefix}/{deadline_id}/{verb}", {"reason": "because"})
                assert answer == close, verb
            answer = await closing(site, f"{prefix}/{deadline_id}/assign", {"person_id": str(actor.person_id)})
            assert answer == close
    assert (await standing(deadline_id))["status"] == "open"


async def closing(site: Browser, path: str, data: dict[str, str]) -> int:
    if not path.startswith("/api"):
        return (await site.submit(path, {"idempotency_key": str(new_id()), **data})).status_code
    return (await site.post(path, json=data, headers=await api_headers(site))).status_code


async def api_headers(site: Browser) -> dict[str, str]:
    token = Tokens(platform_key().secret).make(site.session or "")
    return {"idempotency-key": str(new_id()), "x-csrf-token": token, "origin": "http://127.0.0.1:8000"}


async def test_the_api_lists_in_pages_reckons_and_closes() -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    case_id = await a_case(owner=owner)
    made = [await a_deadline(case_id=case_id, owner=owner, safe_on=day(40 + n)) for n in range(51)]
    async with signed_in(lawyer) as site:
        first = (await site.get("/api/deadlines?view=later")).json()
        rest = (await site.get("/api/deadlines", params={"view": "later", "after": first["next"]})).json()
        assert [UUID(one["id"]) for one in first["items"] + rest["items"]] == made
        assert rest["next"] is None
        assert (await site.get("/api/deadlines/counts")).json()["later"] == 51
        assert (await site.get("/api/deadlines?view=tomorrow")).status_code == 422
        assert (await site.get("/api/deadlines?view=later&after=x")).status_code == 422
        headers = await api_headers(site)
        for _ in range(2):
            met = await site.post(f"/api/deadlines/{made[0]}/meet", json={"reason": "Filed."}, headers=headers)
            assert (met.status_code, met.json()["deadline"]["status"]) == (200, "met")
        keyless = {name: value for name, value in headers.items() if name != "idempotency-key"}
        refused = await site.post(f"/api/deadlines/{made[1]}/meet", json={"reason": "Filed."}, headers=keyless)
        assert refused.status_code in (400, 422)
    assert (await standing(made[1]))["status"] == "open"


async def test_no_page_of_the_tracker_names_the_debtor() -> None:
    owner = await an_owner()
    lawyer = await a_lawyer(owner)
    deadline_id = await a_deadline(case_id=await a_case(owner=owner), owner=owner, safe_on=day(0))
    async with signed_in(lawyer) as site:
        for path in (*PAGES, f"/deadlines/{deadline_id}", "/api/deadlines?view=today"):
            answer = await site.get(path)
            assert answer.status_code == 200
            assert DEBTOR not in answer.text
        printed = words((await site.get("/deadlines/print")).text)
    assert "Deadlines on 20 Nov 2026" in printed
    assert "Today (1)" in printed
