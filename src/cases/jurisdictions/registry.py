"""Every jurisdiction of the house, by folder and by the country of a tape."""

from cases.jurisdictions.contract import Jurisdiction
from cases.jurisdictions.es import ES
from cases.jurisdictions.gb_ew import GB_EW

JURISDICTIONS: tuple[Jurisdiction, ...] = (ES, GB_EW)


def by_code(code: str) -> Jurisdiction | None:
    """The jurisdiction of a folder name."""
    return next((one for one in JURISDICTIONS if one.code == code), None)


def by_country(country: str) -> Jurisdiction | None:
    """The jurisdiction that answers for a tape's country (any case), or None: then no rule applies."""
    return next((one for one in JURISDICTIONS if country.casefold() in one.countries), None)
