"""Bailiff, court, order and clause of an application for enforcement."""

from typing import Any

from cases.jurisdictions.court_files.amounts import exactly
from cases.jurisdictions.court_files.codes import Code
from cases.jurisdictions.court_files.days import Day
from cases.jurisdictions.court_files.layout import Field, Layout, attribute
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.pl.epu import limits, titles
from cases.jurisdictions.pl.epu.codes import Currency, OrderedNature, Solidarity
from cases.jurisdictions.pl.epu.sum_layouts import PERIODS

BAILIFF = Layout(
    "Komornik",
    titles.Bailiff,
    (attribute("ID", "bailiff_id", "ID komornika", limits.IDENTIFIER), Field("Nazwa", "name", "Komornik", Text(200))),
)
ISSUING_COURT = Layout(
    "Sąd",
    titles.IssuingCourt,
    (Field("Nazwa", "name", "Sąd", Text(120)), Field("Wydzial", "division", "Wydział", Text(120))),
)
ORDER = Layout(
    "Nakaz zapłaty",
    titles.Order,
    (
        Field("IDNakazu", "order_id", "ID nakazu", limits.IDENTIFIER),
        Field("Sygnatura", "signature", "Sygnatura", Text(30)),
        Field("DataNakazu", "dated", "Data nakazu", Day()),
        Field("KodDecyzji", "decision_code", "Kod decyzji", limits.BYTE),
    ),
)
CLAUSE = Layout(
    "Klauzula wykonalności",
    titles.Clause,
    (
        Field("IDNakazu", "order_id", "ID nakazu", limits.IDENTIFIER),
        Field("IDKlauzuli", "clause_id", "ID klauzuli", limits.IDENTIFIER),
        Field("Sygnatura", "signature", "Sygnatura", Text(120)),
        Field("DataKlauzuli", "dated", "Data klauzuli", Day()),
        Field("KodKlauzuli", "code", "Kod klauzuli", Text(20)),
    ),
)


def _ordered(*, value: Any, currency: Currency, **other: Any) -> titles.OrderedSum:
    return titles.OrderedSum(amount=exactly(value, currency.value), **other)


ORDERED_SUM = Layout(
    "Roszczenie",
    _ordered,
    (
        attribute("numer", "number", "Numer", limits.NUMBER),
        attribute("opisKwoty", "label", "Opis kwoty", limits.FREE, optional=True),
        attribute("wartosc", "value", "Wartość", limits.SUM),
        attribute("waluta", "currency", "Waluta", Code(Currency)),
        attribute("wartoscSlownie", "in_words", "Słownie", limits.FREE, optional=True),
        attribute("opis", "description", "Opis", limits.FREE, optional=True),
        Field("odsetki", "with_interest", "Z odsetkami", limits.ZERO_ONE, as_attribute=True, computed=True),
        attribute("solidarnie", "solidarity", "Solidarność", Code(Solidarity)),
        attribute("typ", "nature", "Typ", Code(OrderedNature)),
        PERIODS,
    ),
)
