"""The e-court as a channel: no filing lost for another's fault, fees with each file, answers in everybody's words."""

from datetime import date

import pytest

from cases.jurisdictions.court_channel import CourtAnswer, Part
from cases.jurisdictions.pl.epu.channel import EPU
from cases.jurisdictions.pl.epu.limits import NAMESPACE, OLDER_NAMESPACE
from cases.jurisdictions.registry import by_code
from kernel.errors import Invalid
from tests.builders.court_files import an_occasion
from tests.builders.polish_case import E_COURT_ACCOUNT, polish_case
from tests.cases.jurisdictions.pl_epu.test_answers import an_answer
from tests.cases.jurisdictions.pl_epu.test_from_case import part_of

SAID = """<a:liczbaPozow>2</a:liczbaPozow><a:oznaczeniePaczki>BOOK7-1</a:oznaczeniePaczki>
    <a:sumaOplatySadawej>60</a:sumaOplatySadawej><a:wynikiWalidacji>
    <a:ZlozPozwyOutputElement><a:liczbaPorzadkowa>1</a:liczbaPorzadkowa><a:status>true</a:status>
      <a:sygnaturaWgPowoda>RC-1</a:sygnaturaWgPowoda><a:wartoscPrzedniotuSporu>1234.56</a:wartoscPrzedniotuSporu>
    </a:ZlozPozwyOutputElement>
    <a:ZlozPozwyOutputElement><a:liczbaPorzadkowa>2</a:liczbaPorzadkowa><a:status>false</a:status>
      <a:kodWalidacji>P17</a:kodWalidacji><a:opisWalidacji>Niepoprawny PESEL</a:opisWalidacji>
      <a:sygnaturaWgPowoda>RC-2</a:sygnaturaWgPowoda></a:ZlozPozwyOutputElement></a:wynikiWalidacji>"""


def a_part(number: int) -> Part:
    return part_of(polish_case(case_reference=f"RC-{number}"), str(number) * 22)


def answers(listed: str, element: str, body: str) -> tuple[CourtAnswer, ...]:
    return EPU.answers(an_answer("Moje", f"<a:{listed}><a:{element}>{body}</a:{element}></a:{listed}>"))


def test_poland_offers_it() -> None:
    poland = by_code("pl")
    assert poland is not None
    assert [one.code for one in poland.channels] == ["epu"]


def test_bad_parts_stay_behind_with_their_reasons_and_every_other_is_in_one_file() -> None:
    broken = Part("x" * 22, "RC-9", b"<PozewEPU/>")
    done = EPU.lodge(
        [a_part(1), broken, a_part(2), a_part(1)], {**E_COURT_ACCOUNT, "most_per_file": "1"}, an_occasion("BOOK7")
    )
    assert [(one.reference, one.request_ids) for one in done.files] == [
        ("BOOK7-1", ("1" * 22,)),
        ("BOOK7-2", ("2" * 22,)),
    ]
    assert dict(done.files[0].controls)["value in dispute"] == "4200.00 PLN"
    assert [value for label, value in done.files[0].controls if label.startswith("court fees")] == ["100.00 PLN"]
    assert [(one.case_reference, len(one.faults)) for one in done.left_out] == [("RC-9", 1), ("RC-1", 1)]
    assert "already that of case RC-1" in done.left_out[1].faults[0].limit


def test_the_account_says_which_namespace_the_file_has() -> None:
    (file,) = EPU.lodge([a_part(1)], {**E_COURT_ACCOUNT, "namespace": OLDER_NAMESPACE}, an_occasion("BOOK7")).files
    assert OLDER_NAMESPACE.encode() in file.content
    assert NAMESPACE.encode() not in file.content


def test_an_account_without_its_fields_and_a_reference_too_long_are_refused() -> None:
    with pytest.raises(Invalid, match="not complete") as refused:
        EPU.lodge([a_part(1)], {**E_COURT_ACCOUNT, "court_id": ""}, an_occasion("BOOK7"))
    assert [one.where for one in refused.value.places] == ["court_id"]
    with pytest.raises(Invalid, match="1 to 54"):
        EPU.lodge([a_part(1)], E_COURT_ACCOUNT, an_occasion("B" * 55))


def test_a_part_is_shown_in_the_courts_words() -> None:
    shown = EPU.twin("pozew-epu.xml", a_part(1).content)
    assert {row.label: row.value for row in shown.rows}["Sygnatura według powoda"] == "RC-1"
    with pytest.raises(Invalid, match="none of"):
        EPU.twin("pozew-epu.xml", b"<a/>")


