"""Whether a procedure is open to a claim: checks that several countries share. Each gives reasons, or nothing."""

from collections.abc import Collection, Iterator

from cases.jurisdictions.contract import Closed, Prospect


def debtors_at_home(prospect: Prospect, countries: Collection[str], place: str, rule: str) -> Iterator[Closed]:
    """Every debtor whose country is known must live in one of `countries`; one who does not closes the way."""
    abroad = sorted({country for country, _ in prospect.debtors if country is not None} - set(countries))
    if abroad:
        named = ", ".join(country.upper() for country in abroad)
        yield Closed(f"A debtor lives in {named}: the procedure needs an address in {place} ({rule}).")


def under_this_law(prospect: Prospect, countries: Collection[str], place: str, rule: str) -> Iterator[Closed]:
    """No filing at all against a debtor abroad, or in a part of the country with a law of its own."""
    for one in debtors_at_home(prospect, countries, place, rule):
        yield Closed(one.sentence, never=True)
    for reason in sorted({place.no_rule for _, place in prospect.debtors if place.no_rule is not None}):
        yield Closed(reason, never=True)
