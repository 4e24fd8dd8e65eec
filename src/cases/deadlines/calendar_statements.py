"""The statements by which deadlines reckoned again are compared with what stands, and take its place.

All work on temporary tables that live until the transaction ends.
"""

WAY = "jurisdiction, procedure, event, on_date, seat, method"
DATES = "statutory_on, statutory_at, safe_on, opens_on"

BEFORE = (
    "CREATE TEMP TABLE reckoned_before ON COMMIT DROP AS SELECT d.id, d.rule, d.statutory_on, d.statutory_at,"
    " d.safe_on, d.opens_on, d.provisional, k.jurisdiction, coalesce(l.procedure, k.procedure, '') AS procedure,"
    " e.event, e.on_date, coalesce(l.seat, '') AS seat, coalesce(l.method, '') AS method"
    " FROM deadlines d JOIN case_events e ON e.id = d.event_id JOIN cases k ON k.id = d.case_id"
    " LEFT JOIN chain_links l ON l.event_id = d.event_id WHERE d.organisation_id = $1 AND d.status = 'open'"
    " AND d.kind = 'procedure' AND e.organisation_id = $1 AND k.organisation_id = $1 AND k.jurisdiction = ANY($2)"
)
STANDING = f"SELECT DISTINCT {WAY}, rule, {DATES}, provisional FROM reckoned_before ORDER BY {WAY}, rule"
ANSWERS = (
    "CREATE TEMP TABLE reckoned_answers (number integer, jurisdiction text, procedure text, event text, on_date date,"
    " seat text, method text, rule text, title text, statutory_on date, statutory_at timestamptz, safe_on date,"
    " authority text, verified boolean, provisional text, reckoning jsonb, who text, opens_on date, opens text)"
    " ON COMMIT DROP"
)
ANSWERED = (
    *("number", "jurisdiction", "procedure", "event", "on_date", "seat", "method", "rule", "title", "statutory_on"),
    *("statutory_at", "safe_on", "authority", "verified", "provisional", "reckoning", "who", "opens_on", "opens"),
)
OLD, NEW = (", ".join(f"{row}.{column}" for column in DATES.split(", ")) for row in ("b", "a"))
ROWS = (
    "CREATE TEMP TABLE reckoned_rows ON COMMIT DROP AS SELECT uuidv7() AS id, b.id AS former, a.number,"
    f" ({OLD}) IS DISTINCT FROM ({NEW}) AS moved, concat_ws('; ',"
    " CASE WHEN b.safe_on <> a.safe_on THEN concat('safe date ', b.safe_on, ' → ', a.safe_on) END,"
    " CASE WHEN b.statutory_on <> a.statutory_on THEN concat('last day by law ', b.statutory_on, ' → ',"
    f" a.statutory_on) END) AS what FROM reckoned_before b JOIN reckoned_answers a USING ({WAY}, rule)"
    f" WHERE ({OLD}, b.provisional) IS DISTINCT FROM ({NEW}, a.provisional)"
)
# A row is let go before its successor is written, since the one is made of the other; its reckoning is not carried.
SUPERSEDED = (
    "WITH gone AS (UPDATE deadlines d SET status = 'superseded', superseded_by = n.id, closed_at = $1, closed_by = $2,"
    " closed_reason = left(concat_ws(': ', $3::text, nullif(n.what, '')) || '.', 300), version = d.version + 1"
    " FROM reckoned_rows n WHERE d.id = n.former AND n.moved AND d.status = 'open' RETURNING n.id, n.number, d.tape_id,"
    " d.claim_id, d.case_id, d.organisation_id, d.firm_organisation_id, d.event_id, d.person_id), fresh AS ("
    "INSERT INTO deadlines (id, tape_id, claim_id, case_id, organisation_id, firm_organisation_id, event_id, person_id,"
    " kind, rule, title, outcome, statutory_on, statutory_at, safe_on, authority, verified, provisional, reckoning,"
    " who, opens_on, opens, status, created_at) SELECT g.id, g.tape_id, g.claim_id, g.case_id, g.organisation_id,"
    " g.firm_organisation_id, g.event_id, g.person_id, 'procedure', a.rule, a.title, 'date', a.statutory_on,"
    " a.statutory_at, a.safe_on, a.authority, a.verified, a.provisional, a.reckoning, a.who, a.opens_on, a.opens,"
    " 'open', $1 FROM gone g JOIN reckoned_answers a USING (number))"
    " SELECT firm_organisation_id AS firm, count(*) AS moved,"
    " encode(sha256(string_agg(uuid_send(id), ''::bytea ORDER BY id)), 'hex') AS digest FROM gone GROUP BY 1 ORDER BY 1"
)
# A closing that waits for a second person waits on the deadline that took the place of its own.
CARRIED = (
    "WITH gone AS (UPDATE pending_closings w SET settled = 'fell_away', settled_at = $1 FROM reckoned_rows n"
    " WHERE w.deadline_id = n.former AND n.moved AND w.settled_at IS NULL"
    " AND EXISTS (SELECT FROM deadlines d WHERE d.id = n.id) RETURNING n.id, w.event_id, w.organisation_id, w.verb,"
    " w.reason, w.document_id, w.asked_by, w.asked_at) INSERT INTO pending_closings (id, deadline_id, event_id,"
    " organisation_id, verb, reason, document_id, asked_by, asked_at) SELECT uuidv7(), gone.* FROM gone"
)
NOTED = (
    "UPDATE deadlines d SET provisional = a.provisional, version = d.version + 1 FROM reckoned_rows n"
    " JOIN reckoned_answers a USING (number) WHERE d.id = n.former AND NOT n.moved AND d.status = 'open'"
)
