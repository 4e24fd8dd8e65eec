"""`recourse court`: a court's file is checked and read in the house; what is harmful ends in a sentence."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cases.jurisdictions.court_files.xml_writing import as_bytes, tree
from cases.jurisdictions.gb_ew.sdt.batches import Sender, batch
from cases.jurisdictions.gb_ew.sdt.envelope import BULK_REQUEST
from cases.jurisdictions.gb_ew.sdt.limits import BULK
from cases.jurisdictions.gb_ew.sdt.messages import BulkRequest, Filing, Header
from cases.jurisdictions.pl.epu.batches import Service, claim_batch
from kernel.errors import Invalid
from tests.builders.e_court import a_claim
from tests.builders.money_claims import a_defendant, a_filing
from web.cli.court import court

type Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `recourse court COMMAND` on the bytes given; a refusal is raised as it is."""

    def running(command: str, content: bytes, *options: str) -> Result:
        file = tmp_path / "from-the-court.xml"
        file.write_bytes(content)
        return CliRunner().invoke(court, [command, str(file), *options], catch_exceptions=False)

    return running


def sent(*filings: Filing) -> bytes:
    """A file somebody else wrote: nothing in it was checked."""
    header = Header(customer_id=12345678, target="mcol", count=len(filings), reference="BOOK7-001")
    return as_bytes(tree("bulkRequest", BULK_REQUEST, BulkRequest(header=header, requests=filings), BULK))


def test_a_good_file_is_checked_against_the_courts_own_schema(run: Run, shared: Path) -> None:
    good = batch([a_filing()], sender=Sender(12345678), reference="BOOK7").files[0].content
    ran = run("check", good, "--schemas", str(shared / "schemas"))
    assert ran.exit_code == 0
    assert "Bulk request to Money Claim Online (gb_ew, to the court), 1 rows" in ran.output
    assert "schema: checked" in ran.output
    polish = claim_batch([a_claim()], designation="BOOK7", service=Service()).files[0].content
    assert json.loads(run("check", polish, "--schemas", str(shared / "schemas"), "--json").output) == {
        "file": "from-the-court.xml",
        "title": "Batch of claims BOOK7-1",
        "jurisdiction": "pl",
        "direction": "to the court",
        "schema_checked": True,
        "faults": [],
        "schema_faults": [],
    }


def test_the_schema_finds_what_our_tables_do_not_ask(run: Run, shared: Path) -> None:
    swapped = sent(a_filing()).replace(b"requestCount>1<", b"requestCount>001<")
    assert run("check", swapped).exit_code == 0
    reordered = sent(a_filing()).decode()
    name, rest = reordered.split("<ns0:requestCount>1</ns0:requestCount>")
    wrong = (name.replace("<ns0:header>", "<ns0:header><ns0:requestCount>1</ns0:requestCount>") + rest).encode()
    ran = run("check", wrong, "--schemas", str(shared / "schemas"))
    assert ran.exit_code == 2
    assert "schema BulkSubmitRequest.xsd, line" in ran.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (sent(a_filing(case="X"), a_filing(case="X")), "The request id X stands there 2 times."),
        (sent(a_filing(defendants=(a_defendant(name="Łukasz"),))), "must be written in the court's characters"),
        (sent(a_filing()).replace(b"requestCount>1<", b"requestCount>7<"), "counts 7 requests, the file holds 1"),
        (sent(*(a_filing(case=f"R{n}") for n in range(2001))), "there are 2001, 2000 are the most"),
        (
            claim_batch([a_claim()], designation="B", service=Service())
            .files[0]
            .content.replace(b"1234.56", b"1234.50", 1),
            "add up to",
        ),
        (
            b"AA1234567826112201".ljust(128) + b"01".ljust(128) + b"BB12345678".ljust(24, b"0").ljust(128),
            "The trailer counts 0 records, the file holds 1.",
        ),
    ],
    ids=["twice", "letter", "count", "2,001", "sum", "records"],
)
def test_each_fault_is_told_with_its_place_and_the_exit_code_is_two(run: Run, content: bytes, said: str) -> None:
    ran = run("check", content)
    assert ran.exit_code == 2
    assert said in ran.output


@pytest.mark.parametrize("command", ["check", "read"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no format"),
        (b"%PDF-1.7", "no format"),
        (b"<html/>", "<html> of no format the house knows"),
        (b"<bulkRequest>", "not well-formed"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "DOCTYPE"),
        (b"<x>" + b"x" * (50 * 1024 * 1024), "52,428,803 bytes"),
        (b"AA", "not records"),
        (sent(replace(a_filing(), request_id="X")).replace(b">123456<", b">12.3<"), "cannot be read"),
    ],
    ids=["empty", "pdf", "foreign", "open", "entity", "50 MB", "short", "pence"],
)
def test_what_cannot_be_read_is_refused_with_its_reason(run: Run, command: str, content: bytes, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        run(command, content)


def test_rows_are_read_typed_with_amounts_as_text(run: Run) -> None:
    read = json.loads(run("read", sent(a_filing()), "--json").output)
    (row,) = read["rows"]
    assert row["kind"] == "Filing"
    assert row["message"]["amount"] == {"amount": "1234.56", "currency": "GBP"}
    assert row["message"]["interest"]["owed_from"] == "2025-03-01"
    told = run("read", sent(a_filing())).output
    assert "message.amount.amount 1234.56" in told
    assert "message.defendants.1.address.postcode LS1 4AP" in told


def test_an_answer_is_told_row_by_row(run: Run) -> None:
    sdt = "http://ws.sdt.moj.gov.uk/2013/sdt"
    answer = f"""<q:submitQueryResponse xmlns:q="{sdt}/SubmitQueryResponseSchema"><q:status code="Ok"/>
      <q:sdtCustomerId>12345678</q:sdtCustomerId><q:sdtService>SDT</q:sdtService><q:resultCount>1</q:resultCount>
      <q:results><q:mcolDefenceDetail><q:claimNumber>9QZ12345</q:claimNumber>
      <q:defendantResponse defendantId="2"><q:filedDate>2026-12-01</q:filedDate>
      <q:eventCreatedDateOnMcol>2026-12-01T10:11:12</q:eventCreatedDateOnMcol><q:raisedOnMcol>true</q:raisedOnMcol>
      <q:responseType>AS</q:responseType></q:defendantResponse></q:mcolDefenceDetail></q:results>
      </q:submitQueryResponse>"""
    told = run("read", answer.encode()).output
    assert "Responses of defendants (gb_ew, from the court)" in told
    assert "1 Defence: claim_number 9QZ12345, response.defendant 2, response.filed_on 2026-12-01" in told
    assert run("check", answer.encode()).exit_code == 0
