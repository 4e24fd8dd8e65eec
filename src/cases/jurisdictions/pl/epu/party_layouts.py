"""Parties, addresses and those who file, element by element (TypyDanych.xsd)."""

from collections.abc import Iterator
from typing import Any

from stdnum.pl import nip, pesel, regon

from cases.jurisdictions.court_files.kinds import Code, Flag, Text
from cases.jurisdictions.court_files.layout import Choice, Field, Layout, Option
from cases.jurisdictions.pl.epu import limits, parties
from cases.jurisdictions.pl.epu.codes import PartyKind, Register, Representation

type Broken = Iterator[tuple[str, str, str]]


def _attribute(name: str, own: str, label: str, what: Any, optional: bool = False) -> Field:
    return Field(name, own, label, what, optional=optional, as_attribute=True)


ADDRESS = Layout(
    "Adres",
    parties.Address,
    (
        _attribute("ulica", "street", "Ulica", Text(100, least=0)),
        _attribute("nr_domu", "house", "Nr domu", Text(20)),
        _attribute("nr_mieszkania", "flat", "Nr mieszkania", Text(20), optional=True),
        _attribute("kod", "postcode", "Kod", limits.POSTCODE),
        _attribute("miejscowosc", "city", "Miejscowość", Text(60)),
        _attribute("poczta", "post_office", "Poczta", Text(60), optional=True),
        _attribute("kraj", "country", "Kraj", Text(60), optional=True),
        _attribute("wojewodztwo", "voivodeship", "Województwo", Text(60), optional=True),
        _attribute("powiat", "county", "Powiat", Text(60), optional=True),
        _attribute("gmina", "municipality", "Gmina", Text(60), optional=True),
    ),
)


def _person_numbers(person: Any) -> Broken:
    if person.pesel is not None and not pesel.is_valid(person.pesel):
        yield "pesel", "The PESEL's check digit is wrong.", "Compare it with the contract: the court fines wrong data."


PERSON = Layout(
    "Osoba fizyczna",
    parties.Person,
    (
        Field("Imie", "first_name", "Imię", Text(30)),
        Field("Imie2", "second_name", "Drugie imię", Text(30), optional=True),
        Field("Nazwisko", "surname", "Nazwisko", Text(60)),
        Field("Nazwa", "business", "Nazwa działalności", Text(200), optional=True),
        Field("PESEL", "pesel", "PESEL", limits.PESEL, optional=True),
        Field("NrDokumentu", "document", "Numer dokumentu", Text(100), optional=True),
        Field("ImieOjca", "fathers_name", "Imię ojca", Text(30), optional=True),
        Field("ImieMatki", "mothers_name", "Imię matki", Text(30), optional=True),
        Field("NazwiskoRodowe", "birth_surname", "Nazwisko rodowe", Text(60), optional=True),
        Field("NazwiskoRodoweMatki", "mothers_birth_surname", "Nazwisko rodowe matki", Text(60), optional=True),
        Field("MiejsceUrodzenia", "birth_place", "Miejsce urodzenia", Text(60), optional=True),
        Field("DataUrodzenia", "born_on", "Data urodzenia", limits.DATE_TEXT, optional=True),
    ),
    rules=(_person_numbers,),
)
OFFICER = Layout(
    "Osoba",
    parties.Officer,
    (
        Field("Imie", "first_name", "Imię", Text(30)),
        Field("Imie2", "second_name", "Drugie imię", Text(30), optional=True),
        Field("Nazwisko", "surname", "Nazwisko", Text(60)),
        Field("PESEL", "pesel", "PESEL", limits.PESEL),
        Field("stanowisko", "position", "Stanowisko", Text(60), optional=True),
    ),
    rules=(_person_numbers,),
)
OTHER_REGISTER = Layout(
    "Inny rejestr",
    parties.OtherRegister,
    (
        _attribute("typ", "kind", "Typ rejestru", Text(60)),
        _attribute("organ", "authority", "Organ prowadzący", Text(120)),
        _attribute("numer", "number", "Numer w rejestrze", Text(60)),
    ),
)


def _registered(institution: Any) -> Broken:
    wanted = {Register.KRS: institution.krs, Register.INNY_REJESTR: institution.other_register}
    if institution.register in wanted and wanted[institution.register] is None:
        yield "register", "The register is named but not the number in it.", "Add the number."
    for register, value in wanted.items():
        if value is not None and institution.register is not register:
            yield "register", f"A number is given for {register.name}, which is not the register named.", "Name it."
    if institution.regon is not None and not regon.is_valid(institution.regon):
        yield "regon", "The REGON's check digit is wrong.", "Compare it with the register."


INSTITUTION = Layout(
    "Instytucja",
    parties.Institution,
    (
        Field("Nazwa", "name", "Nazwa", Text(200)),
        Field("Siedziba", "seat", "Siedziba", Text(60)),
        Field("REGON", "regon", "REGON", limits.REGON, optional=True),
        Field("czyRejestr", "register", "Rejestr", Code(Register)),
        Field("KRS", "krs", "KRS", limits.KRS, optional=True),
        Field("InnyRejestr", "other_register", "Inny rejestr", OTHER_REGISTER, optional=True),
        Field(
            "CzlonekZarzadu", "board", "Członek zarządu", OFFICER,
            many=(0, None), wrapper="ListaZarzadu", optional=True,
        ),
    ),
    rules=(_registered,),
)  # fmt: skip
WHO = Choice((Option("OsobaFizyczna", parties.Person, PERSON), Option("Instytucja", parties.Institution, INSTITUTION)))


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
        _attribute("pelnomocnik", "professional", "Pełnomocnik zawodowy", limits.ZERO_ONE),
        _attribute("podstawa", "ground", "Podstawa umocowania", limits.FREE),
        Field("Osoba", "person", "Osoba", OFFICER),
        Field("Nazwa", "office", "Kancelaria", Text(200), optional=True),
        Field("Adres", "address", "Adres", ADDRESS),
    ),
)
COURT = Layout(
    "Sąd",
    parties.Court,
    (
        _attribute("ID", "court_id", "ID sądu", limits.IDENTIFIER),
        Field("Nazwa", "name", "Sąd", Text(120)),
        Field("Wydzial", "division", "Wydział", Text(120)),
        Field("Adres", "address", "Adres", ADDRESS, optional=True),
    ),
)
