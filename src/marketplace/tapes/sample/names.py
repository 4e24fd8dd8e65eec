"""Pools of names, drawn once from a seeded Faker so that common names stay common."""

import unicodedata
from dataclasses import dataclass

from faker import Faker

from marketplace.tapes.sample.country import Country

_FIRST_NAMES = 600
_LAST_NAMES = 1_500


@dataclass(frozen=True, slots=True)
class Names:
    """Given and family names; index i of the women's and of the men's family names is the same family."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families_of_women: tuple[str, ...]
    families_of_men: tuple[str, ...]
    companies: tuple[str, ...]


def draw_names(country: Country, seed: int) -> Names:
    """The pools for one tape; every name can be written in the country's encoding."""
    faker = Faker(country.locale)
    faker.seed_instance(seed)
    encoding = country.layout.encoding
    women = [faker.first_name_female() for _ in range(_FIRST_NAMES)]
    men = [faker.first_name_male() for _ in range(_FIRST_NAMES)]
    families = [faker.last_name_male() for _ in range(_LAST_NAMES)]
    families = [name for name in families if _fits(name, encoding)]
    return Names(
        women=tuple(name for name in women if _fits(name, encoding)),
        men=tuple(name for name in men if _fits(name, encoding)),
        families_of_women=tuple(_feminine(name) if country.code == "pl" else name for name in families),
        families_of_men=tuple(_masculine(name) if country.code == "pl" else name for name in families),
        companies=tuple(sorted({name for name in families if " " not in name})),
    )


def ascii_letters(name: str) -> str:
    """The name as it stands in an e-mail address."""
    plain = name.lower().replace("ł", "l").replace("ß", "ss")
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if "a" <= sign <= "z")


def _fits(name: str, encoding: str) -> bool:
    try:
        name.encode(encoding)
    except UnicodeEncodeError:
        return False
    return bool(ascii_letters(name))


def _feminine(name: str) -> str:
    return name[:-1] + "a" if name.endswith(("ski", "cki", "dzki")) else name


def _masculine(name: str) -> str:
    return name[:-1] + "i" if name.endswith(("ska", "cka", "dzka")) else name
