"""What an organisation says of itself, and the rules of form for it."""

import re
from typing import Literal, get_args

import msgspec
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from kernel.errors import Invalid, Place

Kind = Literal["seller", "purchaser", "servicer", "law_firm", "operator"]
Originator = Literal["bank", "lender", "telecom", "utility", "landlord", "trade"]
APPLICANTS: tuple[str, ...] = ("seller", "purchaser", "servicer", "law_firm")
"""What an organisation may apply to be; the operator is founded on the command line."""
ORIGINATORS: tuple[str, ...] = get_args(Originator)

_MAIL = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\"]+")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LONGEST = {
    "name": 200,
    "registration_number": 60,
    "street": 200,
    "postcode": 20,
    "city": 120,
    "contact_phone": 40,
}


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """As typed into a form; `tidied` makes it what is stored."""

    name: str = ""
    country: str = ""
    registration_number: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    bank_account: str = ""
    originator_kind: str = ""

    def tidied(self) -> "Details":
        trimmed = {name: " ".join(getattr(self, name).split()) for name in self.__struct_fields__}
        trimmed["country"] = trimmed["country"].upper()
        trimmed["contact_email"] = trimmed["contact_email"].lower()
        trimmed["bank_account"] = trimmed["bank_account"].replace(" ", "").upper()
        return Details(**trimmed)

    def stored(self) -> dict[str, str | None]:
        """Column by column, an empty answer as NULL."""
        return {name: getattr(self, name) or None for name in self.__struct_fields__}


def checked(details: Details, kinds: tuple[str, ...]) -> Details:
    """The details tidied; Invalid with every place that is wrong."""
    tidy = details.tidied()
    places = [*_form(tidy), *_account(tidy), *_kinds(tidy, kinds)]
    if places:
        raise Invalid("The organisation's details are not complete yet.", places=places)
    return tidy


def mail_address(text: str, *, where: str = "email") -> str:
    """In lower case and without blanks; Invalid if it cannot be one."""
    address = text.strip().lower()
    if len(address) > 254 or not _MAIL.fullmatch(address):
        raise Invalid(
            "The mail address cannot be read.",
            places=[Place(where, text[:254] or None, "Write it like name@company.example.")],
        )
    return address


def _form(tidy: Details) -> list[Place]:
    places = [
        Place(name, None, f"At most {longest} characters.")
        for name, longest in _LONGEST.items()
        if len(getattr(tidy, name)) > longest
    ]
    if not tidy.name:
        places.append(Place("name", None, "Write the organisation's registered name."))
    if not _COUNTRY.fullmatch(tidy.country):
        places.append(Place("country", tidy.country or None, "Write the two letters of the country, such as ES."))
    if tidy.contact_email and not _MAIL.fullmatch(tidy.contact_email):
        places.append(Place("contact_email", tidy.contact_email, "Write it like name@company.example."))
    return places


def _account(tidy: Details) -> list[Place]:
    """Purchase prices go to this account, so a mistyped one is refused here (ISO 13616 check digits)."""
    if not tidy.bank_account:
        return []
    try:
        IBAN(tidy.bank_account)
    except SchwiftyException:
        return [Place("bank_account", tidy.bank_account[:34], "This is not a valid IBAN. Check its digits.")]
    return []


def _kinds(tidy: Details, kinds: tuple[str, ...]) -> list[Place]:
    if not kinds:
        return [Place("kinds", None, "Choose at least one.")]
    unknown = set(kinds) - set(get_args(Kind))
    if unknown:
        return [Place("kinds", ", ".join(sorted(unknown)), "Choose from the list.")]
    if "seller" in kinds and tidy.originator_kind not in ORIGINATORS:
        return [Place("originator_kind", tidy.originator_kind or None, "Say what kind of creditor a seller is.")]
    return []
