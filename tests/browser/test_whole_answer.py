"""A lawyer reads a court's answer whole, by the court's own labels, on a wide screen and on a phone."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from cases.answers.taking_in import take_in
from tests.browser.conftest import House
from tests.browser.pictures import WANTED
from tests.browser.test_court_answers import signed_in
from tests.builders.cases import a_desk
from tests.cases.answers.at_court import filings_at_court
from tests.cases.answers.feedback import defence
from tests.cases.answers.test_polish_orders import listed
from tests.cases.jurisdictions.de_eda.test_answers import NUMBER, a_file, record

pytestmark = pytest.mark.browser
NOTICE = (
    record("18KS   00", (18, NUMBER), (29, "RC-9")),
    record("18WIPG 00", (10, "1"), (13, "0000012345"), (109, "261122")),
)


async def test_the_whole_answer_of_each_country(house: House, chromium: Browser, tmp_path: Path) -> None:
    desk = await a_desk(country="PL", name="Należności Północ sp. z o.o.")
    (one,) = await filings_at_court(
        desk, channel="epu", procedure="epu", kind="epu_suit", step="preparing", currency="PLN"
    )
    lawyer = await signed_in(chromium, house, desk.lawyer, tmp_path / "lawyer" if WANTED else None)
    served = "<a:idNakazu>9</a:idNakazu><a:opis>Doręczenie pozwanemu</a:opis><a:nowyElement>Ł-7</a:nowyElement>"
    for channel, content in (
        ("epu", listed("mojeDoreczenia", one, served, number="VI Nc-e 1/26")),
        ("eda", a_file("18", *NOTICE)),
        ("sdt", defence("1AA00009", words="I paid it all in June.\nSee the statement.")),
    ):
        await take_in(desk.lawyer, channel, content)
    for sentence, status, said in (
        ("A Widerspruch was raised", "waiting", ("Hauptforderung", "123.45 EUR", "Widerspruch vom")),
        ("Defendant 1 filed a defence.", "waiting", ("Claim number", "I paid it all in June.")),
        ("A delivery is recorded.", "matched", ("Sygnatura sprawy", "Numer nakazu", "Ł-7")),
    ):
        await lawyer.until(lawyer.page.get_by_role("link", name=sentence), path=f"/court-answers?status={status}")
        await lawyer.follow(re.compile(sentence))
        for text in said:
            await expect(lawyer.page.locator("main")).to_contain_text(text)
    await lawyer.walk_again_by_phone()
    assert lawyer.complaints == []
