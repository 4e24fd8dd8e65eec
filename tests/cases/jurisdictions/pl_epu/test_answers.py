"""Answers of the e-court's service become typed rows; a word it never said becomes nothing."""

import pytest

from cases.jurisdictions.pl.epu.answers import Case, Decision, Delivery, Event, Letter, Order, Validated
from cases.jurisdictions.pl.epu.reading import read_answer
from kernel.errors import Invalid
from tests.builders.e_court import zloty

TYPES = "http://schemas.datacontract.org/2004/07/EpuWS.DataTypes"
CALL = "http://e-sad.gov.pl/2010/03/26/epu/"


def an_answer(call: str, body: str, code: str = "OK") -> bytes:
    return f"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
    <{call}Response xmlns="{CALL}"><{call}Result xmlns:a="{TYPES}"
        xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
      <a:opis i:nil="true"/><a:kod>{code}</a:kod><a:informacja>Operacja zakończona</a:informacja>{body}
    </{call}Result></{call}Response></s:Body></s:Envelope>""".encode()


def test_each_claim_of_a_batch_is_answered_with_its_fee_and_the_courts_words() -> None:
    answer = read_answer(
        an_answer(
            "ZlozPozwy",
            """<a:lacznaWartoscPrzedmiotowSporu>2234.56</a:lacznaWartoscPrzedmiotowSporu><a:liczbaPozow>2</a:liczbaPozow>
            <a:oznaczeniePaczki>BOOK7-1</a:oznaczeniePaczki><a:sumaOplatySadawej>60</a:sumaOplatySadawej>
            <a:wynikiWalidacji>
            <a:ZlozPozwyOutputElement><a:kodWalidacji>OK</a:kodWalidacji><a:liczbaPorzadkowa>1</a:liczbaPorzadkowa>
              <a:status>true</a:status><a:kodWalidacjiPozwu>0</a:kodWalidacjiPozwu><a:oplataSadowa>30.00</a:oplataSadowa>
              <a:sygnaturaWgPowoda>RC-1</a:sygnaturaWgPowoda>
              <a:wartoscPrzedniotuSporu>1234.5600</a:wartoscPrzedniotuSporu></a:ZlozPozwyOutputElement>
            <a:ZlozPozwyOutputElement><a:liczbaPorzadkowa>2</a:liczbaPorzadkowa><a:status>false</a:status>
              <a:opisWalidacji>Niepoprawny PESEL</a:opisWalidacji><a:oplataSadowa i:nil="true"/>
              <a:sygnaturaWgPowoda>RC-2</a:sygnaturaWgPowoda></a:ZlozPozwyOutputElement>
            </a:wynikiWalidacji>""",
            code="ValidationError",
        )
    )
    assert not answer.accepted
    assert (answer.claims, answer.fees, answer.dispute_values) == (2, zloty("60.00"), zloty("2234.56"))
    first, second = answer.rows
    assert isinstance(first, Validated)
    assert (first.reference, first.passed, first.fee, first.dispute_value) == (
        "RC-1", True, zloty("30.00"), zloty("1234.56"),
    )  # fmt: skip
    assert isinstance(second, Validated)
    assert (second.passed, second.description, second.fee) == (False, "Niepoprawny PESEL", None)


@pytest.mark.parametrize(
    ("listed", "element", "said", "kind", "wanted"),
    [
        ("listaSpraw", "SprawaOutputElement", ("stanSprawy", "umorzona"), Case, ("state", "umorzona")),
        ("mojeNakazy", "NakazOutputElement", ("dokumentXml", "&lt;Nakaz/&gt;"), Order, ("document", "<Nakaz/>")),
        ("listaOrzeczen", "OrzeczenieVer2OutputElement", ("id_klauzula", "3"), Decision, ("clause_id", 3)),
        ("mojeDoreczenia", "DoreczenieVer2OutputElement", ("idNakazu", "9"), Delivery, ("order_id", 9)),
        ("listaPism", "DokumentOutputElement", ("statusDokumentu", "braki"), Letter, ("status", "braki")),
        ("historiaSprawy", "HistoriaSprawyOutputElement", ("opis", "Nakaz"), Event, ("description", "Nakaz")),
    ],
)
def test_every_list_has_its_own_kind_of_row(
    listed: str, element: str, said: tuple[str, str], kind: type, wanted: tuple[str, object]
) -> None:
    row = f"<a:{element}><a:{said[0]}>{said[1]}</a:{said[0]}></a:{element}>"
    answer = read_answer(an_answer("Moje", f"<a:numerStrony>1</a:numerStrony><a:{listed}>{row}</a:{listed}>"))
    assert answer.accepted
    assert answer.page == 1
    (found,) = answer.rows
    assert isinstance(found, kind)
    assert getattr(found, wanted[0]) == wanted[1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (an_answer("ZlozPozwy", "<a:liczbaPozow>many</a:liczbaPozow>"), "cannot be read"),
        (an_answer("ZlozPozwy", "<a:sumaOplatySadawej>30.005</a:sumaOplatySadawej>"), "cannot be read"),
        (b"<Pozwy/>", "without a result"),
        (b'<s:Envelope xmlns:s="x"><s:Body/></s:Envelope>', "no message"),
    ],
)
def test_an_answer_nobody_can_trust_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        read_answer(content)
