"""The same questions over HTTP, by nobody in particular: no session, no token."""

import pytest

from tests.web.client import browser

pytestmark = pytest.mark.usefixtures("database")


async def test_a_stranger_is_answered_with_the_reckoning() -> None:
    async with browser() as client:
        found = await client.get("/api/law/es/deadline", params={"rule": "ES-MON-20", "event": "2026-07-20"})
    assert found.status_code == 200
    said = found.json()
    assert said["safe_on"] == "2026-09-15"
    assert said["authority"]["citation"] == "LEC 815.1"
    assert said["steps"]


@pytest.mark.parametrize(
    ("path", "params", "name", "value"),
    [
        ("/api/law/pl", {}, "currency", "PLN"),
        (
            "/api/law/es/count",
            {"event": "2026-09-14", "length": "1", "holiday": ["2026-09-15"]},
            "last_on",
            "2026-09-16",
        ),
        ("/api/law/gb_ew/service", {"method": "email", "sent": "2026-06-05T17:00"}, "deemed_on", "2026-06-08"),
        ("/api/law/se/rate", {"table": "default", "on": "2025-01-01"}, "percent", "11.00"),
        ("/api/law/de/interest", {"principal": "100.00", "first": "2026-01-01", "last": "2026-12-31"}, "total", "6.40"),
        ("/api/law/pl/fee", {"code": "suit", "value": "500.01", "on": "2026-11-22"}, "amount", "100.00"),
        ("/api/law/pl/limitation", {"due": "2024-03-05", "on": "2026-11-22"}, "ends_on", "2027-12-31"),
    ],
)
async def test_every_question_has_its_address(
    path: str, params: dict[str, str | list[str]], name: str, value: str
) -> None:
    async with browser() as client:
        found = await client.get(path, params=params)
    assert found.status_code == 200, found.text
    assert found.json()[name] == value


@pytest.mark.parametrize(
    ("path", "params", "status", "told"),
    [
        ("/api/law/es/deadline", {"rule": "ES-MON-20", "event": "2026-02-30"}, 422, "is no day"),
        ("/api/law/es/deadline", {"rule": "ES-MOON", "event": "2026-03-02"}, 404, "There is no deadline"),
        ("/api/law/xx", {}, 404, "There is no law"),
        ("/api/law/de/fee", {"code": "full", "value": "1.00", "on": "2026-01-01", "currency": "GBP"}, 422, "not GBP"),
        ("/api/law/de/fee", {"code": "full", "value": "1.00", "on": "2020-01-01"}, 409, "no fee table is known"),
    ],
)
async def test_a_refusal_says_why(path: str, params: dict[str, str], status: int, told: str) -> None:
    async with browser() as client:
        found = await client.get(path, params=params)
    assert found.status_code == status
    assert told in found.text


async def test_a_question_that_lacks_what_it_turns_on_is_not_guessed() -> None:
    async with browser() as client:
        for asked in ("count", "deadline", "fee", "interest", "limitation", "rate", "service"):
            found = await client.get(f"/api/law/es/{asked}")
            assert found.status_code == 400, found.text
        assert (await client.get("/api/law/es")).status_code == 200
