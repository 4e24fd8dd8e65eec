"""Claims as the Polish e-court takes them, and what makes random ones agree with themselves. Everybody is invented."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from cases.jurisdictions.pl.epu.claims import Claim, Costs, CourtFee, Demand, Evidence, InterestPeriod
from cases.jurisdictions.pl.epu.codes import (
    EvidenceKind,
    Interest,
    Nature,
    PartyKind,
    Period,
    Register,
    Representation,
    Solidarity,
)
from cases.jurisdictions.pl.epu.enforcement import Application
from cases.jurisdictions.pl.epu.parties import Address, Court, Filer, Institution, Officer, Party, Person
from kernel.money import Money
from tests.builders.court_files import Knowing

WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)


def a_pesel(born: date = date(1980, 5, 17), serial: int = 1234) -> str:
    """By the published rule: the century in the month, weights 1 3 7 9."""
    month = born.month + (20 if born.year >= 2000 else 0)
    ten = f"{born.year % 100:02}{month:02}{born.day:02}{serial:04}"
    return ten + str(-sum(int(one) * weight for one, weight in zip(ten, WEIGHTS, strict=True)) % 10)


def zloty(text: str) -> Money:
    return Money.parse(text, "PLN")


def an_address(**other: str) -> Address:
    return Address(**{"street": "Przykładowa", "house": "12a", "postcode": "20-340", "city": "Lublin", **other})


def a_person(*, party_id: int = 2, pesel: str | None = a_pesel(), **other: Any) -> Party:
    given: dict[str, Any] = {
        "party_id": party_id,
        "representation": Representation.REPREZENTANT,
        "kind": PartyKind.OSOBA_FIZYCZNA,
        "who": Person(first_name="Łucja", surname="Żółć-Ździebło", pesel=pesel),
        "address": an_address(),
    }
    return Party(**{**given, **other})


def a_company(*, party_id: int = 1) -> Party:
    return Party(
        party_id=party_id,
        representation=Representation.PEŁNOMOCNIK,
        kind=PartyKind.OSOBA_PRAWNA,
        who=Institution(name="Przykład sp. z o.o.", seat="Kraków", register=Register.KRS, krs="0000123456"),
        address=an_address(city="Kraków", postcode="30-001"),
    )


FILER = Filer(
    person=Officer(first_name="Anna", surname="Wzorowa", pesel=a_pesel(date(1975, 3, 2))),
    address=an_address(),
    professional=True,
    ground="Pełnomocnictwo z 2 stycznia 2026 r.",
)
COURT = Court(court_id=1, name="Sąd Rejonowy Lublin-Zachód w Lublinie", division="VI Wydział Cywilny")


def a_demand(**other: Any) -> Demand:
    given: dict[str, Any] = {
        "number": 1,
        "amount": zloty("1234.56"),
        "solidarity": Solidarity.SOLIDARNIE,
        "nature": Nature.CYWILNE,
        "due_on": date(2025, 6, 1),
        "interest": (InterestPeriod(kind=Interest.USTAWOWE_ZA_OPÓŹNIENIE, first_on=date(2025, 6, 2)),),
        "evidence": (1,),
    }
    return Demand(**{**given, **other})


def a_claim(**other: Any) -> Claim:
    given: dict[str, Any] = {
        "claim_id": 1,
        "filed_on": date(2026, 11, 22),
        "court": COURT,
        "filer": FILER,
        "claimants": (a_company(),),
        "defendants": (a_person(),),
        "reference": "RC-000017",
        "dispute_value": zloty("1234.56"),
        "fee": CourtFee(amount=zloty("30.00"), demanded=True),
        "attorney_costs": Costs(amount=zloty("0.00"), demanded=True, by_norms=True),
        "demands": (a_demand(),),
        "evidence": (Evidence(number=1, kind=EvidenceKind.UMOWA, fact="zawarcie umowy", label="17/2021"),),
        "reasons": "Pozwana zawarła umowę i nie zapłaciła.",
    }
    return Claim(**{**given, **other})


PESELS = st.builds(a_pesel, st.dates(date(1950, 1, 1), date(2005, 12, 31)), st.integers(0, 9999))
NIPS = st.sampled_from(["5260250274", "1234563218", "7740001454"])
REGONS = st.sampled_from(["123456785", "610188201"])
SUMS = st.integers(0, 10**8).map(Decimal)


def registered(who: Institution) -> Institution:
    if who.register is Register.KRS:
        return replace(who, krs=who.krs or "0000123456", other_register=None)
    known = who.register is Register.INNY_REJESTR and who.other_register is not None
    return replace(
        who,
        krs=None,
        other_register=who.other_register if known else None,
        register=who.register if known else Register.BRAK,
    )


def of_a_kind(party: Any) -> Any:
    kind = PartyKind.OSOBA_FIZYCZNA if isinstance(party.who, Person) else PartyKind.OSOBA_PRAWNA
    return replace(party, kind=kind, nip=party.nip or "5260250274")


def worded(period: InterestPeriod) -> InterestPeriod:
    own = period.kind is Interest.WŁASNY_OPIS
    return replace(
        period,
        last_on=None if period.first_on and period.last_on and period.last_on < period.first_on else period.last_on,
        rate=period.rate or (Decimal(7) if period.kind is Interest.UMOWNE else None),
        per=period.per if period.per is not None else (Period.ROCZNIE if period.kind is Interest.UMOWNE else None),
        wording=(period.wording or "jak w umowie") if own else None,
    )


def adding_up(claim: Claim) -> Claim:
    """Sums, numbers and ids as one claim has them; nothing the batch has no place for."""
    evidence = tuple(replace(one, number=number) for number, one in enumerate(claim.evidence, start=1))
    there = tuple(one.number for one in evidence)
    demands = tuple(replace(one, due_on=one.due_on or date(2025, 6, 1), evidence=there[:2]) for one in claim.demands)
    total = sum((one.amount for one in demands if one.amount.currency == "PLN"), Money.zero("PLN"))
    sides = iter(range(1, 1000))
    return replace(
        claim,
        demands=demands,
        evidence=evidence,
        dispute_value=total,
        claimants=tuple(replace(one, party_id=next(sides)) for one in claim.claimants),
        defendants=tuple(replace(one, party_id=next(sides)) for one in claim.defendants),
    )


def of_one_order(application: Application) -> Application:
    return replace(application, clause=replace(application.clause, order_id=application.order.order_id))


KNOWING = Knowing(
    values={
        ("Osoba fizyczna", "pesel"): PESELS,
        ("Osoba", "pesel"): PESELS,
        ("Instytucja", "regon"): REGONS,
        ("Strona", "nip"): NIPS,
        ("Wierzyciel", "nip"): NIPS,
        ("Dłużnik", "nip"): NIPS,
        ("Roszczenie", "value"): SUMS,
        ("Okres odsetkowy", "base"): SUMS,
    },
    agreed={
        "Instytucja": registered,
        "Strona": of_a_kind,
        "Wierzyciel": of_a_kind,
        "Dłużnik": of_a_kind,
        "Okres odsetkowy": worded,
        "Pozew": adding_up,
        "Wniosek egzekucyjny": of_one_order,
        "Pismo": lambda letter: replace(letter, delivery_id=letter.delivery_id or 7),
    },
)
