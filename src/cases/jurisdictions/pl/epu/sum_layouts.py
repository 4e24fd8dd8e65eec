"""Demands with their interest, and the evidence for them (TypyDanych.xsd)."""

from typing import Any

from cases.jurisdictions.court_files.amounts import exactly
from cases.jurisdictions.court_files.codes import Code
from cases.jurisdictions.court_files.days import Day
from cases.jurisdictions.court_files.layout import Field, Layout, attribute
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.pl.epu import claims, limits
from cases.jurisdictions.pl.epu.codes import Currency, EvidenceKind, Interest, Nature, Period, Solidarity
from cases.jurisdictions.pl.epu.person_layouts import Broken


def _rate_given(period: Any) -> Broken:
    if period.kind is Interest.UMOWNE and (period.rate is None or period.per is None):
        yield "rate", "Contractual interest needs its rate and what it is counted by.", "Add both."
    if (period.wording is not None) is not (period.kind is Interest.WŁASNY_OPIS):
        yield "wording", "Own words belong to interest of kind 18, and it needs them.", "Word it or choose the kind."
    if period.first_on and period.last_on and period.last_on < period.first_on:
        yield "last_on", "The interest ends before it begins.", "Correct the days."


PERIOD = Layout(
    "Okres odsetkowy",
    claims.InterestPeriod,
    (
        attribute("dataOd", "first_on", "Od dnia", Day(), optional=True),
        attribute("dataDo", "last_on", "Do dnia", Day(), optional=True),
        attribute("kwota", "base", "Od kwoty", limits.SUM, optional=True),
        attribute("czyUstawowe", "kind", "Rodzaj odsetek", Code(Interest)),
        attribute("stopa", "rate", "Stopa", limits.RATE, optional=True),
        attribute("okres", "per", "W stosunku", Code(Period), optional=True),
        attribute("odWniesienia", "from_filing", "Od wniesienia pozwu", limits.ZERO_ONE, optional=True),
        attribute("doZaplaty", "until_payment", "Do dnia zapłaty", limits.ZERO_ONE, optional=True),
        Field("Opis", "wording", "Opis odsetek", Text(10_000), optional=True),
    ),
    rules=(_rate_given,),
)
PERIODS = Field(
    "OkresOdsetkowy", "interest", "Odsetki", PERIOD, many=(0, None), wrapper="Odsetki", optional=True
)  # fmt: skip


def _demand(*, value: Any, currency: Currency, **other: Any) -> claims.Demand:
    return claims.Demand(amount=exactly(value, currency.value), **other)


DEMAND = Layout(
    "Roszczenie",
    _demand,
    (
        attribute("numer", "number", "Numer", limits.NUMBER),
        attribute("wartosc", "value", "Wartość", limits.SUM),
        attribute("waluta", "currency", "Waluta", Code(Currency)),
        attribute("opis", "description", "Opis", limits.FREE, optional=True),
        Field("odsetki", "with_interest", "Z odsetkami", limits.ZERO_ONE, as_attribute=True, computed=True),
        attribute("solidarnie", "solidarity", "Solidarność", Code(Solidarity)),
        attribute("typ", "nature", "Typ", Code(Nature)),
        attribute("dataWymagalnosci", "due_on", "Data wymagalności", Day(), optional=True),
        PERIODS,
        Field("Dowod", "evidence", "Dowód", limits.BYTE, many=(0, None), wrapper="Dowody", optional=True),
    ),
)
EVIDENCE = Layout(
    "Dowód",
    claims.Evidence,
    (
        attribute("numer", "number", "Numer", limits.BYTE),
        attribute("typDowodu", "kind", "Rodzaj", Code(EvidenceKind)),
        attribute("oznaczenie", "label", "Oznaczenie", Text(120), optional=True),
        attribute("dataDowodu", "dated", "Data", Day(), optional=True),
        Field("FaktStwierdzany", "fact", "Fakt stwierdzany", limits.FREE, optional=True),
        Field("Opis", "description", "Opis", limits.FREE, optional=True),
    ),
)
