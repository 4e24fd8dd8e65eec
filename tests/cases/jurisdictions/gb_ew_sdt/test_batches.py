"""Filings for Money Claim Online: every legal one in a valid file, every other one named with its reason."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from cases.jurisdictions.gb_ew.sdt.batches import Sender, batch, batch_faults, filing_faults, read_batch, readable
from cases.jurisdictions.gb_ew.sdt.envelope import REQUEST
from cases.jurisdictions.gb_ew.sdt.messages import Filing
from kernel.errors import Invalid
from kernel.money import Money
from tests.builders.court_files import EXAMPLES, Schema, legal, schema
from tests.builders.money_claims import a_claim, a_defendant, a_filing, pounds

SENDER = Sender(12345678)


@pytest.fixture(scope="module")
def bulk_schema(shared: Path) -> Schema:
    return schema(shared, "uk-hmcts-sdt/xsd/BulkRequestResponse/BulkSubmitRequest.xsd")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(filing=legal(REQUEST))
def test_whatever_the_limits_allow_the_courts_schema_accepts_and_it_reads_back_the_same(
    bulk_schema: Schema, filing: Filing
) -> None:
    done = batch([filing], sender=SENDER, reference="RANDOM")
    assert done.refused == ()
    assert bulk_schema.faults(done.files[0].content) == []
    assert read_batch(done.files[0].content).requests == (filing,)
    assert batch_faults(read_batch(done.files[0].content)) == ()


def test_a_file_says_what_the_claim_says(bulk_schema: Schema) -> None:
    done = batch([a_filing()], sender=SENDER, reference="BOOK7")
    text = done.files[0].content.decode()
    assert bulk_schema.faults(done.files[0].content) == []
    assert "claimAmount>123456<" in text
    assert "owedDate>2025-03-01<" in text
    assert "customerReference>BOOK7-001<" in text
    assert 'requestType="mcolClaim" requestId="RC-000017"' in text
    assert bulk_schema.faults(text.replace(">123456<", ">-1<").encode()) != [], "the judge does judge"


def test_two_thousand_and_one_claims_become_two_files_and_none_is_lost() -> None:
    done = batch([a_filing(case=f"RC-{n:06}") for n in range(2001)], sender=SENDER, reference="BOOK7")
    assert [len(file.request_ids) for file in done.files] == [2000, 1]
    assert [read_batch(file.content).header.count for file in done.files] == [2000, 1]
    assert len({one for file in done.files for one in file.request_ids}) == 2001


def test_a_file_with_two_thousand_and_one_claims_from_elsewhere_is_found_out() -> None:
    done = batch([a_filing(case=f"RC-{n:06}") for n in range(2000)], sender=SENDER, reference="BOOK7")
    bulk = read_batch(done.files[0].content)
    more = replace(bulk, requests=(*bulk.requests, a_filing(case="RC-OVER")))
    assert [(one.field, one.found) for one in batch_faults(more)] == [("requests", "2001")]


def test_a_bad_filing_never_takes_a_good_one_with_it() -> None:
    bad = a_filing(case="RC-2", defendants=(a_defendant(postcode="ls1 4ap"),))
    done = batch([a_filing(case="RC-1"), bad, a_filing(case="RC-3")], sender=SENDER, reference="BOOK7")
    assert done.files[0].request_ids == ("RC-1", "RC-3")
    assert [one.filing.case for one in done.refused] == ["RC-2"]
    fault = done.refused[0].faults[0]
    assert (fault.case, fault.field, fault.found) == ("RC-2", "message.defendants.1.address.postcode", "ls1 4ap")
    assert "postcode in capitals" in fault.sentence


def test_a_request_id_is_used_once_and_the_first_filing_keeps_it() -> None:
    first, second = a_filing(case="RC-1", request_id="X1"), a_filing(case="RC-2", request_id="X1")
    done = batch([first, second], sender=SENDER, reference="BOOK7")
    assert done.files[0].request_ids == ("X1",)
    assert "used by case RC-1" in done.refused[0].faults[0].limit
    again = batch([first], sender=SENDER, reference="BOOK8", used_request_ids={"X1"})
    assert again.files == ()
    assert "used by an earlier file" in again.refused[0].faults[0].limit


@pytest.mark.parametrize(
    ("filing", "field", "limit"),
    [
        (a_filing(defendants=()), "message.defendants", "missing"),
        (a_filing(defendants=(a_defendant(),) * 3), "message.defendants", "2 are the most"),
        (a_filing(defendants=(a_defendant(name="N" * 61),)), "message.defendants.1.name", "60 are the most"),
        (a_filing(defendants=(a_defendant(line2=" "),)), "message.defendants.1.address.line2", "more than spaces"),
        (a_filing(particulars=("x",) * 25), "message.particulars", "24 are the most"),
        (a_filing(particulars=("x" * 46,)), "message.particulars.1", "45 are the most"),
        (a_filing(amount=Money(100, "EUR")), "message.amount", "in EUR"),
        (a_filing(amount=pounds("-1.00")), "message.amount", "negative"),
        (a_filing(request_id="no spaces"), "request_id", "letters a to z"),
        (a_filing(request_id="x" * 25), "request_id", "24 are the most"),
        (
            a_filing(statement=replace(a_claim().statement, given=False)),
            "message.statement.given",
            "not been given",
        ),
    ],
)
def test_a_limit_is_named_with_its_field(filing: Filing, field: str, limit: str) -> None:
    (fault,) = filing_faults(filing)
    assert fault.field == field
    assert limit in fault.limit


@pytest.mark.parametrize("sender", [Sender(1234567), Sender(12345678, "mc")])
def test_nothing_is_sent_under_a_name_the_court_does_not_know(sender: Sender) -> None:
    with pytest.raises(Invalid, match="cannot be sent"):
        batch([a_filing()], sender=sender, reference="BOOK7")


def test_the_readable_twin_says_all_the_file_says_and_nothing_else() -> None:
    section = readable(a_filing())
    rows = {row.label: row.value for row in section.rows}
    assert rows["Amount claimed"] == "1234.56 GBP"
    assert rows["Particulars 1"] == "The defendant owes the claimant 1,234.56"
    parts = {part.label: part for part in section.parts}
    assert list(parts) == ["Defendant", "Interest", "Statement of truth"]
    assert [row.value for row in parts["Interest"].rows] == ["0.27 GBP", "2025-03-01", "2026-11-20", "1234.56 GBP"]
    assert parts["Defendant"].parts[0].rows[-1].value == "LS1 4AP"
