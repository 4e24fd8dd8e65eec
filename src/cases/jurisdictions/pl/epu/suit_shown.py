"""A claim before the e-court in the words of a paper: everything that the file says, for whoever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.jurisdictions.pl.epu.claims import Claim, InterestPeriod
from cases.jurisdictions.pl.epu.codes import Interest, Nature, PartyKind, Solidarity
from cases.jurisdictions.pl.epu.enforcement import Creditor, Debtor
from cases.jurisdictions.pl.epu.parties import Address, Institution, Party
from cases.jurisdictions.pl.epu.reasons import amount, day
from kernel.money import Money

INTEREST: Mapping[Interest, str] = {
    Interest.UMOWNE: "odsetki umowne",
    Interest.USTAWOWE_ZA_OPÓŹNIENIE: "odsetki ustawowe za opóźnienie",
    Interest.MAKSYMALNE_ZA_OPÓŹNIENIE: "odsetki maksymalne za opóźnienie",
    Interest.TRANSAKCJE_HANDLOWE: "odsetki ustawowe za opóźnienie w transakcjach handlowych",
}
KINDS: Mapping[PartyKind, str] = {
    PartyKind.OSOBA_FIZYCZNA: "osoba fizyczna",
    PartyKind.OSOBA_FIZYCZNA_PROWADZĄCA_DZIAŁALNOŚĆ: "osoba fizyczna prowadząca działalność gospodarczą",
    PartyKind.OSOBA_PRAWNA: "osoba prawna",
    PartyKind.JEDNOSTKA_ORGANIZACYJNA: "jednostka organizacyjna",
}


@dataclass(frozen=True, slots=True)
class SideShown:
    name: str
    kind: str
    numbers: tuple[tuple[str, str], ...]
    address: str


@dataclass(frozen=True, slots=True)
class DemandShown:
    """`interest` is one phrase a period, `nature` and `bound` the words of their codes."""

    number: int
    what: str
    due_on: date | None
    amount: Money
    interest: tuple[str, ...]
    nature: str
    bound: str


def sides_shown(parties: tuple[Party, ...]) -> tuple[SideShown, ...]:
    return tuple(side_shown(one) for one in parties)


def demands_shown(claim: Claim) -> tuple[DemandShown, ...]:
    return tuple(
        DemandShown(
            one.number,
            one.description or "",
            one.due_on,
            one.amount,
            tuple(interest_words(one.amount, period) for period in one.interest),
            "roszczenie gospodarcze" if one.nature is Nature.GOSPODARCZE else "roszczenie cywilne",
            "solidarnie" if one.solidarity is Solidarity.SOLIDARNIE else "",
        )
        for one in claim.demands
    )


def one_line(address: Address) -> str:
    flat = f"/{address.flat}" if address.flat else ""
    street = f"{address.street} " if address.street else ""
    return f"{street}{address.house}{flat}, {address.postcode} {address.city}"


def side_shown(party: Party | Creditor | Debtor) -> SideShown:
    who = party.who
    if isinstance(who, Institution):
        name, own = who.name, (("KRS", who.krs), ("NIP", party.nip))
    else:
        name, own = f"{who.first_name} {who.surname}", (("PESEL", who.pesel), ("NIP", party.nip))
    numbers = tuple((label, value) for label, value in own if value)
    return SideShown(name, KINDS[party.kind], numbers, one_line(party.address))


def interest_words(whole: Money, period: InterestPeriod) -> str:
    """The period as a suit words it; `whole` is what it runs on where it names no base of its own."""
    rate = f" {_percent(period.rate)} % rocznie" if period.rate is not None else ""
    base = amount(Money.of(period.base, "PLN")) if period.base is not None else amount(whole)
    first = f" od dnia {day(period.first_on)}" if period.first_on else ""
    last = f" do dnia {day(period.last_on)}" if period.last_on else " do dnia zapłaty"
    return f"{INTEREST[period.kind]}{rate} od kwoty {base}{first}{last}"


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f}".replace(".", ",")
