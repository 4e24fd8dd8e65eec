"""Parties, and those who file (TypyDanych.xsd)."""

from typing import Any

from stdnum.pl import nip

from cases.jurisdictions.court_files.codes import Code, Flag
from cases.jurisdictions.court_files.layout import Field, Layout, attribute
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.pl.epu import limits, parties
from cases.jurisdictions.pl.epu.codes import PartyKind, Representation
from cases.jurisdictions.pl.epu.person_layouts import ADDRESS, OFFICER, WHO, Broken


def right_kind(party: Any) -> Broken:
    """A person where the code says person; and NIP with its check digit."""
    person = party.kind in (PartyKind.OSOBA_FIZYCZNA, PartyKind.OSOBA_FIZYCZNA_PROWADZĄCA_DZIAŁALNOŚĆ)
    if person is not isinstance(party.who, parties.Person):
        yield "kind", "The kind of party does not fit who is named.", "Choose 0 or 1 for people, 2 or 3 for others."
    if party.nip is not None and not nip.is_valid(party.nip):
        yield "nip", "The NIP's check digit is wrong.", "Compare it with the register: the court fines wrong data."


def identified(party: Any) -> Broken:
    """Art. 126 § 2 and 505³² § 2 KPC: PESEL or NIP of a person, KRS, other register or NIP of anybody else."""
    if isinstance(party.who, parties.Person):
        found, wanted = party.who.pesel or party.nip, "PESEL or NIP"
    else:
        found, wanted = party.who.krs or party.who.other_register or party.nip, "KRS, other register or NIP"
    if not found:
        yield "who", f"The party has no {wanted}; the e-court demands it.", "Find the number or sue on paper."


PARTY_FIELDS = (
    Field("ID", "party_id", "ID strony", limits.IDENTIFIER, as_attribute=True),
    Field("ObcokrajowiecString", "foreigner_text", "Obcokrajowiec (tekst)", limits.MAYBE),
    Field("Obcokrajowiec", "foreigner", "Obcokrajowiec", Flag()),
    Field("BrakNumerowIdentyfikacyjnych", "without_numbers", "Brak numerów identyfikacyjnych", Flag()),
    Field("reprezentacja", "representation", "Reprezentacja", Code(Representation)),
    Field("rodzajStrony", "kind", "Rodzaj strony", Code(PartyKind)),
    Field("who", "who", "Dane strony", WHO),
    Field("NIP", "nip", "NIP", limits.NIP, optional=True),
    Field("Adres", "address", "Adres", ADDRESS),
    Field("numerKonta", "account", "Numer konta", limits.ACCOUNT, optional=True),
)
PARTY = Layout("Strona", parties.Party, PARTY_FIELDS, rules=(right_kind, identified))
MENTIONED = Layout("Strona", parties.Party, PARTY_FIELDS, rules=(right_kind,))
"""A party as a letter repeats it: the court has its numbers already."""
FILER = Layout(
    "Osoba składająca",
    parties.Filer,
    (
        attribute("pelnomocnik", "professional", "Pełnomocnik zawodowy", limits.ZERO_ONE),
        attribute("podstawa", "ground", "Podstawa umocowania", limits.FREE),
        Field("Osoba", "person", "Osoba", OFFICER),
        Field("Nazwa", "office", "Kancelaria", Text(200), optional=True),
        Field("Adres", "address", "Adres", ADDRESS),
    ),
)
COURT = Layout(
    "Sąd",
    parties.Court,
    (
        attribute("ID", "court_id", "ID sądu", limits.IDENTIFIER),
        Field("Nazwa", "name", "Sąd", Text(120)),
        Field("Wydzial", "division", "Wydział", Text(120)),
        Field("Adres", "address", "Adres", ADDRESS, optional=True),
    ),
)
