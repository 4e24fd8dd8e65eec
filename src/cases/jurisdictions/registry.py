"""Every jurisdiction of the house, by folder and by the country of a tape; and the law each answers from."""

from cases.jurisdictions import de, es, eu, gb_ew, pl, se, us
from cases.jurisdictions.contract import Jurisdiction, Procedure
from cases.jurisdictions.folder import Folder, Instrument

JURISDICTIONS: tuple[Jurisdiction, ...] = (es.ES, gb_ew.GB_EW, pl.PL, se.SE, de.DE)

COUNTRIES: dict[str, Folder] = {"es": es.LAW, "gb_ew": gb_ew.LAW, "pl": pl.LAW, "se": se.LAW, "de": de.LAW}
"""The law of each jurisdiction by its code: more questions than a case asks."""

INSTRUMENTS: dict[str, Instrument] = {**COUNTRIES, "eu": eu.LAW, "us": us.LAW}
"""With the instruments no tape's country leads to."""


def by_code(code: str) -> Jurisdiction | None:
    """The jurisdiction of a folder name."""
    return next((one for one in JURISDICTIONS if one.code == code), None)


def procedure_named(jurisdiction: str | None, procedure: str | None) -> Procedure | None:
    """The procedure of a folder name; None while either is not chosen."""
    here = by_code(jurisdiction or "")
    return here.procedures.get(procedure or "") if here else None


def by_country(country: str) -> Jurisdiction | None:
    """The jurisdiction that answers for a tape's country (any case), or None: then no rule applies."""
    return next((one for one in JURISDICTIONS if country.casefold() in one.countries), None)
