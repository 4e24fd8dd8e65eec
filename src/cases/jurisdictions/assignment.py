"""What of a claim the law lets nobody assign: it stays with the seller when the claim is transferred."""

from datetime import date

from cases.jurisdictions.contract import Authority
from cases.jurisdictions.dated import in_force
from cases.jurisdictions.registry import COUNTRIES, JURISDICTIONS


def compensation_stays(on: date) -> dict[str, Authority]:
    """Countries, in capitals, in which a fixed compensation for recovery costs cannot be assigned on the day, and why.

    A country whose law says nothing of it is not here: what is not forbidden passes with the claim.
    """
    found: dict[str, Authority] = {}
    for jurisdiction in JURISDICTIONS:
        for rule in COUNTRIES[jurisdiction.code].fees.rules.values():
            table = in_force(rule.tables, on) if rule.fixed_compensation else None
            if table is not None and table.assignable is False:
                found |= {country.upper(): table.authority for country in jurisdiction.countries}
    return found
