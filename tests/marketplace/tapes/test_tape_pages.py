"""The seller walks a tape over the pages; nobody else finds it, and a bad file is told what is wrong with it."""

from io import BytesIO
from pathlib import Path
from uuid import UUID

import fastexcel
import httpx
import pytest
from bs4 import BeautifulSoup

from kernel.actor import Actor
from marketplace.tapes.acceptance import accept_tape
from marketplace.tapes.commands_check import check_tape
from marketplace.tapes.mapping import saved, shipped_mapping
from marketplace.tapes.sample import CUT_OFF
from tests.builders.accounts import a_member, an_organisation
from tests.builders.tapes import a_checked_tape, a_tape_file, an_accepted_tape
from tests.web.client import Browser, browser

pytestmark = pytest.mark.usefixtures("database", "object_store")


async def a_seller(*, roles: tuple[str, ...] = ("seller",)) -> Actor:
    return await a_member(organisation_id=await an_organisation(), roles=roles)


async def send(seller: Browser, file: Path, *, cut_off_on: str = CUT_OFF.isoformat()) -> httpx.Response:
    form = {"name": "", "cut_off_on": cut_off_on, "supersedes": ""}
    return await seller.submit("/tapes", form, files={"file": (file.name, file.read_bytes(), "text/csv")})


async def proposed(seller: Browser, tape_id: UUID) -> dict[str, str]:
    """What the mapping page proposes, as its form would send it back."""
    page = BeautifulSoup((await seller.get(f"/tapes/{tape_id}/mapping")).text, "lxml")
    form = page.find("form", action=f"/tapes/{tape_id}/mapping")
    assert form is not None
    sent = {str(one["name"]): str(one.get("value") or "") for one in form.find_all("input") if one["type"] != "file"}
    for one in form.find_all("select"):
        chosen = one.find("option", selected=True)
        sent[str(one["name"])] = str(chosen["value"]) if chosen else ""
    sent.pop("_csrf_token")
    return sent


async def test_a_file_goes_from_upload_to_claims_over_the_pages(tmp_path: Path) -> None:
    actor = await a_seller()
    worker = Actor.system(actor.organisation)
    file, truth = a_tape_file(tmp_path, rows=120, dirt="0.1")
    async with browser(actor) as seller:
        assert "No tape yet" in (await seller.get("/tapes")).text
        sent = await send(seller, file)
        assert sent.status_code == 303
        tape_id = UUID(sent.headers["location"].split("/")[2])
        assert "The first rows as they will be read" in (await seller.get(f"/tapes/{tape_id}/mapping")).text
        mapped = await seller.submit(f"/tapes/{tape_id}/mapping", await proposed(seller, tape_id))
        assert mapped.status_code == 303
        assert "Waiting for a worker" in (await seller.get(f"/tapes/{tape_id}")).text
        await check_tape(worker, tape_id)
        assert f"{truth.buckets.rejected} rows are rejected" in (await seller.get(f"/tapes/{tape_id}/findings")).text
        for _ in range(2):
            pressed = await seller.submit(f"/tapes/{tape_id}/accept", {"idempotency_key": "one"})
            assert pressed.status_code == 303
        await accept_tape(worker, tape_id)
        assert "List it for sale" in (await seller.get(f"/tapes/{tape_id}")).text
        told = (await seller.get(f"/api/tapes/{tape_id}")).json()
        assert told["claims_count"] == 120 - truth.buckets.rejected
        assert told["balances"] == {"EUR": truth.totals[0].accepted}


