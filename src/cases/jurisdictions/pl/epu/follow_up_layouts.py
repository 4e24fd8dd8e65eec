"""Letters (Dokumenty.xsd) and applications for enforcement (WnioskiEgzekucyjneEPU.xsd)."""

from typing import Any

from cases.jurisdictions.court_files.kinds import Code, Day, Moment, Text, exactly
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.pl.epu import follow_ups, limits
from cases.jurisdictions.pl.epu.claim_layouts import COSTS, PERIODS
from cases.jurisdictions.pl.epu.codes import Currency, LetterKind, Means, OrderedNature, PartyKind, Solidarity
from cases.jurisdictions.pl.epu.party_layouts import ADDRESS, FILER, MENTIONED, WHO, Broken, identified, right_kind


def _attribute(name: str, own: str, label: str, what: Any, optional: bool = False) -> Field:
    return Field(name, own, label, what, optional=optional, as_attribute=True)


def _answers_a_delivery(letter: Any) -> Broken:
    if letter.kind is LetterKind.UZUPEŁNIENIE_ADRESU and letter.delivery_id is None:
        yield "delivery_id", "An address is completed in answer to a delivery, and none is named.", "Name its id."


def _letter(signature: str, **other: Any) -> follow_ups.Letter:
    return follow_ups.Letter(case=signature, signature=signature, **other)


LETTER = Layout(
    "Pismo",
    _letter,
    (
        Field("IDSprawy", "court_case_id", "ID sprawy", limits.IDENTIFIER),
        Field("Sygnatura", "signature", "Sygnatura", Text(120)),
        Field("IDDoreczenia", "delivery_id", "ID doręczenia", limits.IDENTIFIER, optional=True),
        Field("DataZlozenia", "filed_at", "Data złożenia", Moment()),
        Field("Rodzaj", "kind", "Rodzaj", Code(LetterKind)),
        Field("Przedmiot", "subject", "Przedmiot", limits.LONG, optional=True),
        Field("OsobaSkladajaca", "filer", "Osoba składająca", FILER, optional=True),
        Field("Powod", "claimants", "Powód", MENTIONED, many=(0, None), wrapper="ListaPowodow", optional=True),
        Field("Pozwany", "defendants", "Pozwany", MENTIONED, many=(0, None), wrapper="ListaPozwanych", optional=True),
        Field("Tresc", "text", "Treść", limits.LONG, optional=True),
    ),
    rules=(_answers_a_delivery,),
)
LETTERS = Layout(
    "Paczka pism",
    follow_ups.LetterBatch,
    (
        _attribute("OznaczeniePaczki", "designation", "Oznaczenie paczki", Text(60)),
        Field("DokumentEPU", "letters", "Pismo", LETTER, many=(1, None)),
    ),
)
BAILIFF = Layout(
    "Komornik",
    follow_ups.Bailiff,
    (_attribute("ID", "bailiff_id", "ID komornika", limits.IDENTIFIER), Field("Nazwa", "name", "Komornik", Text(200))),
)
ISSUING_COURT = Layout(
    "Sąd",
    follow_ups.IssuingCourt,
    (Field("Nazwa", "name", "Sąd", Text(120)), Field("Wydzial", "division", "Wydział", Text(120))),
)
ORDER = Layout(
    "Nakaz zapłaty",
    follow_ups.Order,
    (
        Field("IDNakazu", "order_id", "ID nakazu", limits.IDENTIFIER),
        Field("Sygnatura", "signature", "Sygnatura", Text(30)),
        Field("DataNakazu", "dated", "Data nakazu", Day()),
        Field("KodDecyzji", "decision_code", "Kod decyzji", limits.BYTE),
    ),
)
CLAUSE = Layout(
    "Klauzula wykonalności",
    follow_ups.Clause,
    (
        Field("IDNakazu", "order_id", "ID nakazu", limits.IDENTIFIER),
        Field("IDKlauzuli", "clause_id", "ID klauzuli", limits.IDENTIFIER),
        Field("Sygnatura", "signature", "Sygnatura", Text(120)),
        Field("DataKlauzuli", "dated", "Data klauzuli", Day()),
        Field("KodKlauzuli", "code", "Kod klauzuli", Text(20)),
    ),
)
SIDE = (
    _attribute("ID", "party_id", "ID strony", limits.IDENTIFIER),
    Field("rodzaj", "kind", "Rodzaj strony", Code(PartyKind)),
    Field("who", "who", "Dane strony", WHO),
    Field("NIP", "nip", "NIP", limits.NIP, optional=True),
    Field("Adres", "address", "Adres", ADDRESS),
)
CREDITOR = Layout(
    "Wierzyciel",
    follow_ups.Creditor,
    (
        *SIDE,
        Field("NazwaBanku", "bank", "Bank", Text(100), optional=True),
        Field("KontoBankowe", "account", "Konto", Text(30), optional=True),
    ),
    rules=(right_kind, identified),
)
MEANS = Layout(
    "Sposób egzekucji",
    follow_ups.EnforcementMeans,
    (Field("Rodzaj", "means", "Rodzaj", Code(Means)), Field("Opis", "description", "Opis", limits.MAYBE)),
)
DEBTOR = Layout(
    "Dłużnik",
    follow_ups.Debtor,
    (
        *SIDE,
        Field("SposobEgzekucji", "means", "Sposób egzekucji", MEANS, many=(1, None), wrapper="ListaSposobow"),
        Field("Uwagi", "remarks", "Uwagi", limits.LONG, optional=True),
    ),
    rules=(right_kind, identified),
)


