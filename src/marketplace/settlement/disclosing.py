"""What the scrub before the sale came to, for the sale's papers: counts for both sides, the claims with the deed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import msgspec
import polars as pl

from documents.neutral import neutralised
from documents.render.engine import MachineData
from kernel import db
from kernel.money import Money
from marketplace.tapes.scrub import GROUNDS, ScrubReport, Treatment
from marketplace.tapes.scrub.policy import BY_RULE

FILE_NAME = "disclosed.csv"

type GroundLine = tuple[str, str, Money]
"""A ground, how many rows or claims have it as text, and what they owed at the cut-off date."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What both sides read. `taken_out` counts rows of the tapes that left before the sale, `disclosed` claims of this
    sale; one with several grounds stands under each and counts once in `excluded` and `claims`, counts as text."""

    looked_at: str
    excluded: str
    taken_out: tuple[GroundLine, ...]
    disclosed: tuple[GroundLine, ...]
    warranties: tuple[str, ...]
    claims: str


@dataclass(frozen=True, slots=True)
class DisclosedList:
    """Which claims of the sale have which ground, by the seller's reference: for readers of the executed deed."""

    content: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def file_name(self) -> str:
        return FILE_NAME

    def attachment(self) -> MachineData:
        return MachineData(FILE_NAME, self.content, "The claims that are sold with a disclosed ground", "Data")


async def disclosure_of(sale: db.Row) -> tuple[Disclosure | None, DisclosedList | None]:
    """In the open transaction of the seller. None where no tape of the sale was scrubbed, or no claim has a ground."""
    texts = await db.fetch(
        "SELECT t.scrub_report::text AS report FROM tapes t WHERE t.organisation_id = $2 AND t.id IN"
        " (SELECT c.tape_id FROM sale_claims x JOIN claims c ON c.id = x.claim_id WHERE x.sale_id = $1)"
        " AND t.scrub_report IS NOT NULL ORDER BY t.id",
        sale["id"],
        sale["seller_organisation_id"],
    )
    reports = [msgspec.json.decode(row["report"], type=ScrubReport) for row in texts]
    found = await db.fetch(
        "SELECT DISTINCT x.position, x.reference, f.rule, x.balance_minor FROM sale_claims x"
        " JOIN claims c ON c.id = x.claim_id JOIN tape_findings f ON f.tape_id = c.tape_id"
        " AND f.reference = c.reference AND f.organisation_id = $2 AND f.severity = 'flag' AND f.rule = ANY ($3)"
        " WHERE x.sale_id = $1 AND x.dropped_reason IS NULL ORDER BY 1, 3",
        sale["id"],
        sale["seller_organisation_id"],
        list(BY_RULE),
    )
    return _told(reports, found, sale["currency"]) if reports else None, _listed(found) if found else None


def _told(reports: Sequence[ScrubReport], found: Sequence[db.Row], currency: str) -> Disclosure:
    out_rows, out_owed = Counter[str](), Counter[str]()
    for ground in (one for report in reports for one in report.grounds if one.treatment is not Treatment.FLAG):
        out_rows[ground.ground] += ground.rows
        out_owed[ground.ground] += Money.parse(ground.balances.get(currency, "0"), currency).minor
    sold, sold_owed = Counter[str](), Counter[str]()
    for row in found:
        sold[BY_RULE[row["rule"]].name] += 1
        sold_owed[BY_RULE[row["rule"]].name] += row["balance_minor"]
    return Disclosure(
        looked_at=f"{sum(report.looked_at for report in reports):,}",
        excluded=f"{sum(report.excluded for report in reports):,}",
        taken_out=_lines(out_rows, out_owed, currency),
        disclosed=_lines(sold, sold_owed, currency),
        warranties=tuple(dict.fromkeys(told for report in reports for told in report.warranties)),
        claims=f"{len({row['position'] for row in found}):,}",
    )


def _lines(counts: Counter[str], owed: Counter[str], currency: str) -> tuple[GroundLine, ...]:
    return tuple(
        (one.title, f"{counts[one.name]:,}", Money(owed[one.name], currency)) for one in GROUNDS if counts[one.name]
    )


def _listed(found: Sequence[db.Row]) -> DisclosedList:
    rows = [(row["position"], row["reference"], BY_RULE[row["rule"]].title) for row in found]
    schema = {"position": pl.Int64(), "reference": pl.String(), "ground": pl.String()}
    return DisclosedList(neutralised(pl.DataFrame(rows, schema=schema, orient="row")).write_csv().encode())
