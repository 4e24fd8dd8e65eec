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
