"""The claim, alone (PozewEPU.xsd) and in a batch (Pozwy.xsd)."""

from collections import Counter
from typing import Any

from cases.jurisdictions.court_files.kinds import Code, Day, Flag, Text, Whole, exactly
from cases.jurisdictions.court_files.layout import Field, Layout
from cases.jurisdictions.pl.epu import claims, limits
from cases.jurisdictions.pl.epu.codes import Currency, EvidenceKind, Interest, Nature, Period, Solidarity
from cases.jurisdictions.pl.epu.party_layouts import COURT, FILER, OFFICER, PARTY, Broken
from kernel.money import Money


def _attribute(name: str, own: str, label: str, what: Any, optional: bool = False) -> Field:
    return Field(name, own, label, what, optional=optional, as_attribute=True)


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
        _attribute("dataOd", "first_on", "Od dnia", Day(), optional=True),
        _attribute("dataDo", "last_on", "Do dnia", Day(), optional=True),
        _attribute("kwota", "base", "Od kwoty", limits.SUM, optional=True),
        _attribute("czyUstawowe", "kind", "Rodzaj odsetek", Code(Interest)),
        _attribute("stopa", "rate", "Stopa", limits.RATE, optional=True),
        _attribute("okres", "per", "W stosunku", Code(Period), optional=True),
        _attribute("odWniesienia", "from_filing", "Od wniesienia pozwu", limits.ZERO_ONE, optional=True),
        _attribute("doZaplaty", "until_payment", "Do dnia zapłaty", limits.ZERO_ONE, optional=True),
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
        _attribute("numer", "number", "Numer", limits.NUMBER),
        _attribute("wartosc", "value", "Wartość", limits.SUM),
        _attribute("waluta", "currency", "Waluta", Code(Currency)),
        _attribute("opis", "description", "Opis", limits.FREE, optional=True),
        Field("odsetki", "with_interest", "Z odsetkami", limits.ZERO_ONE, as_attribute=True, computed=True),
        _attribute("solidarnie", "solidarity", "Solidarność", Code(Solidarity)),
        _attribute("typ", "nature", "Typ", Code(Nature)),
        _attribute("dataWymagalnosci", "due_on", "Data wymagalności", Day(), optional=True),
        PERIODS,
        Field("Dowod", "evidence", "Dowód", limits.BYTE, many=(0, None), wrapper="Dowody", optional=True),
    ),
)
EVIDENCE = Layout(
    "Dowód",
    claims.Evidence,
    (
        _attribute("numer", "number", "Numer", limits.BYTE),
        _attribute("typDowodu", "kind", "Rodzaj", Code(EvidenceKind)),
        _attribute("oznaczenie", "label", "Oznaczenie", Text(120), optional=True),
        _attribute("dataDowodu", "dated", "Data", Day(), optional=True),
        Field("FaktStwierdzany", "fact", "Fakt stwierdzany", limits.FREE, optional=True),
        Field("Opis", "description", "Opis", limits.FREE, optional=True),
    ),
)
FEE = Layout(
    "Opłata sądowa",
    claims.CourtFee,
    (
        _attribute("ObnizenieKosztowOplatySadowej", "reduced", "Obniżenie opłaty", Flag(), optional=True),
        _attribute("wartosc", "amount", "Wartość", limits.ZLOTY),
        _attribute("zwolnienie", "exemption", "Zwolnienie", Whole(0, 0)),
        _attribute("zasadzenie", "demanded", "Żądanie zwrotu", limits.ZERO_ONE),
        _attribute("identyfikator", "payment_id", "Identyfikator płatności", limits.IDENTIFIER, optional=True),
    ),
)
COSTS = Layout(
    "Koszty",
    claims.Costs,
    (
        _attribute("wartosc", "amount", "Wartość", limits.COSTS),
        _attribute("zasadzenie", "demanded", "Żądanie zasądzenia", limits.ZERO_ONE),
        _attribute("wgNorm", "by_norms", "Według norm przepisanych", limits.ZERO_ONE),
        _attribute("opis", "description", "Opis", limits.FREE, optional=True),
    ),
)
REFUND = Layout(
    "Rachunek do zwrotu opłat",
    claims.RefundAccount,
    (
        Field("NumerRachunkuDoZwrotuOplat", "number", "Numer rachunku", limits.ACCOUNT),
        Field("WlascicielRachunku", "holder", "Właściciel rachunku", Text(150, least=2)),
    ),
)


def sums_match(claim: Any) -> Broken:
    """The value of the dispute is the sum of the demands; demands in other currencies are converted by the filer."""
    if all(one.amount.currency == "PLN" for one in claim.demands):
        total = sum((one.amount for one in claim.demands), Money.zero("PLN"))
        if total != claim.dispute_value:
            said = f"The value of the dispute is {claim.dispute_value}, the demands add up to {total}."
            yield "dispute_value", said, "State the sum."


