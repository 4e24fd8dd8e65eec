"""One error, three readers: a program, a person on a page, a fragment of a page."""

import json
import logging
from typing import Any

import pytest
from bs4 import BeautifulSoup
from httpx import AsyncClient, Response

from tests.web.gallery import token_of, visitor

FRAGMENT = {"hx-request": "true", "hx-request-type": "partial"}
PROGRAM = {"accept": "application/json"}


def soup(answer: Response) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "lxml")


async def details(client: AsyncClient, address: str, **headers: str) -> dict[str, Any]:
    answer = await client.get(address, headers=PROGRAM | headers)
    assert answer.headers["content-type"] == "application/problem+json"
    told = json.loads(answer.text)
    assert told["status"] == answer.status_code
    assert isinstance(told, dict)
    return told


async def test_a_program_reads_problem_details() -> None:
    async with visitor() as client:
        told = await details(client, "/invalid")
    assert told["type"] == "urn:recourse:problem:invalid"
    assert told["status"] == 422
    assert told["instance"] == "/invalid"
    assert told["places"][0] == {
        "where": "amount",
        "value": "10.005",
        "sentence": "Write the amount in EUR with at most 2 decimals, such as 1234.56.",
    }


async def test_below_api_everything_is_problem_details() -> None:
    async with visitor() as client:
        told = await details(client, "/api/nothing", accept="text/html")
    assert (told["status"], told["title"]) == (404, "Not found")


async def test_a_person_reads_a_whole_page() -> None:
    async with visitor() as client:
        answer = await client.get("/invalid")
    page = soup(answer)
    assert answer.status_code == 422
    assert page.title is not None
    assert "That cannot be accepted as it is" in page.title.get_text()
    first = page.select(".places li")[0]
    assert first.get_text(" ", strip=True).startswith("amount 10.005 Write")


async def test_htmx_gets_a_fragment_for_the_place_of_messages() -> None:
    async with visitor() as client:
        data = {"_csrf_token": await token_of(client)}
        answer = await client.post("/refused", data=data, headers=FRAGMENT)
    assert answer.status_code == 409
    assert "<html" not in answer.text
    assert soup(answer).select_one("[role=alert]") is not None
    assert answer.headers["hx-retarget"] == "#messages"
    assert "HX-Request" in answer.headers["vary"]
    assert answer.headers["cache-control"] == "no-store"


async def test_who_must_sign_in_is_led_there() -> None:
    async with visitor() as client:
        page = await client.get("/members?q=kowalski")
        fragment = await client.get("/members", headers=FRAGMENT)
        told = await details(client, "/members")
    assert (page.status_code, page.headers["location"]) == (303, "/sign-in?next=/members")
    assert (fragment.status_code, fragment.headers["hx-redirect"]) == (401, "/sign-in")
    assert told["status"] == 401


@pytest.mark.parametrize("headers", [{}, FRAGMENT, PROGRAM])
async def test_the_unexpected_shows_a_number_and_nothing_else(
    headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with visitor() as client:
            answer = await client.get("/broken", headers=headers)
    (line,) = [record.getMessage() for record in caplog.records if record.name == "web.errors"]
    incident = line.split("incident=")[1].split()[0]
    assert answer.status_code == 500
    assert incident in answer.text
    for secret in ("12345678Z", "national_id", "RuntimeError", "gallery.py"):
        assert secret not in answer.text
    assert "12345678Z" not in caplog.text
    assert "RuntimeError" in line
    assert "gallery.py" in line


@pytest.mark.parametrize(
    "error",
    ["StringDataRightTruncationError", "NumericValueOutOfRangeError", "DatetimeFieldOverflowError", "DataError"],
)
async def test_what_no_column_holds_is_refused_without_being_repeated(
    error: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with visitor() as client:
        told = await details(client, f"/unfitting?error={error}")
    assert told["status"] == 422
    assert "longer, larger or farther away" in told["detail"]
    assert "12345678Z" not in caplog.text + str(told)
    assert "web.unfitting route=GET /unfitting" in caplog.text


async def test_a_database_error_of_our_own_making_stays_unexpected() -> None:
    async with visitor() as client:
        assert (await client.get("/unfitting?error=DivisionByZeroError")).status_code == 500


async def test_json_that_nests_without_end_is_the_senders_fault() -> None:
    async with visitor() as client:
        answer = await client.post("/read", content=b"[" * 100_000, headers={"content-type": "application/json"})
    assert answer.status_code == 400


async def test_litestars_own_refusals_speak_our_words() -> None:
    async with visitor() as client:
        missing = await client.get("/nothing-here?q=kowalski")
        wrong_method = await client.get("/refused")
        wrong_type = await details(client, "/numbered?page=kowalski")
    assert missing.status_code == 404
    assert "kowalski" not in missing.text
    assert wrong_method.status_code == 405
    assert wrong_type["status"] == 400
    assert wrong_type["places"][0]["where"] == "page"


async def test_what_was_typed_is_shown_as_text() -> None:
    async with visitor() as client:
        answer = await client.get("/gallery")
    field = soup(answer).select_one("#field-buyer_reference")
    assert field is not None
    assert field["value"] == "ALB-7 <b>&"
    assert "<b>&" not in answer.text
