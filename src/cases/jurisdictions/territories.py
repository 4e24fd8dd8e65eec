"""Which part of a country a debtor lives in, where parts have their own law: by region name, then by postcode."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import msgspec

from cases.jurisdictions.contract import Territory
from cases.jurisdictions.dated import Dated, load


class TerritoryRow(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A territory with the names it is written by and the opening letters or digits of its postcodes."""

    name: str
    no_rule: str | None = None
    regions: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()


class TerritoryTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """territories.toml. `postcode_opening` is the pattern whose first group is looked up; `rest` takes what is left,
    where every code of the country but those listed is meant.

    `whole` names the one territory of a country with one law: it answers wherever the debtor is said to live.
    """

    whole: str | None = None
    postcode_opening: str
    rest: str | None = None
    unclear: dict[str, str] = {}
    territories: dict[str, TerritoryRow]


UNKNOWN = Territory("unknown", "not known")


class Territories:
    """The `locate` of a jurisdiction."""

    def __init__(self, folder: Path) -> None:
        self.table = load(folder, "territories.toml", TerritoryTable)
        self._opening = re.compile(self.table.postcode_opening)
        self._by_region: dict[str, str] = {}
        self._by_postcode: dict[str, str] = {}
        for code, row in self.table.territories.items():
            self._by_region |= dict.fromkeys(map(_plain, (code, row.name, *row.regions)), code)
            self._by_postcode |= dict.fromkeys(row.postcodes, code)

    def locate(self, region: str | None, postcode: str | None) -> Territory:
        """The territory, or the unknown one: a place that is not recognised is never assigned to a law.

        Where region and postcode lie in two territories, the one without a rule here is taken, else neither.
        """
        named = self._by_region.get(_plain(region)) if region else None
        posted = self._of_postcode(postcode.strip().upper()) if postcode else None
        code = self._agreed(named, posted) if named and posted else named or posted or self.table.whole
        if code is None:
            return UNKNOWN
        row = self.table.territories[code]
        return Territory(code, row.name, row.no_rule)

    def _agreed(self, named: str, posted: str) -> str | None:
        if named == posted:
            return named
        return next((one for one in (posted, named) if self.table.territories[one].no_rule is not None), None)

    def _of_postcode(self, postcode: str) -> str | None:
        found = self._opening.match(postcode)
        if found is None or found.group(1) in self.table.unclear:
            return None
        return self._by_postcode.get(found.group(1), self.table.rest)


@lru_cache
def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", " ", bare.casefold()).strip()
