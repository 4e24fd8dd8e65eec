"""Those who take part before the e-court, and where they live."""

from dataclasses import dataclass

from cases.jurisdictions.pl.epu.codes import PartyKind, Register, Representation


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """`street` may be empty where a village has none; the attribute is written all the same."""

    street: str
    house: str
    postcode: str
    city: str
    flat: str | None = None
    post_office: str | None = None
    country: str | None = None
    voivodeship: str | None = None
    county: str | None = None
    municipality: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A natural person; `business` is the name of their trade."""

    first_name: str
    surname: str
    second_name: str | None = None
    business: str | None = None
    pesel: str | None = None
    document: str | None = None
    fathers_name: str | None = None
    mothers_name: str | None = None
    birth_surname: str | None = None
    mothers_birth_surname: str | None = None
    birth_place: str | None = None
    born_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Somebody who files, signs or sits on a board: always with PESEL."""

    first_name: str
    surname: str
    pesel: str
    second_name: str | None = None
    position: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRegister:
    kind: str
    authority: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    name: str
    seat: str
    register: Register
    regon: str | None = None
    krs: str | None = None
    other_register: OtherRegister | None = None
    board: tuple[Officer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """`party_id` is unique within one document. `foreigner_text` repeats `foreigner` for the schema, which demands
    both; what the service expects in it is not verified.
    """

    party_id: int
    representation: Representation
    kind: PartyKind
    who: Person | Institution
    address: Address
    nip: str | None = None
    account: str | None = None
    foreigner: bool = False
    foreigner_text: str = "false"
    without_numbers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filer:
    """Who files, as a professional attorney or not, and on what ground (the power, its date and scope)."""

    person: Officer
    address: Address
    professional: bool
    ground: str
    office: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    court_id: int
    name: str
    division: str
    address: Address | None = None
