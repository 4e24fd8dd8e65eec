"""Whether a debtor can be served and named: an address in its country's form, a number its digits bear out."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from stdnum.es import nif
from stdnum.exceptions import ValidationError
from stdnum.pl import nip, pesel
from stdnum.se import orgnr, personnummer

from cases.jurisdictions.contract import CaseFile, FiledParty, Missing

POSTCODES: Mapping[str, re.Pattern[str]] = {
    "es": re.compile(r"(0[1-9]|[1-4]\d|5[0-2])\d{3}"),
    "pl": re.compile(r"\d{2}-?\d{3}"),
    "se": re.compile(r"(SE-|S-)?[1-9]\d{2} ?\d{2}"),
    "de": re.compile(r"(D-|DE-)?(0[1-9]|[1-9]\d)\d{3}"),
    "gb": re.compile(r"(GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})", re.IGNORECASE),
}
"""The form of postcodes (Universal Postal Union, postal addressing systems)."""
NUMBERS: Mapping[str, tuple[str, Mapping[str, tuple[Any, ...]]]] = {
    "es": ("NIF", {"person": (nif,), "company": (nif,)}),
    "pl": ("PESEL or NIP", {"person": (pesel, nip), "company": (nip,)}),
    "se": ("personnummer or organisationsnummer", {"person": (personnummer,), "company": (orgnr, personnummer)}),
}
"""Check digits as the registers publish them, by python-stdnum. A Polish company may be named by KRS or REGON too."""
NOWHERE = re.compile(
    r"[\W_]*(unknown|unbekannt|nieznan[yae]|okänd|desconocid[oa]|sin (domicilio|dirección)|no fixed (abode|address)"
    r"|n/?a|none|null|tbc|tba|x{2,})?[\W_]*",
    re.IGNORECASE,
)
"""What is typed where no street is known."""
BOXES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "es": (
        re.compile(
            r"(^(apartado|apdo)\b\.?|\b(apartado|apdo\.?) de correos)( de correos)?( n\.?º)? *\d+", re.IGNORECASE
        ),
        "the domicile, or where the debtor resides or can be found (LEC 814.1)",
    ),
    "pl": (
        re.compile(r"\b(skrytka|skr)\b\.? *poczt(owa)?\b\.?( nr)? *\d+", re.IGNORECASE),
        "the place of residence or seat (KPC 126 §2)",
    ),
    "gb": (
        re.compile(r"\b(p\.? ?o\.?|post office) ?box\b\.?( no\.?| number)? *\d*", re.IGNORECASE),
        "the address of each party (PD 16)",
    ),
}
"""Boxes at the post office, and what the court asks for instead. Sweden's courts take a postal address (RB 33:1); of
Germany no rule was read.
"""
HOUSE = re.compile(
    r"\d|\bs/n\b|\b(house|cottage|farm|lodge|hall|manor|villa|barn|mill|court|street|road|lane|avenue|close|drive)\b",
    re.IGNORECASE,
)
"""What shows, beside a box, where somebody is found: a number, or the name of a house or a road without one."""


def misaddressed(file: CaseFile) -> Iterator[Missing]:
    """For every paper. What is missing altogether, the paper itself asks for."""
    for debtor in file.debtors:
        form = POSTCODES.get((debtor.country or "").casefold())
        if form is not None and debtor.postcode and not form.fullmatch(debtor.postcode.strip()):
            country = (debtor.country or "").upper()
            yield Missing(
                "debtor postcode",
                f"{debtor.postcode} is no postcode of {country}: the post to {debtor.name} would go astray.",
                "parties",
            )
        if debtor.street and NOWHERE.fullmatch(debtor.street):
            said = f"“{debtor.street}” is no street: the address of {debtor.name} is not known."
            yield Missing("debtor street", said, "parties")


def boxed(file: CaseFile) -> Iterator[Missing]:
    """For what a court is to serve: a letter reaches a box."""
    for debtor in file.debtors:
        named = BOXES.get((debtor.country or "").casefold())
        if named is not None and _nothing_but_a_box(debtor, named[0]):
            yield Missing(
                "debtor street",
                f"“{debtor.street}” is a box at the post office, where {debtor.name} does not live: the court asks for"
                f" {named[1]}.",
                "parties",
            )


def _nothing_but_a_box(debtor: FiledParty, box: re.Pattern[str]) -> bool:
    """A box anywhere in the street, and no house beside it: a postcode is none, nor who takes the post in."""
    parts = [one.strip() for one in re.split(r"[,;\n]", debtor.street or "")]
    if not any(map(box.search, parts)):
        return False
    form = POSTCODES[(debtor.country or "").casefold()].pattern
    rest = (re.sub(rf"(?i)(?<!\w){form}(?!\w)", "", box.sub("", one)) for one in parts)
    return not any(HOUSE.search(one) for one in rest if not re.match(r"c/o\b", one, re.IGNORECASE))


def misnumbered(file: CaseFile) -> Iterator[Missing]:
    """For what goes to a court or an authority, which looks its registers up by the number."""
    for debtor in file.debtors:
        named = NUMBERS.get((debtor.country or "").casefold())
        if named is None or not debtor.national_id or _borne_out(debtor, named[1]):
            continue
        yield Missing(
            "debtor number",
            f"The {named[0]} of {debtor.name} has a check digit that its other digits do not give.",
            "parties",
        )


def _borne_out(debtor: FiledParty, known: Mapping[str, tuple[Any, ...]]) -> bool:
    number = debtor.national_id or ""
    if (debtor.country or "").casefold() == "pl" and debtor.kind == "company":
        return len(re.sub(r"\D", "", number)) != 10 or number.startswith("0") or _valid(nip, number)
    return any(_valid(module, number) for module in known[debtor.kind])


def _valid(module: Any, number: str) -> bool:
    try:
        module.validate(number)
    except ValidationError:
        return False
    return True
