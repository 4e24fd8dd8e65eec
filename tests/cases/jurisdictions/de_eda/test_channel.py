"""The channel of the Mahngerichte: parts become files whose sums add up, or stay out with their reasons."""

import base64
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.jurisdictions.court_channel import Part
from cases.jurisdictions.de import DE
from cases.jurisdictions.de.eda.applications import Application
from cases.jurisdictions.de.eda.channel import EDA
from cases.jurisdictions.de.eda.codes import Document
from cases.jurisdictions.de.eda.files import read
from cases.jurisdictions.de.eda.follow_ups import (
    Ending,
    EnforcementOrder,
    FollowUp,
    Queried,
    QueryAnswer,
    QueryLine,
    Withdrawal,
)
from cases.jurisdictions.de.eda.from_case import application_of_case
from cases.jurisdictions.de.eda.parts import message_of, records_of
from cases.jurisdictions.de.eda.trailer import sum_faults
from kernel.errors import Invalid
from tests.builders.court_files import an_occasion
from tests.builders.eda import follow_ups, legal_applications
from tests.builders.german_case import ACCOUNT, case_for_court

MADE = 1_795_338_000_000
"""22 November 2026, the day the request ids below were made."""


def request_id(number: int) -> str:
    one = UUID(int=MADE << 80 | 7 << 76 | 0b10 << 62 | number)
    return base64.urlsafe_b64encode(one.bytes).decode().rstrip("=")


def part(message: Application | FollowUp, number: int = 1) -> Part:
    return Part(request_id(number), message.reference, records_of(message))


def at_our_court(application: Application, reference: str) -> Application:
    ours = ACCOUNT["participant"]
    return replace(
        application,
        reference=reference,
        court_postcode="58097",
        court_city="Hagen",
        claimant_code=application.claimant_code and ours,
        attorney_code=application.attorney_code and ours,
        marks=(110, 111),
    )


def added_up(content: bytes) -> dict[str, int]:
    """The sums of the trailer, counted anew from the bytes and by nothing of the writer."""
    records = [content[at : at + 128].decode("cp850") for at in range(0, len(content), 128)][1:-1]
    keys = [one for one in records if one[2:9] == "KS   00"]
    claims = [one for one in records if one[2:7] in {"ASPK ", "ASPS "} and one[7:9] in {"00", "01"}]
    at = {"08": [(17, 28)], "25": [(54, 65)], "20": [(52 + 11 * n, 63 + 11 * n) for n in range(5)]}
    numbers = [one[first:last] for one in keys for first, last in at.get(one[:2], [])]
    return {
        "applications": len(keys),
        "records": len(records),
        "catalogue_numbers": sum(int(one[9:11]) for one in claims if one[2:7] == "ASPK "),
        "amounts": sum(int(one[103:113] if one[2:7] == "ASPK " else one[9:19]) for one in claims),
        "court_numbers": sum(int(number[2:9]) for number in numbers),
        "claims": len(claims),
    }


@settings(deadline=None, max_examples=40)
@given(applications=st.lists(legal_applications(), min_size=1, max_size=3), later=st.lists(follow_ups(), max_size=4))
def test_every_file_reads_back_whole_with_sums_that_add_up(
    applications: Sequence[Application], later: Sequence[FollowUp]
) -> None:
    messages: list[Application | FollowUp] = [at_our_court(one, f"RC-{at}") for at, one in enumerate(applications)]
    messages += [replace(one, reference=f"RC-{at}-{type(one).__name__[:3]}") for at, one in enumerate(later)]
    parts = [part(one, at) for at, one in enumerate(messages)]

    lodged = EDA.lodge(parts, ACCOUNT, an_occasion("batch 17"))

    assert lodged.left_out == ()
    assert sorted(one for file in lodged.files for one in file.request_ids) == sorted(one.request_id for one in parts)
    for sent in lodged.files:
        file = read(sent.content)
        assert (file.participant, file.created, f"{file.name}.EDA") == ("05012345", "261122", sent.name)
        assert file.sums is not None
        assert {name: getattr(file.sums, name) for name in added_up(sent.content)} == added_up(sent.content)
        assert list(sum_faults(file)) == []
        body = sent.content[128:-128]
        assert body == b"".join(one.content for one in parts if one.request_id in sent.request_ids)
    assert len(lodged.files) == len({type(one) for one in messages})


@settings(deadline=None)
@given(message=follow_ups())
def test_every_follow_up_comes_back_from_its_records(message: FollowUp) -> None:
    assert message_of(records_of(message))[1] == message


def an_order(**changes: object) -> EnforcementOrder:
    order = EnforcementOrder(number="26123456701", reference="RC-7", applied_on=date(2026, 11, 20))
    return replace(order, **changes)  # type: ignore[arg-type]


def test_a_bad_part_stays_out_and_the_good_one_goes() -> None:
    bad = replace(part(an_order(), 2), content=b"08KS   00".ljust(128))
    lodged = EDA.lodge([bad, part(an_order(), 1)], ACCOUNT, an_occasion("batch 17"))

    assert [file.request_ids for file in lodged.files] == [(request_id(1),)]
    (left,) = lodged.left_out
    assert (left.request_id, left.faults[0].field) == (request_id(2), "part")


