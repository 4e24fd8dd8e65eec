"""The way to court that the law closes to a case: asked once for each distinct set of facts, told by its sentence."""

from collections.abc import Iterator
from datetime import date

from cases.jurisdictions.contract import Procedure, Prospect, Territory
from cases.jurisdictions.registry import COUNTRIES, by_code
from cases.proceedings.openness import SUED_FOR
from cases.strategies.rules import Policy
from kernel import db

NONE = Territory("unknown", "not known")
ABROAD = Territory("abroad", "Abroad")
_LED = (
    "CREATE TEMP TABLE strategy_led ON COMMIT DROP AS SELECT x.case_id, x.rule, g.claim_id, g.organisation_id,"
    " coalesce(g.territory, '') AS territory FROM {into} x JOIN strategy_ground g USING (case_id)"
    " WHERE x.rule = ANY($1::int[]) AND (x.why IS NULL OR x.why = 'waits')"
)
_WAYS = (
    "CREATE TEMP TABLE strategy_ways ON COMMIT DROP AS SELECT x.case_id, x.rule, lower(o.country) AS creditor,"
    " coalesce(h.homes, '') AS homes, x.territory, i.due FROM strategy_led x"
    " JOIN organisations o ON o.id = x.organisation_id"
    " LEFT JOIN (SELECT p.claim_id, string_agg(DISTINCT coalesce(lower(p.country), '-'), ',') AS homes FROM parties p"
    " JOIN strategy_led w ON w.claim_id = p.claim_id GROUP BY 1) h ON h.claim_id = x.claim_id"
    " LEFT JOIN (SELECT d.claim_id, min(d.due_on) AS due FROM claim_items d JOIN strategy_led w"
    " ON w.claim_id = d.claim_id WHERE d.kind = ANY($1::text[]) GROUP BY 1) i ON i.claim_id = x.claim_id"
)


async def close_ways(policy: Policy, into: str, on: date) -> None:
    """Marks the cases of `into` whose rule leads to a procedure that is not open to them.

    Asked are the debtors' countries, the claim's own territory and its oldest item; every party's address and every
    item are asked again when a proposal is accepted.
    """
    ways = dict(_ways(policy))
    if not ways:
        return
    await db.execute(_LED.format(into=into), list(ways))
    await db.execute("ANALYZE strategy_led")
    await db.execute(_WAYS, SUED_FOR)
    await db.execute("ANALYZE strategy_ways")
    rows = await db.fetch("SELECT DISTINCT rule, creditor, homes, territory, due FROM strategy_ways")
    closed = [(row, sentence) for row in rows if (sentence := _closing(*ways[row["rule"]], row, on))]
    if closed:
        await db.execute(
            f"UPDATE {into} x SET why = 'closed way', sentence = n.sentence FROM strategy_ways w JOIN unnest($1::int[],"
            " $2::text[], $3::text[], $4::text[], $5::date[], $6::text[]) AS n(rule, creditor, homes, territory, due,"
            " sentence) ON n.rule = w.rule AND n.creditor = w.creditor AND n.homes = w.homes"
            " AND n.territory = w.territory AND n.due IS NOT DISTINCT FROM w.due WHERE w.case_id = x.case_id",
            *([row[name] for row, _ in closed] for name in ("rule", "creditor", "homes", "territory", "due")),
            [sentence for _, sentence in closed],
        )
    await db.execute("DROP TABLE strategy_ways, strategy_led")


def _ways(policy: Policy) -> Iterator[tuple[int, tuple[str, Procedure]]]:
    for number, rule in enumerate(policy.rules, start=1):
        here = by_code(rule.jurisdiction)
        if here is not None and rule.court is not None:
            yield number, (rule.jurisdiction, here.procedures[rule.court])


def _closing(jurisdiction: str, procedure: Procedure, row: db.Row, on: date) -> str | None:
    """The sentences that close the way, or None."""
    here = by_code(jurisdiction)
    at_home = here.countries if here else ()
    homes = [None if one == "-" else one for one in row["homes"].split(",") if one]
    prospect = Prospect(
        on=on,
        country=at_home[0] if at_home else jurisdiction,
        creditor_country=row["creditor"],
        debtors=frozenset(
            (home, _territory(jurisdiction, row["territory"]) if home in {None, *at_home} else ABROAD) for home in homes
        ),
        due_on=frozenset({row["due"]} if row["due"] else ()),
    )
    return " ".join(one.sentence for one in procedure.closed_to(prospect)) or None


def _territory(jurisdiction: str, code: str) -> Territory:
    row = COUNTRIES[jurisdiction].territories.table.territories.get(code)
    return Territory(code, row.name, row.no_rule) if row else NONE
