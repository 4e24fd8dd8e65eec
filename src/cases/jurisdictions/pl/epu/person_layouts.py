"""People, institutions and where they live (TypyDanych.xsd)."""

from collections.abc import Iterator
from typing import Any

from stdnum.pl import pesel, regon

from cases.jurisdictions.court_files.codes import Code
from cases.jurisdictions.court_files.layout import Choice, Field, Layout, Option, attribute
from cases.jurisdictions.court_files.texts import Text
from cases.jurisdictions.pl.epu import limits, parties
from cases.jurisdictions.pl.epu.codes import Register

type Broken = Iterator[tuple[str, str, str]]
ADDRESS = Layout(
    "Adres",
    parties.Address,
    (
        attribute("ulica", "street", "Ulica", Text(100, least=0)),
        attribute("nr_domu", "house", "Nr domu", Text(20)),
        attribute("nr_mieszkania", "flat", "Nr mieszkania", Text(20), optional=True),
        attribute("kod", "postcode", "Kod", limits.POSTCODE),
        attribute("miejscowosc", "city", "Miejscowość", Text(60)),
        attribute("poczta", "post_office", "Poczta", Text(60), optional=True),
        attribute("kraj", "country", "Kraj", Text(60), optional=True),
        attribute("wojewodztwo", "voivodeship", "Województwo", Text(60), optional=True),
        attribute("powiat", "county", "Powiat", Text(60), optional=True),
        attribute("gmina", "municipality", "Gmina", Text(60), optional=True),
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
        attribute("typ", "kind", "Typ rejestru", Text(60)),
        attribute("organ", "authority", "Organ prowadzący", Text(120)),
        attribute("numer", "number", "Numer w rejestrze", Text(60)),
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