def test_each_claim_of_a_file_is_answered_by_our_own_reference() -> None:
    whole, first, second = EPU.answers(an_answer("ZlozPozwy", SAID, code="ValidationError"))
    assert (whole.outcome, whole.file_reference, whole.code) == ("told", "BOOK7-1", "ValidationError")
    assert (first.outcome, first.case_reference, first.claimed) == ("told", "RC-1", first.amounts[0][1])
    assert "before it is filed again" in first.sentence
    assert (second.outcome, second.code) == ("rejected", "P17")
    assert "Niepoprawny PESEL" in second.sentence


def test_what_passed_in_a_file_that_was_taken_is_received() -> None:
    _, first, second = EPU.answers(an_answer("ZlozPozwy", SAID, code="Created"))
    assert [one.outcome for one in (first, second)] == ["received", "rejected"]


def test_a_refused_call_is_no_answer_about_anybody() -> None:
    with pytest.raises(Invalid, match="AuthenticationError"):
        EPU.answers(an_answer("MojeSprawy", "", code="AuthenticationError"))


SIGNED = "<a:sygnaturaSprawy>VI Nc-e 77/26</a:sygnaturaSprawy><a:sygnaturaWgPowoda>RC-1</a:sygnaturaWgPowoda>"


@pytest.mark.parametrize(
    ("listed", "body", "events"),
    [
        ("listaSpraw", "<a:dataWplywu>2026-07-01T08:00:00</a:dataWplywu>", [("epu_filed", date(2026, 7, 1))]),
        ("listaSpraw", "<a:stanSprawy>umorzona</a:stanSprawy>", [(None, None)]),
        ("mojeNakazy", "<a:dataOrzeczenia>2026-07-09T00:00:00</a:dataOrzeczenia>",
         [("nakaz_issued_epu", date(2026, 7, 9))]),
        ("mojeNakazy", "<a:dataOrzeczenia>2026-07-09T00:00:00</a:dataOrzeczenia>"
         "<a:dataPrawomocnosci>2026-08-20T00:00:00</a:dataPrawomocnosci>",
         [("nakaz_issued_epu", date(2026, 7, 9)), ("nakaz_final", date(2026, 8, 20))]),
        ("listaOrzeczen", "<a:nazwaDecyzji>Postanowienie o umorzeniu postępowania</a:nazwaDecyzji>"
         "<a:dataOrzeczenia>2026-07-09T00:00:00</a:dataOrzeczenia>", [("epu_discontinued", date(2026, 7, 9))]),
        ("listaOrzeczen", "<a:nazwaDecyzji>Postanowienie o umorzeniu w części</a:nazwaDecyzji>"
         "<a:dataOrzeczenia>2026-07-09T00:00:00</a:dataOrzeczenia>", [(None, date(2026, 7, 9))]),
        ("listaOrzeczen", "<a:nazwaDecyzji>Postanowienie</a:nazwaDecyzji><a:dataKlauzuli>2026-09-01T00:00:00"
         "</a:dataKlauzuli>", [(None, None), ("clause_given", date(2026, 9, 1))]),
        ("mojeDoreczenia", "<a:idNakazu>9</a:idNakazu><a:opis>Doręczenie pozwanemu</a:opis>"
         "<a:dataDoreczenia>2026-07-20T00:00:00</a:dataDoreczenia>", [("nakaz_served_epu", date(2026, 7, 20))]),
        ("mojeDoreczenia", "<a:idNakazu>9</a:idNakazu><a:dataDoreczenia>2026-07-20T00:00:00</a:dataDoreczenia>",
         [(None, date(2026, 7, 20))]),
        ("listaPism", "<a:rodzajDokumentu>Sprzeciw</a:rodzajDokumentu><a:dataDokumentu>2026-07-25T00:00:00"
         "</a:dataDokumentu>", [("sprzeciw_filed_epu", date(2026, 7, 25))]),
    ],
)  # fmt: skip
def test_what_the_court_did_is_an_event_only_where_its_words_say_so(
    listed: str, body: str, events: list[tuple[str | None, date | None]]
) -> None:
    told = answers(listed, "Row", SIGNED + body)
    assert [(one.event, one.on) for one in told] == events
    assert {(one.case_reference, one.court_number) for one in told} == {("RC-1", "VI Nc-e 77/26")}
    poland = by_code("pl")
    assert poland is not None
    steps = poland.procedures["epu"].steps
    assert steps is not None
    assert {event for event, _ in events if event} <= set(steps.transitions)


def test_the_order_itself_comes_as_a_paper() -> None:
    (order,) = answers("mojeNakazy", "Row", SIGNED + "<a:dokumentXml>&lt;Nakaz/&gt;</a:dokumentXml>")
    assert [(one.media_type, one.content) for one in order.papers] == [("application/xml", b"<Nakaz/>")]
