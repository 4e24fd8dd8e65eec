"""Ways of enforcement as a person enters them: `rachunki; wynagrodzenie: Zakład Przykład sp. z o.o.; inny: udziały`."""

from collections.abc import Mapping

from cases.jurisdictions.contract import CaseFile, Missing
from cases.jurisdictions.paperwork.entered import PLACE, said
from cases.jurisdictions.pl.epu.codes import Means
from cases.jurisdictions.pl.epu.enforcement import EnforcementMeans

NAME = "enforcement_means"
WORDS: Mapping[str, Means] = {
    "rachunki": Means.RACHUNKI_BANKOWE,
    "wynagrodzenie": Means.WYNAGRODZENIE,
    "ruchomości": Means.RUCHOMOŚCI,
    "wierzytelności": Means.WIERZYTELNOŚCI,
    "nieruchomości": Means.NIERUCHOMOŚCI,
    "inny": Means.INNY,
}


def means_of(case_file: CaseFile) -> tuple[EnforcementMeans, ...] | Missing:
    """In the order entered, each once; another way (`inny`) needs its words."""
    entered = [one.strip() for one in said(case_file, NAME).split(";") if one.strip()]
    if not entered:
        return _missing("No way of enforcement is entered.")
    found: dict[Means, EnforcementMeans] = {}
    for one in entered:
        word, _, words = one.partition(":")
        means = WORDS.get(word.strip().casefold())
        if means is None:
            return _missing(f"“{word.strip()[:60]}” is no way of enforcement.")
        if means in found:
            return _missing(f"“{word.strip()}” stands there twice.")
        if means is Means.INNY and not words.strip():
            return _missing("Another way (inny) is not worded.")
        found[means] = EnforcementMeans(means=means, description=words.strip())
    return tuple(found.values())


def _missing(why: str) -> Missing:
    how = f"Write one or more of {', '.join(WORDS)}, apart by semicolons, each with its words after a colon."
    return Missing("ways of enforcement", f"{why} {how}", PLACE)
