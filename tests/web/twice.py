"""A binding form pressed twice: it acts once, and the second answer is the first."""

from typing import Any

import httpx

from kernel import db
from kernel.actor import Actor
from kernel.ids import new_id
from tests.web.client import Browser


async def written() -> int:
    """How many facts stand in the record: each command leaves at least one."""
    async with db.transaction(Actor.platform()):
        return int(await db.fetch_value("SELECT count(*) FROM facts"))


async def press_twice(client: Browser, path: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
    """The one answer of both; AssertionError if the form did nothing, acted again, or answered otherwise."""
    fields = {**(data or {}), "idempotency_key": str(new_id())}
    before = await written()
    first = await client.submit(path, fields, **more)
    assert first.status_code == 303, (path, first.status_code, first.text[:800])
    after = await written()
    assert after > before, f"{path} left no fact"
    again = await client.submit(path, fields, **more)
    assert await written() == after, f"{path} acted twice"
    assert (again.status_code, again.headers["location"]) == (303, first.headers["location"]), path
    return first


async def send_twice(client: Browser, path: str, data: object = None) -> Any:
    """The one JSON answer of both; AssertionError if the request did nothing, acted again, or answered otherwise."""
    key, before = str(new_id()), await written()
    first = await client.ask(path, data, key=key)
    assert first.status_code in {200, 201}, (path, first.status_code, first.text)
    after = await written()
    assert after > before, f"{path} left no fact"
    again = await client.ask(path, data, key=key)
    assert await written() == after, f"{path} acted twice"
    assert (again.status_code, again.content) == (first.status_code, first.content), path
    keyless = await client.ask(path, data, key="")
    assert (keyless.status_code, await written()) == (400, after), path
    return first.json()


async def refuses_without_a_key(client: Browser, path: str, data: dict[str, Any] | None = None) -> bool:
    before = await written()
    answer = await client.submit(path, {**(data or {}), "idempotency_key": ""})
    return answer.status_code == 422 and "idempotency key" in answer.text and await written() == before
