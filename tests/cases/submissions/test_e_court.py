"""The client of the Polish e-court against a local one: its rhythm, its refusals, a file whose fate is not known."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from cases.jurisdictions.court_channel import Part
from cases.jurisdictions.court_files.xml_writing import as_bytes, tree
from cases.jurisdictions.pl.epu.channel import EPU
from cases.jurisdictions.pl.epu.claim_layouts import IN_BATCH
from cases.jurisdictions.pl.epu.limits import NAMESPACE
from cases.submissions.connectors.epu import EpuClient
from cases.submissions.connectors.seam import AccountRefused, MayHaveArrived, NotSent, RefusedByCourt, ToSend
from kernel.errors import Invalid
from tests.builders.court_files import an_occasion
from tests.builders.e_court import a_claim
from tests.builders.lodging import EPU_ACCOUNT
from tests.fakes.epu_court import FakeEpu
from tests.fakes.serving import served

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
REST = timedelta(milliseconds=60)


@pytest.fixture
async def epu() -> AsyncIterator[tuple[FakeEpu, EpuClient]]:
    fake = FakeEpu()
    async with served(fake.application()) as address:
        fake.last.clear()
        yield fake, EpuClient(address, rest=REST)


def a_file(*references: str) -> ToSend:
    """Lodged by the channel itself, of parts as they lie in sealed papers."""
    claims = [a_claim(claim_id=number, reference=one) for number, one in enumerate(references, start=1)]
    parts = [
        Part(f"id-{number:019}", one.reference, as_bytes(tree("PozewEPU", IN_BATCH, one, NAMESPACE)))
        for number, one in enumerate(claims, start=1)
    ]
    done = EPU.lodge(parts, EPU_ACCOUNT, an_occasion("R261120-1"))
    assert done.left_out == ()
    (file,) = done.files
    return ToSend(file.reference, file.name, file.content)


async def test_a_batch_is_filed_and_the_answer_is_one_that_the_channel_reads(epu: tuple[FakeEpu, EpuClient]) -> None:
    fake, client = epu
    file = a_file("R-00000001", "R-00000002")

    receipt = await client.send(file, EPU_ACCOUNT)

    assert receipt.court_reference == file.reference
    assert [one.reference for one in fake.filed] == ["R-00000001", "R-00000002"]
    assert receipt.content is not None
    assert {one.case_reference for one in EPU.answers(receipt.content)} >= {"R-00000001", "R-00000002"}


async def test_the_court_is_never_asked_faster_than_it_allows(epu: tuple[FakeEpu, EpuClient]) -> None:
    fake, client = epu
    await client.send(a_file("R-00000001"), EPU_ACCOUNT)

    found = await client.collect(EPU_ACCOUNT, NOW - timedelta(days=1), NOW, {})

    assert fake.too_fast == 0
    assert fake.calls == ["ZlozPozwy", "MojeSprawy", "MojeNakazy", "MojeOrzeczeniaVer2", "MojeDoreczeniaVer2"]
    assert (len(found.contents), found.until) == (4, NOW)
    assert [one.court_number for one in EPU.answers(found.contents[0])] == ["VI Nc-e 1/26"]


async def test_a_court_that_is_too_busy_took_nothing(epu: tuple[FakeEpu, EpuClient]) -> None:
    fake, client = epu
    fake.rest = 60.0
    await client.send(a_file("R-00000001"), EPU_ACCOUNT)

    with pytest.raises(NotSent, match="too busy"):
        await client.send(a_file("R-00000002"), EPU_ACCOUNT)

    assert [one.reference for one in fake.filed] == ["R-00000001"]


async def test_a_wrong_password_is_told_apart_from_a_wrong_file(epu: tuple[FakeEpu, EpuClient]) -> None:
    fake, client = epu
    with pytest.raises(AccountRefused, match="did not let the account in"):
        await client.send(a_file("R-00000001"), EPU_ACCOUNT | {"password": "inne"})

    fake.balance = Decimal("29.00")
    with pytest.raises(RefusedByCourt, match=r"Brak środków: 60\.00 PLN"):
        await client.send(a_file("R-00000001", "R-00000002"), EPU_ACCOUNT)
    assert fake.filed == []


async def test_what_may_have_arrived_is_looked_for_by_our_own_signatures(epu: tuple[FakeEpu, EpuClient]) -> None:
    fake, client = epu
    fake.silent = 1
    file = a_file("R-00000001")

    with pytest.raises(MayHaveArrived):
        await client.send(file, EPU_ACCOUNT)

    found = await client.arrived(file, EPU_ACCOUNT, NOW)
    assert found is not None
    assert found.again
    assert await client.arrived(a_file("R-00000009"), EPU_ACCOUNT, NOW) is None
    assert len(fake.filed) == 1


async def test_a_file_that_is_none_of_the_court_s_is_never_sent(epu: tuple[FakeEpu, EpuClient]) -> None:
    fake, client = epu
    with pytest.raises(Invalid, match="takes no file of <other>"):
        await client.send(replace(a_file("R-00000001"), content=b"<other/>"), EPU_ACCOUNT)
    assert fake.calls == []


async def test_nobody_answering_means_that_nothing_was_sent() -> None:
    with pytest.raises(NotSent, match="does not answer"):
        await EpuClient("http://127.0.0.1:9", rest=REST).send(a_file("R-00000001"), EPU_ACCOUNT)
