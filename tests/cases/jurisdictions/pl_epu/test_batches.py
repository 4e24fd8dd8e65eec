"""Batches for the Polish e-court: valid by its schemas and complete by the code, or refused with the reason."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from cases.jurisdictions.court_files.xml_writing import as_bytes, tree
from cases.jurisdictions.pl.epu.batches import (
    Service,
    application_batch,
    claim_batch,
    claim_faults,
    letter_batch,
    readable,
)
from cases.jurisdictions.pl.epu.claim_layouts import ALONE, IN_BATCH
from cases.jurisdictions.pl.epu.claims import Claim, ClaimBatch, Costs, RefundAccount
from cases.jurisdictions.pl.epu.codes import LetterKind
from cases.jurisdictions.pl.epu.enforcement import Application, ApplicationBatch
from cases.jurisdictions.pl.epu.enforcement_layouts import APPLICATION
from cases.jurisdictions.pl.epu.letter_layouts import LETTER
from cases.jurisdictions.pl.epu.letters import Letter, LetterBatch
from cases.jurisdictions.pl.epu.limits import OLDER_NAMESPACE
from cases.jurisdictions.pl.epu.parties import Person
from cases.jurisdictions.pl.epu.reading import batch_faults, read_batch
from kernel.errors import Invalid
from kernel.money import Money
from tests.builders.court_files import EXAMPLES, Schema, legal, schema
from tests.builders.e_court import KNOWING, a_claim, a_demand, a_person, a_pesel, zloty

RANDOM = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
SERVICE = Service()


@pytest.fixture(scope="module")
def judges(shared: Path) -> dict[str, Schema]:
    names = ("Pozwy", "PozewEPU", "Dokumenty", "WnioskiEgzekucyjneEPU")
    return {name: schema(shared, f"pl-epu/xsd/{name}.xsd") for name in names}


@RANDOM
@given(claim=legal(IN_BATCH, KNOWING))
def test_every_legal_claim_fits_the_batchs_schema_and_reads_back(judges: dict[str, Schema], claim: Claim) -> None:
    plain = replace(
        claim, declaration=None, refund_account=None, signatures=(),
        discontinue_without_ground=None, discontinue_when_set_aside=None,
    )  # fmt: skip
    done = claim_batch([plain], designation="LOS", service=SERVICE)
    assert done.refused == ()
    assert judges["Pozwy"].faults(done.files[0].content) == []
    batch = read_batch(done.files[0].content)
    assert isinstance(batch, ClaimBatch)
    assert batch.claims == (plain,)
    assert batch_faults(batch) == ()


@settings(RANDOM, max_examples=max(EXAMPLES // 3, 1))
@given(claim=legal(ALONE, KNOWING))
def test_every_legal_claim_fits_the_schema_of_a_claim_alone(judges: dict[str, Schema], claim: Claim) -> None:
    content = as_bytes(tree("PozewEPU", ALONE, claim, SERVICE.namespace))
    assert judges["PozewEPU"].faults(content) == []
    assert read_batch(content) == claim


@settings(RANDOM, max_examples=max(EXAMPLES // 3, 1))
@given(letter=legal(LETTER, KNOWING))
def test_every_legal_letter_fits_its_schema(judges: dict[str, Schema], letter: Letter) -> None:
    done = letter_batch([letter], designation="PISMA", service=SERVICE)
    assert judges["Dokumenty"].faults(done.files[0].content) == []
    read = read_batch(done.files[0].content)
    assert isinstance(read, LetterBatch)
    assert read.letters == (letter,)


@settings(RANDOM, max_examples=max(EXAMPLES // 3, 1))
@given(application=legal(APPLICATION, KNOWING))
def test_every_legal_application_fits_its_schema(judges: dict[str, Schema], application: Application) -> None:
    done = application_batch([application], designation="EGZ", service=SERVICE)
    assert judges["WnioskiEgzekucyjneEPU"].faults(done.files[0].content) == []
    read = read_batch(done.files[0].content)
    assert isinstance(read, ApplicationBatch)
    assert read.applications == (application,)


def without_number() -> Claim:
    return a_claim(defendants=(a_person(pesel=None),))


@pytest.mark.parametrize(
    ("claim", "field", "limit"),
    [
        (without_number(), "defendants.1.who", "no PESEL or NIP"),
        (a_claim(defendants=(a_person(pesel=a_pesel()[:-1] + "9"),)), "defendants.1.who.pesel", "check digit"),
        (a_claim(defendants=()), "defendants", "missing"),
        (a_claim(dispute_value=zloty("1234.57")), "dispute_value", "add up to 1234.56"),
        (a_claim(demands=(a_demand(evidence=(1, 2)),)), "demands", "evidence 2, which is not listed"),
        (a_claim(demands=(a_demand(due_on=None),)), "demands", "fell due"),
        (a_claim(reasons="x" * 32_001), "reasons", "32000 are the most"),
        (a_claim(reference=""), "reference", "1 are the least"),
        (a_claim(reasons="a\x0cb"), "reasons", "control character"),
        (a_claim(defendants=(a_person(party_id=1),)), "defendants", "party id 1"),
        (
            a_claim(refund_account=RefundAccount(number="1" * 26, holder="Przykład")),
            "refund_account",
            "no place",
        ),
        (
            a_claim(attorney_costs=Costs(amount=Money(1, "EUR"), demanded=True, by_norms=False)),
            "attorney_costs.amount",
            "EUR",
        ),
    ],
)
def test_what_the_court_demands_is_named_with_its_field(claim: Claim, field: str, limit: str) -> None:
    (fault,) = claim_faults(claim)
    assert (fault.case, fault.field) == (claim.reference, field)
    assert limit in fault.limit


def test_an_address_is_demanded_of_everybody() -> None:
    person = a_person()
    nowhere = replace(person, address=replace(person.address, postcode="20340", city=""))
    assert [fault.field for fault in claim_faults(a_claim(defendants=(nowhere,)))] == [
        "defendants.1.address.postcode",
        "defendants.1.address.city",
    ]


def test_a_bad_claim_never_takes_a_good_one_with_it_and_fees_are_those_of_the_file() -> None:
    claims = [
        a_claim(claim_id=1, reference="RC-1"),
        replace(without_number(), claim_id=2, reference="RC-2"),
        a_claim(claim_id=1, reference="RC-3"),
        a_claim(claim_id=4, reference="RC-4"),
    ]
    done = claim_batch(claims, designation="BOOK7", service=Service(most=1))
    assert [(file.designation, file.cases, file.fees.text()) for file in done.files] == [
        ("BOOK7-1", ("RC-1",), "30.00"),
        ("BOOK7-2", ("RC-4",), "30.00"),
    ]
    assert [(one.filing.reference, one.faults[0].limit) for one in done.refused if isinstance(one.filing, Claim)] == [
        ("RC-2", "The party has no PESEL or NIP; the e-court demands it."),
        ("RC-3", "The ID 1 is already that of case RC-1."),
    ]


def test_the_namespace_is_the_users_to_set() -> None:
    done = claim_batch([a_claim()], designation="BOOK7", service=Service(namespace=OLDER_NAMESPACE))
    assert OLDER_NAMESPACE.encode() in done.files[0].content
    assert isinstance(read_batch(done.files[0].content), ClaimBatch)
    with pytest.raises(Invalid, match="not an e-court batch"):
        read_batch(done.files[0].content.replace(OLDER_NAMESPACE.encode(), b"http://elsewhere"))


def test_polish_letters_stay_as_they_are() -> None:
    done = claim_batch([a_claim()], designation="BOOK7", service=SERVICE)
    assert "Żółć-Ździebło" in done.files[0].content.decode()


def test_a_completed_address_names_the_delivery_it_answers() -> None:
    given: dict[str, Any] = {
        "case": "RC-1", "court_case_id": 5, "signature": "VI Nc-e 1/26",
        "filed_at": datetime.fromisoformat("2026-11-22T10:00:00"), "kind": LetterKind.UZUPEŁNIENIE_ADRESU,
        "text": "Nowy adres",
    }  # fmt: skip
    (refused,) = letter_batch([Letter(**given)], designation="P", service=SERVICE).refused
    assert refused.faults[0].field == "delivery_id"
    assert letter_batch([Letter(**given, delivery_id=9)], designation="P", service=SERVICE).refused == ()


def test_ids_twice_and_wrong_sums_in_a_file_from_elsewhere_are_found() -> None:
    batch = ClaimBatch(designation="X", claims=(a_claim(), a_claim(dispute_value=zloty("1.00"))))
    assert [fault.field for fault in batch_faults(batch)] == ["claims.2.dispute_value", "ID"]


def test_the_readable_twin_speaks_the_courts_language() -> None:
    section = readable(a_claim())
    assert {row.label: row.value for row in section.rows}["Wartość przedmiotu sporu"] == "1234.56 PLN"
    defendant = next(part for part in section.parts if part.label == "Pozwany")
    assert isinstance(a_claim().defendants[0].who, Person)
    assert [row.value for row in defendant.parts[0].rows] == ["Łucja", "Żółć-Ździebło", a_pesel()]