async def test_rejected_rows_come_back_mended(tmp_path: Path) -> None:
    actor = await a_seller()
    file, truth = a_tape_file(tmp_path, rows=200, dirt="0.1")
    tape_id = await a_checked_tape(actor, file)
    async with browser(actor) as seller:
        csv = await seller.get(f"/tapes/{tape_id}/rejects/csv")
        sheet = await seller.get(f"/tapes/{tape_id}/rejects/xlsx")
        assert "rejected-" in csv.headers["content-disposition"]
        assert fastexcel.read_excel(sheet.content).load_sheet(0).height == truth.buckets.rejected
        mended = tmp_path / "mended.csv"
        mended.write_bytes(csv.content)
        again = await send(seller, mended)
        assert again.status_code == 303
        page = await seller.get(again.headers["location"])
    assert "Mapped as you did last time" in page.text
    assert "recourse reason" in page.text
    assert BytesIO(csv.content).read(3) == b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty"),
        ("paper.csv", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "PDF"),
        ("long.csv", b"a;b\n" + b"x" * (3 * 1024 * 1024), "line"),
        ("header.csv", b"Account number;Balance\n", "row"),
    ],
)
async def test_a_file_that_is_no_tape_is_refused_with_its_place(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    actor = await a_seller()
    file = tmp_path / name
    file.write_bytes(content)
    async with browser(actor) as seller:
        refused = await send(seller, file)
        assert refused.status_code == 422
        assert said in refused.text
        assert name in refused.text
        assert "No tape yet" in (await seller.get("/tapes")).text


async def test_a_cut_off_in_the_future_and_a_missing_file_are_told_beside_their_fields(tmp_path: Path) -> None:
    actor = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=50)
    async with browser(actor) as seller:
        late = await send(seller, file, cut_off_on="2091-01-01")
        absent = await seller.submit("/tapes", {"name": "x", "cut_off_on": "2026-01-01", "supersedes": ""})
    assert late.status_code == absent.status_code == 422
    assert "field-cut_off_on-error" in late.text
    assert "field-file-error" in absent.text


async def test_a_mapping_without_an_amount_names_what_is_missing(tmp_path: Path) -> None:
    actor = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=50)
    async with browser(actor) as seller:
        tape_id = UUID((await send(seller, file)).headers["location"].split("/")[2])
        form = await proposed(seller, tape_id)
        amounts = ("balance", "principal", "item_amount")
        without = {name: "" if text in amounts else text for name, text in form.items()}
        refused = await seller.submit(f"/tapes/{tape_id}/mapping", without)
        shown = await seller.submit(f"/tapes/{tape_id}/mapping", {**form, "then": "preview"})
    assert refused.status_code == 422
    assert "No column holds an amount that is owed" in refused.text
    assert shown.status_code == 200
    assert "The first rows as they will be read" in shown.text


async def test_a_mapping_file_maps_the_lending_club_tape(shared: Path, tmp_path: Path) -> None:
    actor = await a_seller()
    async with browser(actor) as seller:
        sent = await send(seller, shared / "data" / "lending_club_sample_151cols.csv", cut_off_on="2026-01-31")
        tape_id = UUID(sent.headers["location"].split("/")[2])
        file = {"mapping_file": ("lending_club.json", saved(shipped_mapping("lending_club")).encode(), "text/plain")}
        mapped = await seller.submit(f"/tapes/{tape_id}/mapping", {"version": "0"}, files=file)
        assert mapped.status_code == 303
        await check_tape(Actor.system(actor.organisation), tape_id)
        page = await seller.get(f"/tapes/{tape_id}/mapping")
    assert "Rows are filtered" in page.text
    assert "funded_amnt" in page.text


async def test_a_page_that_is_out_of_date_changes_nothing(tmp_path: Path) -> None:
    actor = await a_seller()
    file, _ = a_tape_file(tmp_path, rows=50)
    async with browser(actor) as seller:
        tape_id = UUID((await send(seller, file)).headers["location"].split("/")[2])
        form = await proposed(seller, tape_id)
        assert (await seller.submit(f"/tapes/{tape_id}/mapping", form)).status_code == 303
        late = await seller.submit(f"/tapes/{tape_id}/mapping", form)
    assert late.status_code == 409
    assert "Load it again" in late.text


async def test_another_seller_finds_nothing_and_a_member_without_the_right_is_told_so(tmp_path: Path) -> None:
    actor, stranger = await a_seller(), await a_seller()
    colleague = await a_member(organisation_id=actor.organisation, roles=("lawyer",))
    file, _ = a_tape_file(tmp_path, rows=60, dirt="0.2")
    tape_id = (await an_accepted_tape(actor, file)).tape_id
    looks = ["", "/mapping", "/findings", "/progress", "/rejects/csv", "/rejects/xlsx"]
    async with browser(stranger) as other, browser(colleague) as inside:
        for path in (*[f"/tapes/{tape_id}{look}" for look in looks], f"/api/tapes/{tape_id}"):
            assert (await other.get(path)).status_code == 404, path
            assert (await inside.get(path)).status_code == 403, path
        for verb in ("accept", "undo", "check", "reject"):
            answer = await other.submit(f"/tapes/{tape_id}/{verb}", {"idempotency_key": verb})
            assert answer.status_code == 404, verb
            answer = await inside.submit(f"/tapes/{tape_id}/{verb}", {"idempotency_key": verb})
            assert answer.status_code == 403, verb
        assert "No tape yet" in (await other.get("/tapes")).text
