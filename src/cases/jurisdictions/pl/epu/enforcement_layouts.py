"""The application for enforcement (WnioskiEgzekucyjneEPU.xsd)."""

from typing import Any

from cases.jurisdictions.court_files.codes import Code
from cases.jurisdictions.court_files.days import Day
from cases.jurisdictions.court_files.layout import Field, Layout, attribute
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.pl.epu import enforcement, limits
from cases.jurisdictions.pl.epu.codes import Means, PartyKind
from cases.jurisdictions.pl.epu.cost_layouts import COSTS
from cases.jurisdictions.pl.epu.party_layouts import FILER, identified, right_kind
from cases.jurisdictions.pl.epu.person_layouts import ADDRESS, WHO, Broken
from cases.jurisdictions.pl.epu.title_layouts import BAILIFF, CLAUSE, ISSUING_COURT, ORDER, ORDERED_SUM

SIDE = (
    attribute("ID", "party_id", "ID strony", limits.IDENTIFIER),
    Field("rodzaj", "kind", "Rodzaj strony", Code(PartyKind)),
    Field("who", "who", "Dane strony", WHO),
    Field("NIP", "nip", "NIP", limits.NIP, optional=True),
    Field("Adres", "address", "Adres", ADDRESS),
)
CREDITOR = Layout(
    "Wierzyciel",
    enforcement.Creditor,
    (
        *SIDE,
        Field("NazwaBanku", "bank", "Bank", Text(100), optional=True),
        Field("KontoBankowe", "account", "Konto", Text(30), optional=True),
    ),
    rules=(right_kind, identified),
)
MEANS = Layout(
    "Sposób egzekucji",
    enforcement.EnforcementMeans,
    (Field("Rodzaj", "means", "Rodzaj", Code(Means)), Field("Opis", "description", "Opis", limits.MAYBE)),
)
DEBTOR = Layout(
    "Dłużnik",
    enforcement.Debtor,
    (
        *SIDE,
        Field("SposobEgzekucji", "means", "Sposób egzekucji", MEANS, many=(1, None), wrapper="ListaSposobow"),
        Field("Uwagi", "remarks", "Uwagi", limits.LONG, optional=True),
    ),
    rules=(right_kind, identified),
)


def _same_order(application: Any) -> Broken:
    if application.clause.order_id not in (0, application.order.order_id):
        yield "clause.order_id", "The clause belongs to another order.", "Take order and clause of one case."


def _application(application_id: int, **other: Any) -> enforcement.Application:
    return enforcement.Application(case=str(application_id), application_id=application_id, **other)


APPLICATION = Layout(
    "Wniosek egzekucyjny",
    _application,
    (
        attribute("ID", "application_id", "ID wniosku", limits.IDENTIFIER),
        Field("version", "version", "Wersja formatu", Text(10), as_attribute=True, computed=True),
        attribute("dataWniosku", "dated", "Data wniosku", Day()),
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
    enforcement.ApplicationBatch,
    (
        attribute("OznaczeniePaczki", "designation", "Oznaczenie paczki", Text(60)),
        Field("WniosekEgzekucyjny", "applications", "Wniosek egzekucyjny", APPLICATION, many=(1, None)),
    ),
)