def test_what_the_layout_does_not_tell_is_never_carried_along() -> None:
    whole = part(an_order())
    lodged = EDA.lodge([replace(whole, content=whole.content[:-2] + b"!!")], ACCOUNT, an_occasion("batch 17"))
    assert "their layout does not tell" in lodged.left_out[0].faults[0].limit


def test_the_same_application_twice_and_one_to_another_court_stay_out() -> None:
    withdrawal = Withdrawal(number="26123456701", reference="RC-7", ending=Ending.RÜCKNAHME)
    lodged = EDA.lodge([part(withdrawal, 1), part(withdrawal, 2)], ACCOUNT, an_occasion("batch 17"))
    assert [one.faults[0].field for one in lodged.left_out] == ["reference"]

    made = application_of_case(case_for_court())
    (elsewhere,) = EDA.lodge([part(made)], {**ACCOUNT, "court": "10823 Berlin"}, an_occasion("batch 17")).left_out
    assert elsewhere.faults[0].limit == "The application goes to 58097 Hagen, the account is with 10823 Berlin."


@pytest.mark.parametrize(
    ("changed", "field"), [({"participant": "05099999"}, "participant"), ({"marks": "112,113,114"}, "marks")]
)
def test_an_account_that_changed_since_the_paper_was_written_keeps_it_out(changed: dict[str, str], field: str) -> None:
    (left,) = EDA.lodge(
        [part(application_of_case(case_for_court()))], {**ACCOUNT, **changed}, an_occasion("batch 17")
    ).left_out
    assert [fault.field for fault in left.faults] == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [("participant", "123"), ("participant_is", "bank"), ("eda_id", "ab"), ("court", "Hagen"), ("marks", "1,2,3")],
)
def test_an_account_that_is_not_complete_is_told_field_by_field(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        EDA.lodge([part(an_order())], {**ACCOUNT, field: value}, an_occasion("batch 17"))
    assert [place.where for place in refused.value.places] == [field]


def test_records_may_end_with_a_line_where_the_court_wants_it() -> None:
    (file,) = EDA.lodge([part(an_order())], {**ACCOUNT, "ending": "crlf"}, an_occasion("batch 17")).files
    assert len(file.content) == 3 * 130
    assert read(file.content).document is Document.VOLLSTRECKUNGSBESCHEIDSANTRAG


def test_the_twin_shows_a_part_as_rows_and_the_channel_says_what_nobody_saw() -> None:
    section = EDA.twin("vollstreckungsbescheid.eda", records_of(an_order()))
    assert ("Geschäftsnummer des Gerichts", "26123456701") in [(row.label, row.value) for row in section.rows]
    assert EDA.unverified is not None
    assert "have the court test" in EDA.unverified
    assert DE.channels == (EDA,)


def test_a_name_that_the_court_may_still_answer_is_passed_over_and_the_same_lodging_gives_the_same_file() -> None:
    parts, first = [part(an_order())], an_occasion("R261122-0123456789-1")
    (file,) = EDA.lodge(parts, ACCOUNT, first).files
    assert EDA.lodge(parts, ACCOUNT, first).files == (file,)

    (other,) = EDA.lodge(parts, ACCOUNT, replace(first, taken=frozenset({file.reference}), on=date(2026, 12, 1))).files
    assert (other.reference != file.reference, read(other.content).created) == (True, "261201")
    every = frozenset(f"{ACCOUNT['eda_id']}{number:03}" for number in range(1000))
    with pytest.raises(Invalid, match="No name is free"):
        EDA.lodge(parts, ACCOUNT, replace(first, taken=every))


def test_an_answer_to_a_monierung_of_two_cases_counts_as_one() -> None:
    line = QueryLine(
        fault=47, field="AG-PLZ", first_index=1, second_index=0, page=1, line=2, half=1, form="6", content="58095"
    )
    answer = QueryAnswer(
        numbers=("26123456701", "26765432102"),
        reference="RC-7",
        queried_on=date(2026, 11, 2),
        applied_on=date(2026, 10, 2),
        about=Queried.MAHNBESCHEIDSANTRAG,
        lines=(line,),
    )
    (file,) = EDA.lodge([part(answer)], ACCOUNT, an_occasion("batch 17")).files
    assert dict(file.controls)["Applications"] == "1"
    assert dict(file.controls)["Sum of court numbers"] == str(1234567 + 7654321)


@settings(deadline=None, max_examples=150)
@given(name=st.sampled_from(sorted(EDA.parts)), message=follow_ups(), at=st.integers(9, 127), byte=st.integers(0, 255))
def test_a_part_changed_in_any_byte_is_told_or_refused_and_never_breaks(
    name: str, message: FollowUp, at: int, byte: int
) -> None:
    content = bytearray(records_of(message))
    content[at] = byte
    with suppress(Invalid):
        EDA.twin(name, bytes(content))
    lodged = EDA.lodge([Part(request_id(1), "RC-7", bytes(content))], ACCOUNT, an_occasion("batch 17"))
    assert len(lodged.files) + len(lodged.left_out) == 1