def evidence_exists(claim: Any) -> Broken:
    there = Counter(one.number for one in claim.evidence)
    for number, times in there.items():
        if times > 1:
            yield "evidence", f"Evidence number {number} stands there {times} times.", "Number each once."
    for demand in claim.demands:
        for number in dict.fromkeys(demand.evidence):
            if number not in there:
                yield "demands", f"Demand {demand.number} names evidence {number}, which is not listed.", "List it."


def due_dates(claim: Any) -> Broken:
    """Art. 187 § 1 point 1¹ KPC."""
    for demand in claim.demands:
        if demand.due_on is None:
            yield "demands", f"Demand {demand.number} lacks the day it fell due.", "Add it: a claim must state it."


def parties_once(claim: Any) -> Broken:
    for number, times in Counter(one.party_id for one in (*claim.claimants, *claim.defendants)).items():
        if times > 1:
            yield "defendants", f"The party id {number} stands there {times} times.", "Give each party its own."


HEAD = (
    _attribute("ID", "claim_id", "ID pozwu", limits.IDENTIFIER),
    Field("version", "version", "Wersja formatu", Text(10), as_attribute=True, computed=True),
    _attribute("dataZlozenia", "filed_on", "Data złożenia", Day()),
)
COURTS = (
    Field("Adresat", "court", "Adresat", COURT),
    Field("SadWlasciwy", "proper_court", "Sąd właściwy", COURT, optional=True),
    Field("OsobaSkladajaca", "filer", "Osoba składająca", FILER),
    Field("Powod", "claimants", "Powód", PARTY, many=(1, None), wrapper="ListaPowodow"),
    Field("Pozwany", "defendants", "Pozwany", PARTY, many=(1, None), wrapper="ListaPozwanych"),
    Field("SprawaWgPowoda", "reference", "Sygnatura według powoda", Text(60)),
    Field("WartoscSporu", "dispute_value", "Wartość przedmiotu sporu", limits.ZLOTY),
    Field("OplataSadowa", "fee", "Opłata sądowa", FEE),
    Field("KosztyZastepstwa", "attorney_costs", "Koszty zastępstwa", COSTS),
    Field("InneKoszty", "other_costs", "Inne koszty", COSTS, optional=True),
)
DEMANDS = (
    Field("Roszczenie", "demands", "Roszczenie", DEMAND, many=(1, None), wrapper="ListaRoszczen"),
    Field("Dowod", "evidence", "Dowód", EVIDENCE, many=(0, None), wrapper="ListaDowodow", optional=True),
    Field("InneRoszczenia", "other_demands", "Inne roszczenia", limits.LONG, optional=True),
    Field("Uzasadnienie", "reasons", "Uzasadnienie", limits.LONG),
)
RULES = (sums_match, evidence_exists, due_dates, parties_once)
ALONE_ONLY = ("declaration", "refund_account", "signatures", "discontinue_without_ground", "discontinue_when_set_aside")


def no_place_in_a_batch(claim: Any) -> Broken:
    for name in ALONE_ONLY:
        if getattr(claim, name) not in (None, ()):
            yield name, "The batch's schema has no place for it.", "Leave it out or file this claim alone."


IN_BATCH = Layout("Pozew", claims.Claim, (*HEAD, *COURTS, *DEMANDS), rules=(*RULES, no_place_in_a_batch))
ALONE = Layout(
    "Pozew",
    claims.Claim,
    (
        *HEAD,
        _attribute("CzyWniosekUmorzBrakPodst", "discontinue_without_ground", "Wniosek o umorzenie przy braku podstaw",
                   limits.ZERO_ONE, optional=True),
        _attribute("CzyWniosekUmorzUchylenie", "discontinue_when_set_aside", "Wniosek o umorzenie po uchyleniu nakazu",
                   limits.ZERO_ONE, optional=True),
        Field("Oswiadczenie", "declaration", "Oświadczenie", limits.FREE, optional=True),
        *COURTS,
        Field("RachunekDoZwrotuOplat", "refund_account", "Rachunek do zwrotu opłat", REFUND, optional=True),
        *DEMANDS,
        Field("Podpis", "signatures", "Podpis", OFFICER, many=(0, None), wrapper="ListaPodpisow", optional=True),
    ),
    rules=RULES,
)  # fmt: skip
BATCH = Layout(
    "Paczka pozwów",
    claims.ClaimBatch,
    (
        _attribute("OznaczeniePaczki", "designation", "Oznaczenie paczki", Text(60)),
        Field("PozewEPU", "claims", "Pozew", IN_BATCH, many=(1, None)),
    ),
)
