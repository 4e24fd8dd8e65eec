"""To which cases the lines of a file belong: a few joins over all lines, each with the confidence it is worth.

A reference or court number that one open case has makes a line certain; an account or a name alone never does. The
lines lie in the temporary table `incoming`, what is found in `found`; both live until the transaction ends.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cases.receipts.lines import Line
from kernel import db
from kernel.actor import Actor
from kernel.keys import platform_key

INCOMING = (
    "CREATE TEMP TABLE incoming (line_no integer, id uuid, row_no integer, line_sha256 bytea, received_on date,"
    " amount_minor bigint, currency char(3), sealed bytea, iban_hash bytea, court text) ON COMMIT DROP",
    "CREATE TEMP TABLE incoming_words (line_no integer, word text) ON COMMIT DROP",
    "CREATE TEMP TABLE incoming_names (line_no integer, name text) ON COMMIT DROP",
    "CREATE TEMP TABLE found (line_no integer, case_id uuid, claim_id uuid, organisation_id uuid, matched_by text)"
    " ON COMMIT DROP",
)
MINE = "(k.organisation_id = $1 OR k.firm_organisation_id = $1) AND k.status <> 'closed'"
PLAIN = "regexp_replace(upper({}), '[^A-Z0-9]', '', 'g')"
NAMED = "regexp_replace(normalize(upper(replace({}, 'ß', 'ss')), NFKD), '[,\\u0300-\\u036f]', '', 'g')"
"""As `names_of` writes a name: without commas, and ß as SS, which PostgreSQL leaves as it is."""
CERTAIN = ("case_reference", "claim_reference", "court_number")
SHORTEST = 8
"""So many characters has the shortest word of a payer's text that may name a claim; it holds a digit."""
MOST_NAMESAKES = 20
"""A name that more open cases bear names nobody."""
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]*[A-Za-z0-9]")
_CASE = re.compile(r"(?<![A-Za-z0-9])R-?\s?(\d{8,})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A line with its id, its digest and its sealed words, as it is copied in."""

    line: Line
    id: bytes
    digest: bytes
    sealed: bytes


def plain(text: str) -> str:
    return "".join(one for one in text.upper() if one.isascii() and one.isalnum())


def words_of(line: Line) -> set[str]:
    """What may name a case or claim: the column made for it, and words of the payer's text."""
    words = {f"R{digits}" for digits in _CASE.findall(f"{line.reference} {line.remittance}")}
    spoken = {plain(word) for word in _WORD.findall(line.remittance) if any(one.isdigit() for one in word)}
    return words | {word for word in spoken if len(word) >= SHORTEST} | ({plain(line.reference)} - {""})


def names_of(line: Line) -> set[str]:
    """The payer's name as banks write it: as it stands, and with the family name at the other end."""
    bare = unicodedata.normalize("NFKD", line.payer.upper())
    name = " ".join("".join(one for one in bare if not unicodedata.combining(one)).replace(",", " , ").split())
    before, comma, after = name.partition(" , ")
    if comma:
        return {f"{after} {before}", f"{before} {after}"}
    parts = name.split()
    return {name, " ".join(parts[1:] + parts[:1]), " ".join(parts[-1:] + parts[:-1])} - {""}


async def copy_in(lines: Sequence[Prepared]) -> None:
    """Lays the lines into the temporary tables, in the open transaction."""
    for statement in INCOMING:
        await db.execute(statement)
    hashed = platform_key().search_hasher("iban")
    columns = ("line_no", "id", "row_no", "line_sha256", "received_on", "amount_minor", "currency", "sealed")
    rows = (
        (
            *(number, _uuid(one.id), one.line.row_no, one.digest, one.line.received_on, one.line.amount.minor),
            *(one.line.amount.currency, one.sealed, hashed(one.line.iban) if one.line.iban else None),
            plain(one.line.court_number) or None,
        )
        for number, one in enumerate(lines)
    )
    await db.copy_records("incoming", (*columns, "iban_hash", "court"), rows)
    words = ((number, word) for number, one in enumerate(lines) for word in words_of(one.line))
    await db.copy_records("incoming_words", ("line_no", "word"), words)
    names = ((number, name) for number, one in enumerate(lines) for name in names_of(one.line))
    await db.copy_records("incoming_names", ("line_no", "name"), names)


def _uuid(raw: bytes) -> str:
    return f"{raw[:4].hex()}-{raw[4:6].hex()}-{raw[6:8].hex()}-{raw[8:10].hex()}-{raw[10:].hex()}"


async def drop_known(actor: Actor) -> int:
    """Takes out what an earlier file brought; returns how many lines."""
    gone = await db.execute(
        "DELETE FROM incoming i USING receipts r WHERE r.organisation_id = $1 AND r.line_sha256 = i.line_sha256",
        actor.organisation,
    )
    for table in ("incoming_words", "incoming_names"):
        await db.execute(
            f"DELETE FROM {table} w WHERE NOT EXISTS (SELECT 1 FROM incoming i WHERE i.line_no = w.line_no)"
        )
    for table in ("incoming", "incoming_words", "incoming_names"):
        await db.execute(f"ANALYZE {table}")
    return gone


async def match(actor: Actor) -> None:
    """Fills `found`: references first, and only where they say nothing the account, then the name."""
    mine = f"cases k JOIN claims c ON c.id = k.claim_id WHERE {MINE}"
    into = "INSERT INTO found SELECT DISTINCT x.line_no, k.id, k.claim_id, k.organisation_id"
    for statement in (
        f"{into}, 'case_reference' FROM incoming_words x JOIN cases k ON {PLAIN.format('k.reference')} = x.word"
        f" WHERE {MINE}",
        f"{into}, 'claim_reference' FROM incoming_words x, {mine} AND {PLAIN.format('c.reference')} = x.word",
        f"{into}, 'court_number' FROM incoming x, proceedings p, {mine} AND p.claim_id = c.id AND x.court IN"
        f" ({PLAIN.format('p.court_number')}, {PLAIN.format('p.bailiff_reference')})",
    ):
        await db.execute(statement, actor.organisation)
    left = "NOT EXISTS (SELECT 1 FROM found f WHERE f.line_no = x.line_no)"
    await db.execute(
        f"{into}, 'iban' FROM incoming x, parties p, {mine} AND p.claim_id = c.id"
        f" AND x.iban_hash = p.iban_hash AND {left}",
        actor.organisation,
    )
    if await db.fetch_value(f"SELECT 1 FROM incoming_names x WHERE {left} LIMIT 1"):
        await db.execute(
            f"{into}, CASE WHEN i.amount_minor = c.balance_minor AND i.currency = c.currency THEN 'name_and_amount'"
            f" ELSE 'name' END FROM incoming_names x JOIN incoming i ON i.line_no = x.line_no, parties p, {mine}"
            f" AND p.claim_id = c.id AND {NAMED.format('p.name')} = x.name AND {left}",
            actor.organisation,
        )
        await db.execute(
            "DELETE FROM found f USING (SELECT line_no FROM found WHERE matched_by = 'name' GROUP BY 1"
            " HAVING count(DISTINCT case_id) > $1) n WHERE f.line_no = n.line_no AND f.matched_by = 'name'",
            MOST_NAMESAKES,
        )


SURE = f"matched_by IN {CERTAIN}"
_AMBIGUOUS = "More than one open case fits; choose the one."
_CURRENCY = "The case is in another currency."
_CLOSING = "The closing deducted receipts of this claim already; see that this one is not among them."


async def judge(source: str) -> None:
    """Fills `judged`: one row for each line with its confidence, the sentence for it, and the case where certain."""
    closing = (
        "EXISTS (SELECT 1 FROM claim_payments p WHERE p.claim_id = o.claim_id AND p.source = 'seller_receipt'"
        " AND p.receipt_id IS NULL)"
    )
    await db.execute(
        "CREATE TEMP TABLE judged ON COMMIT DROP AS"
        f" WITH best AS (SELECT f.line_no, f.case_id, f.claim_id, bool_or({SURE}) AS sure, min(matched_by) AS how"
        "  FROM found f GROUP BY 1, 2, 3),"
        " told AS (SELECT line_no, count(*) FILTER (WHERE sure) AS sure, count(*) AS fits,"
        "  (array_agg(claim_id ORDER BY sure DESC))[1] AS claim_id,"
        "  (array_agg(case_id ORDER BY sure DESC))[1] AS case_id,"
        "  (array_agg(how ORDER BY sure DESC))[1] AS how FROM best GROUP BY 1),"
        " o AS (SELECT i.line_no, coalesce(t.sure, 0) AS sure, coalesce(t.fits, 0) AS fits, t.claim_id, t.case_id,"
        "  t.how, c.currency = i.currency AS same FROM incoming i LEFT JOIN told t USING (line_no)"
        "  LEFT JOIN claims c ON c.id = t.claim_id)"
        " SELECT line_no, CASE WHEN fits = 0 THEN 'none' WHEN sure > 1 OR (sure = 0 AND fits > 1) THEN 'possible'"
        f"  WHEN sure = 1 AND same AND NOT {_asked(source, closing)} THEN 'certain' WHEN sure = 1"
        "  OR how IN ('iban', 'name_and_amount') THEN 'likely' ELSE 'possible' END AS confidence,"
        f" CASE WHEN fits = 0 THEN 'Nothing on the line names a case.' WHEN sure > 1 OR (sure = 0 AND fits > 1)"
        f"  THEN '{_AMBIGUOUS}' WHEN sure = 1 AND NOT same THEN '{_CURRENCY}'"
        f"  WHEN sure = 1 AND {_asked(source, closing)} THEN '{_CLOSING}'"
        "  WHEN how = 'case_reference' THEN 'It names the case.'"
        "  WHEN how = 'claim_reference' THEN 'It names the claim.'"
        "  WHEN how = 'court_number' THEN 'It names the court’s or bailiff’s number.'"
        "  WHEN how = 'iban' THEN 'It comes from the debtor’s account.'"
        "  WHEN how = 'name_and_amount' THEN 'The debtor’s name and the balance at the cut-off fit.'"
        "  ELSE 'The debtor’s name fits.' END AS why, case_id FROM o"
    )
    await db.execute("ANALYZE judged")


def _asked(source: str, closing: str) -> str:
    return closing if source == "seller_receipt" else "false"
