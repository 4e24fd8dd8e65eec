"""What a debtor, a colleague or a tape writes is text on every page of the desk, and too much of it is refused."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from cases.desk.commands import close_case
from cases.desk.holds import hold_case, release_hold
from cases.desk.particulars import enter_particulars
from cases.proceedings.commands import Happened, record_event
from tests.builders.cases import a_desk, an_open_case, put_through_the_gate
from tests.web.client import Browser, browser

pytestmark = pytest.mark.usefixtures("database", "object_store")
SCRIPT = "<script>alert(1)</script>"
BROKEN = '"><img src=x onerror=alert(1)>'
TEMPLATE = "{{ 7 * 7 }}"
TODAY = date(2026, 11, 20)


def live(page: str) -> list[Any]:
    """Whatever of the attacks became markup."""
    soup = BeautifulSoup(page, "lxml")
    scripts = [one for one in soup.find_all("script") if "alert" in one.get_text()]
    handlers = [one for one in soup.find_all(True) if any(name.startswith("on") for name in one.attrs)]
    return scripts + handlers + soup.find_all("img", src="x")


async def pages(client: Browser, *paths: str) -> dict[str, str]:
    return {path: (await client.get(path)).text for path in paths}


async def test_what_a_debtor_is_called_and_what_people_note_never_runs() -> None:
    desk = await a_desk()
    debtor = {"name": SCRIPT, "street": BROKEN, "city": TEMPLATE}
    case_id = await an_open_case(desk=desk, debtor=debtor, reference=f"A{BROKEN}")
    await put_through_the_gate(desk, [case_id])
    await enter_particulars(desk.lawyer, [case_id], seat=SCRIPT, details={"term_interest": BROKEN})
    await record_event(desk.lawyer, case_id, Happened("masc_request_received", date(2026, 9, 15), SCRIPT))
    hold_id = await hold_case(desk.lawyer, case_id, ground="vulnerability", from_on=TODAY, until_on=None)
    await release_hold(desk.lawyer, hold_id, on=TODAY, reason=BROKEN)
    async with browser(desk.lawyer) as client:
        seen = await pages(
            client, f"/cases/{case_id}?identifiers=true", "/cases", f"/cases?q={SCRIPT}", "/deadlines", "/filings"
        )
        await close_case(desk.lawyer, case_id, reason=f"{SCRIPT} {TEMPLATE}")
        closed = await pages(client, f"/cases/{case_id}", "/deadlines?view=closed")
    async with browser(desk.buyer) as client:
        private = await pages(client, f"/privacy?q={SCRIPT}", "/record")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in seen[f"/cases/{case_id}?identifiers=true"]
    assert "&lt;script&gt;" in private[f"/privacy?q={SCRIPT}"]
    assert "{{ 7 * 7 }}" in closed[f"/cases/{case_id}"]
    for path, page in {**seen, **closed, **private}.items():
        assert live(page) == [], path


async def test_a_body_of_twenty_megabytes_is_refused_where_no_file_is_wanted() -> None:
    desk = await a_desk()
    case_id = await an_open_case(desk=desk)
    much = "x" * (20 << 20)
    async with browser(desk.lawyer) as client:
        for path in (f"/cases/{case_id}/close", f"/cases/{case_id}/events", "/cases/bulk", "/filings/prepare"):
            answer = await client.submit(path, {"reason": much})
            assert answer.status_code == 413, path
            assert "too large" in answer.text.lower(), path
            assert BeautifulSoup(answer.text, "lxml").select_one("h1") is not None, path
        whole = (await client.get(f"/cases/{case_id}")).text
    assert "Close the case" in whole