def _ordered(*, value: Any, currency: Currency, **other: Any) -> follow_ups.OrderedSum:
    return follow_ups.OrderedSum(amount=exactly(value, currency.value), **other)


ORDERED_SUM = Layout(
    "Roszczenie",
    _ordered,
    (
        _attribute("numer", "number", "Numer", limits.NUMBER),
        _attribute("opisKwoty", "label", "Opis kwoty", limits.FREE, optional=True),
        _attribute("wartosc", "value", "Wartość", limits.SUM),
        _attribute("waluta", "currency", "Waluta", Code(Currency)),
        _attribute("wartoscSlownie", "in_words", "Słownie", limits.FREE, optional=True),
        _attribute("opis", "description", "Opis", limits.FREE, optional=True),
        Field("odsetki", "with_interest", "Z odsetkami", limits.ZERO_ONE, as_attribute=True, computed=True),
        _attribute("solidarnie", "solidarity", "Solidarność", Code(Solidarity)),
        _attribute("typ", "nature", "Typ", Code(OrderedNature)),
        PERIODS,
    ),
)


def _same_order(application: Any) -> Broken:
    if application.clause.order_id not in (0, application.order.order_id):
        yield "clause.order_id", "The clause belongs to another order.", "Take order and clause of one case."


def _application(application_id: int, **other: Any) -> follow_ups.Application:
    return follow_ups.Application(case=str(application_id), application_id=application_id, **other)


APPLICATION = Layout(
    "Wniosek egzekucyjny",
    _application,
    (
        _attribute("ID", "application_id", "ID wniosku", limits.IDENTIFIER),
        Field("version", "version", "Wersja formatu", Text(10), as_attribute=True, computed=True),
        _attribute("dataWniosku", "dated", "Data wniosku", Day()),
        Field("Komornik", "bailiff", "Komornik", BAILIFF),
        Field("Sad", "court", "Sąd", ISSUING_COURT),
        Field("Nakaz", "order", "Nakaz zapłaty", ORDER),
        Field("Klauzula", "clause", "Klauzula wykonalności", CLAUSE),
        Field("OsobaSkladajaca", "filer", "Osoba składająca", FILER),
        Field("Wierzyciel", "creditors", "Wierzyciel", CREDITOR, many=(1, None), wrapper="ListaWierzycieli"),
        Field("Dluznik", "debtors", "Dłużnik", DEBTOR, many=(1, None), wrapper="ListaDluznikow"),
        Field("Roszczenie", "sums", "Roszczenie", ORDERED_SUM, many=(1, None), wrapper="ListaRoszczen"),
        Field("InformacjeDodatkowe", "further", "Informacje dodatkowe", limits.LONG, optional=True),
        Field("KosztyZastepstwa", "attorney_costs", "Koszty zastępstwa", COSTS, optional=True),
        Field("InneKoszty", "other_costs", "Inne koszty", COSTS, optional=True),
        Field("ZleceniePoszukiwaniaMajatku", "search_assets", "Poszukiwanie majątku", limits.ZERO_ONE, optional=True),
        Field("ZlecenieProwadzeniaArt85", "outside_district", "Zlecenie art. 85", limits.ZERO_ONE, optional=True),
    ),
    rules=(_same_order,),
)
APPLICATIONS = Layout(
    "Paczka wniosków egzekucyjnych",
    follow_ups.ApplicationBatch,
    (
        _attribute("OznaczeniePaczki", "designation", "Oznaczenie paczki", Text(60)),
        Field("WniosekEgzekucyjny", "applications", "Wniosek egzekucyjny", APPLICATION, many=(1, None)),
    ),
)
