"""A party of the case as the e-court takes it: name in two parts, number, address in fields. Nothing is guessed.

A street is read into its fields only where one reading exists; a name is never parted here.
"""

import re

from stdnum.pl import nip, pesel

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing
from cases.jurisdictions.paperwork.entered import lacking
from cases.jurisdictions.paperwork.needs import Needs
from cases.jurisdictions.pl.epu.codes import PartyKind, Register, Representation
from cases.jurisdictions.pl.epu.parties import Address, Institution, Party, Person

RULE = "KPC 126 §2"
NUMBERS = "KPC 505³² §2"
_STREET = re.compile(
    r"(?:(?P<street>.*?\D) )?(?P<house>\d+[A-Za-z]?(?:-\d+[A-Za-z]?)?)"
    r"(?: ?(?:/|m\.|m|lok\.|lok) ?(?P<flat>\d+[A-Za-z]?))?"
)
_POSTCODE = re.compile(r"(\d{2})-?(\d{3})")
_UNITS = re.compile(
    r"\b(sp\. ?j\.|sp\. ?k\.|sp\. ?p\.|s\. ?k\. ?a\.|spółka (jawna|komandytowa|partnerska|komandytowo-akcyjna))",
    re.IGNORECASE,
)
"""Forms of a company that is no legal person (KC 33¹): general knowledge, unverified."""


def needed_of(party: FiledParty) -> Needs:
    """What keeps the party from being named to the e-court."""
    yield from lacking(_who(party), _address(party))


def claimant_of(case_file: CaseFile, party_id: int, *, attorney: bool) -> Party:
    """The creditor, complete."""
    role = Representation.PEŁNOMOCNIK if attorney else Representation.REPREZENTANT
    return _party(case_file.creditor, party_id, role)


def defendant_of(party: FiledParty, party_id: int) -> Party:
    """A debtor, complete. Without an attorney known, as one who is represented by himself or by his organs."""
    return _party(party, party_id, Representation.REPREZENTANT)


def kind_of(party: FiledParty) -> PartyKind:
    if party.kind == "person":
        business = nip_of(party) is not None
        return PartyKind.OSOBA_FIZYCZNA_PROWADZĄCA_DZIAŁALNOŚĆ if business else PartyKind.OSOBA_FIZYCZNA
    return PartyKind.JEDNOSTKA_ORGANIZACYJNA if _UNITS.search(party.name) else PartyKind.OSOBA_PRAWNA


def nip_of(party: FiledParty) -> str | None:
    number = _plain(party.national_id)
    return number if number and nip.is_valid(number) and not number.startswith("0") else None


def who_of(party: FiledParty) -> Person | Institution:
    who = _who(party)
    if isinstance(who, Missing):
        raise ValueError(who.sentence)
    return who


def address_of(party: FiledParty) -> Address:
    address = _address(party)
    if isinstance(address, Missing):
        raise ValueError(address.sentence)
    return address


def _party(party: FiledParty, party_id: int, representation: Representation) -> Party:
    return Party(
        party_id=party_id,
        representation=representation,
        kind=kind_of(party),
        who=who_of(party),
        address=address_of(party),
        nip=nip_of(party),
    )


def _who(party: FiledParty) -> Person | Institution | Missing:
    number = _plain(party.national_id)
    if party.kind == "company":
        if nip_of(party):
            return Institution(name=party.name, seat=party.city or "", register=Register.BRAK)
        if re.fullmatch(r"0[0-9]{9}", number):
            return Institution(name=party.name, seat=party.city or "", register=Register.KRS, krs=number)
        return _number(party, "KRS number or NIP")
    if not (nip_of(party) or pesel.is_valid(number)):
        return _number(party, "PESEL or NIP")
    if not (party.given_name and party.family_name):
        sentence = (
            f"Given name and family name of {party.name} are not told apart: the e-court takes each alone ({RULE})."
        )
        return Missing(f"{party.role} given_name", sentence, "parties")
    own = None if nip_of(party) else number
    return Person(first_name=party.given_name, surname=party.family_name, pesel=own)


def _number(party: FiledParty, wanted: str) -> Missing:
    if not party.national_id:
        sentence = f"The {wanted} of {party.name} is missing: the suit is returned without it ({NUMBERS})."
    else:
        sentence = (
            f"The number of {party.name} is no valid {wanted}: compare it with the contract, for wrong data given"
            f" without care the court fines ({NUMBERS})."
        )
    return Missing(f"{party.role} national_id", sentence, "parties")


def _address(party: FiledParty) -> Address | Missing:
    street = " ".join((party.street or "").split())
    postcode = _POSTCODE.fullmatch((party.postcode or "").strip())
    if not street or not party.city or not postcode:
        lacking = "street" if not street else "city" if not party.city else "postcode"
        said = f"The {lacking} of {party.name} is missing or is no Polish one ({RULE})."
        return Missing(f"{party.role} {lacking}", said, "parties")
    read = _STREET.fullmatch(street)
    if read is None:
        sentence = (
            f"In the address of {party.name}, “{street}”, the house number cannot be told from the street: write it as"
            f" “ul. Długa 12/3” or “ul. Długa 12 m. 3” ({RULE})."
        )
        return Missing(f"{party.role} street", sentence, "parties")
    named = (read["street"] or "").strip(" ,")
    return Address(
        street="" if named.casefold() == party.city.casefold() else named,
        house=read["house"],
        flat=read["flat"],
        postcode="-".join(postcode.groups()),
        city=party.city,
    )


def _plain(number: str | None) -> str:
    return re.sub(r"[\s-]", "", number or "").upper().removeprefix("PL")
