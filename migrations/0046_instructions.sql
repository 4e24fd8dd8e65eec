-- Instruction of a law firm. The status of an instruction and the rows that a firm sees are one thing: a trigger moves
-- them together, and nobody else puts a firm on a case or takes it off. That trigger is in 0058.

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE SEQUENCE instruction_numbers;
CREATE TABLE instructions (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    firm_organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    number varchar(20) NOT NULL UNIQUE,
    status varchar(10) NOT NULL CHECK (status IN
        ('draft', 'sent', 'accepted', 'refused', 'withdrawn', 'returned', 'ended')),
    version integer NOT NULL DEFAULT 0,
    currency char(3) NOT NULL,
    -- What the firm may incur in court fees and costs without asking; fees as the parties agreed them.
    case_limit_minor bigint CHECK (case_limit_minor >= 0),
    whole_limit_minor bigint CHECK (whole_limit_minor >= 0),
    fee_case_minor bigint CHECK (fee_case_minor >= 0),
    fee_letter_minor bigint CHECK (fee_letter_minor >= 0),
    fee_court_minor bigint CHECK (fee_court_minor >= 0),
    fee_hour_minor bigint CHECK (fee_hour_minor >= 0),
    fee_percent numeric(6, 3) CHECK (fee_percent BETWEEN 0 AND 100),
    report_every_days integer CHECK (report_every_days BETWEEN 1 AND 366),
    note varchar(2000),
    drafted_by uuid,
    drafted_at timestamptz NOT NULL,
    sent_at timestamptz,
    accepted_at timestamptz,
    over_at timestamptz,
    reason varchar(500),
    handover varchar(4000),
    CHECK (organisation_id <> firm_organisation_id),
    CHECK (status NOT IN ('sent', 'accepted', 'refused', 'returned', 'ended') OR sent_at IS NOT NULL),
    CHECK (status NOT IN ('accepted', 'returned', 'ended') OR accepted_at IS NOT NULL),
    CHECK (status NOT IN ('refused', 'returned') OR reason IS NOT NULL),
    CHECK (status <> 'returned' OR handover IS NOT NULL)
);
CREATE INDEX instructions_by_owner ON instructions (organisation_id, id);
CREATE INDEX instructions_by_firm ON instructions (firm_organisation_id, id);
ALTER TABLE instructions ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_both ON instructions FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR (firm_organisation_id = (SELECT current_organisation()) AND sent_at IS NOT NULL));
CREATE POLICY draft_own ON instructions FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()) AND status = 'draft' AND sent_at IS NULL);
CREATE POLICY move_both ON instructions FOR UPDATE TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR (firm_organisation_id = (SELECT current_organisation()) AND sent_at IS NOT NULL));
REVOKE UPDATE ON instructions FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, sent_at, accepted_at, over_at, reason, handover) ON instructions TO recourse_app;

-- The cases of an instruction: the list that both sides keep, without any debtor's data.
CREATE TABLE instruction_cases (
    id uuid PRIMARY KEY,
    instruction_id uuid NOT NULL REFERENCES instructions ON DELETE RESTRICT,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    claim_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid NOT NULL,
    reference varchar(40) NOT NULL,
    country char(2) NOT NULL,
    balance_minor bigint NOT NULL,
    currency char(3) NOT NULL,
    status varchar(8) NOT NULL CHECK (status IN ('proposed', 'taken', 'left_out', 'gone')),
    reason varchar(80),
    CHECK ((status = 'left_out') = (reason IS NOT NULL))
);
CREATE UNIQUE INDEX instruction_cases_once ON instruction_cases (instruction_id, case_id);
CREATE UNIQUE INDEX instruction_cases_standing ON instruction_cases (case_id) WHERE status IN ('proposed', 'taken');
ALTER TABLE instruction_cases ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_both ON instruction_cases FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR (firm_organisation_id = (SELECT current_organisation())
               AND instruction_id IN (SELECT i.id FROM instructions i
                   WHERE i.firm_organisation_id = (SELECT current_organisation()) AND i.sent_at IS NOT NULL)));
CREATE POLICY draft_own ON instruction_cases FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()) AND status = 'proposed'
        AND (instruction_id, firm_organisation_id) IN (SELECT i.id, i.firm_organisation_id FROM instructions i
            WHERE i.organisation_id = (SELECT current_organisation()) AND i.status = 'draft'));
REVOKE UPDATE ON instruction_cases FROM recourse_app, recourse_platform;
SELECT hangs_on('instruction_cases', 'cases', 'case_id');

-- A firm's register of interests: whom it acts or acted for, and against whom. Nobody else reads it.
CREATE TABLE conflict_interests (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    side varchar(7) NOT NULL CHECK (side IN ('client', 'adverse', 'other')),
    name varchar(200) NOT NULL,
    name_key varchar(200) NOT NULL,
    identifier_hash bytea CHECK (length(identifier_hash) = 16),
    source varchar(11) NOT NULL CHECK (source IN ('hand', 'file', 'instruction')),
    instruction_id uuid REFERENCES instructions ON DELETE RESTRICT,
    entered_by uuid,
    entered_at timestamptz NOT NULL,
    removed_at timestamptz,
    CHECK ((source = 'instruction') = (instruction_id IS NOT NULL))
);
CREATE INDEX conflict_interests_by_name ON conflict_interests (organisation_id, name_key) WHERE removed_at IS NULL;
CREATE INDEX conflict_interests_by_hash ON conflict_interests (organisation_id, identifier_hash)
    WHERE removed_at IS NULL AND identifier_hash IS NOT NULL;
CREATE INDEX conflict_interests_in_order ON conflict_interests (organisation_id, id);
SELECT see_as_tenant('conflict_interests');
REVOKE UPDATE ON conflict_interests FROM recourse_app, recourse_platform;
GRANT UPDATE (removed_at) ON conflict_interests TO recourse_app;

CREATE TABLE conflict_checks (
    id uuid PRIMARY KEY,
    instruction_id uuid NOT NULL REFERENCES instructions ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    parties integer NOT NULL,
    interests integer NOT NULL,
    hits integer NOT NULL,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    checked_by uuid,
    checked_at timestamptz NOT NULL
);
CREATE INDEX conflict_checks_by_instruction ON conflict_checks (instruction_id, checked_at);
SELECT see_as_tenant('conflict_checks');
REVOKE INSERT ON conflict_checks FROM recourse_app, recourse_platform;
SELECT append_only('conflict_checks');

-- A party that may be one of the firm's interests; without a case it is the owner itself.
CREATE TABLE conflict_hits (
    id uuid PRIMARY KEY,
    instruction_id uuid NOT NULL REFERENCES instructions ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    case_id uuid REFERENCES cases ON DELETE RESTRICT,
    party_id uuid NOT NULL,
    party_name varchar(200) NOT NULL,
    interest_id uuid NOT NULL REFERENCES conflict_interests ON DELETE RESTRICT,
    basis varchar(10) NOT NULL CHECK (basis IN ('identifier', 'name', 'similar')),
    likeness numeric(4, 3) NOT NULL,
    decision varchar(8) CHECK (decision IN ('clear', 'conflict')),
    reason varchar(300),
    decided_by uuid,
    decided_at timestamptz,
    UNIQUE (instruction_id, party_id, interest_id),
    CHECK (num_nonnulls(decision, reason, decided_by, decided_at) IN (0, 4))
);
CREATE INDEX conflict_hits_open ON conflict_hits (organisation_id, instruction_id, id);
SELECT see_as_tenant('conflict_hits');
REVOKE INSERT, UPDATE ON conflict_hits FROM recourse_app, recourse_platform;
GRANT UPDATE (decision, reason, decided_by, decided_at) ON conflict_hits TO recourse_app;

-- A court fee that a paper of the firm will cost counts from its preparation on, as long as the paper lives.
CREATE TABLE fee_commitments (
    filing_id uuid PRIMARY KEY REFERENCES filings ON DELETE RESTRICT,
    instruction_id uuid NOT NULL REFERENCES instructions ON DELETE RESTRICT,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    committed_at timestamptz NOT NULL
);
CREATE INDEX fee_commitments_by_instruction ON fee_commitments (instruction_id, case_id);
SELECT see_as_two_parties('fee_commitments', 'organisation_id', 'firm_organisation_id');
REVOKE UPDATE ON fee_commitments FROM recourse_app, recourse_platform;
GRANT UPDATE (amount_minor, currency, committed_at) ON fee_commitments TO recourse_app;
SELECT hangs_on('fee_commitments', 'filings', 'filing_id', firm => true);

-- The firm asks for more; the owner grants what was asked, less, or nothing.
CREATE TABLE authority_requests (
    id uuid PRIMARY KEY,
    instruction_id uuid NOT NULL REFERENCES instructions ON DELETE RESTRICT,
    case_id uuid REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid NOT NULL,
    asked_minor bigint NOT NULL CHECK (asked_minor > 0),
    granted_minor bigint CHECK (granted_minor > 0),
    currency char(3) NOT NULL,
    why varchar(500) NOT NULL,
    status varchar(8) NOT NULL CHECK (status IN ('asked', 'granted', 'declined')),
    version integer NOT NULL DEFAULT 0,
    answer varchar(500),
    asked_by uuid,
    asked_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    CHECK ((status = 'granted') = (granted_minor IS NOT NULL)),
    CHECK (status <> 'declined' OR answer IS NOT NULL),
    CHECK (granted_minor <= asked_minor)
);
CREATE UNIQUE INDEX authority_requests_one_open ON authority_requests (instruction_id) WHERE status = 'asked';
CREATE INDEX authority_requests_by_instruction ON authority_requests (instruction_id, id);
ALTER TABLE authority_requests ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_both ON authority_requests FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR firm_organisation_id = (SELECT current_organisation()));
CREATE POLICY ask_as_firm ON authority_requests FOR INSERT TO recourse_app
    WITH CHECK (firm_organisation_id = (SELECT current_organisation()) AND status = 'asked'
        AND (instruction_id, organisation_id) IN (SELECT i.id, i.organisation_id FROM instructions i
            WHERE i.firm_organisation_id = (SELECT current_organisation()) AND i.status = 'accepted'));
CREATE POLICY decide_as_owner ON authority_requests FOR UPDATE TO recourse_app
    USING (organisation_id = (SELECT current_organisation()));
REVOKE UPDATE ON authority_requests FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, granted_minor, answer, decided_by, decided_at) ON authority_requests TO recourse_app;

-- What a firm reported for a period, as it was reported.
CREATE TABLE instruction_reports (
    id uuid PRIMARY KEY,
    instruction_id uuid NOT NULL REFERENCES instructions ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL CHECK (until_on >= from_on),
    remark varchar(2000),
    figures jsonb NOT NULL,
    reported_by uuid,
    reported_at timestamptz NOT NULL
);
CREATE INDEX instruction_reports_by_instruction ON instruction_reports (instruction_id, until_on);
ALTER TABLE instruction_reports ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_both ON instruction_reports FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR firm_organisation_id = (SELECT current_organisation()));
CREATE POLICY report_as_firm ON instruction_reports FOR INSERT TO recourse_app
    WITH CHECK (firm_organisation_id = (SELECT current_organisation())
        AND (instruction_id, organisation_id) IN (SELECT i.id, i.organisation_id FROM instructions i
            WHERE i.firm_organisation_id = (SELECT current_organisation()) AND i.accepted_at IS NOT NULL));
SELECT append_only('instruction_reports');

INSERT INTO role_permissions (role, permission) VALUES ('lawyer', 'instructions.answer');

-- A name without accents, legal form and order of words: “Núñez Peña, Lucía” and “LUCIA NUÑEZ PEÑA” are one.
CREATE FUNCTION plain_name(written text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp
    AS $$
    SELECT left(coalesce(
        (SELECT string_agg(w, ' ' ORDER BY w) FROM unnest(words.list) AS w WHERE w <> ALL (
            '{sl,slu,slp,sll,sa,sau,sc,cb,sociedad,limitada,anonima,gmbh,ag,kg,ohg,ug,mbh,ev,eg,co,ab,hb,kb,aktiebolag,'
            'ltd,limited,plc,llp,llc,lp,inc,corp,corporation,company,sp,z,oo,spk,spj,psa,bv,nv,sarl,sas,srl,spa,dac,oy,'
            'as,aps,the}'::text[])),
        array_to_string(words.list, ' '), ''), 200)
    FROM (SELECT array_remove(regexp_split_to_array(
        regexp_replace(lower(unaccent(written)), '[.''’`]', '', 'g'), '[^[:alnum:]]+'), '') AS list) AS words
    $$;
REVOKE EXECUTE ON FUNCTION plain_name FROM recourse_platform;

-- What a firm sees before it answers: names, nothing else of a party.
CREATE FUNCTION instruction_parties(wanted uuid, after_party uuid, most integer)
    RETURNS TABLE (party_id uuid, claim_id uuid, reference varchar, role varchar, kind varchar, name varchar)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.claim_id, x.reference, p.role, p.kind, p.name
    FROM instructions i JOIN instruction_cases x ON x.instruction_id = i.id AND x.status = 'proposed'
        JOIN parties p ON p.claim_id = x.claim_id AND p.organisation_id = i.organisation_id
    WHERE i.id = wanted AND i.status = 'sent' AND i.firm_organisation_id = current_organisation()
        AND (after_party IS NULL OR p.id > after_party)
    ORDER BY p.id LIMIT most $$;
REVOKE EXECUTE ON FUNCTION instruction_parties FROM recourse_platform;

-- Debtors against the firm's clients and other interests; the owner against its adversaries and other interests. Hits that
-- were decided stay; the others are found anew. `owner_hash` is of the owner's registration number.
CREATE FUNCTION check_conflicts(wanted uuid, checked_at timestamptz, owner_hash bytea)
    RETURNS TABLE (seen integer, known integer, hits integer, undecided integer, digest bytea)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    i instructions%ROWTYPE;
BEGIN
    SELECT * INTO i FROM instructions WHERE id = wanted FOR UPDATE;
    IF i.id IS NULL OR i.sent_at IS NULL OR i.firm_organisation_id IS DISTINCT FROM current_organisation() THEN
        RAISE no_data_found USING MESSAGE = 'no such instruction';
    ELSIF i.status <> 'sent' THEN
        RAISE check_violation USING MESSAGE = 'the instruction is ' || i.status || ' already';
    END IF;
    DELETE FROM conflict_hits h WHERE h.instruction_id = wanted AND h.decision IS NULL;
    WITH c AS MATERIALIZED (
        SELECT p.id, x.case_id, p.name, plain_name(p.name) AS name_key, p.national_id_hash AS hash,
            '{client,other}'::text[] AS sides
        FROM instruction_cases x JOIN parties p ON p.claim_id = x.claim_id AND p.organisation_id = i.organisation_id
        WHERE x.instruction_id = wanted AND x.status = 'proposed'
        UNION ALL SELECT o.id, NULL, o.name, plain_name(o.name), owner_hash, '{adverse,other}'
        FROM organisations o WHERE o.id = i.organisation_id),
    n AS MATERIALIZED (
        SELECT * FROM conflict_interests WHERE organisation_id = i.firm_organisation_id AND removed_at IS NULL),
    f AS (
        SELECT c.*, n.id AS interest_id, 'identifier' AS basis, 1.0 AS likeness, 1 AS place
        FROM c JOIN n ON n.identifier_hash = c.hash WHERE n.side = ANY (c.sides)
        UNION ALL SELECT c.*, n.id, 'name', 1.0, 2
        FROM c JOIN n ON n.name_key = c.name_key WHERE n.side = ANY (c.sides) AND c.name_key <> ''
        UNION ALL SELECT c.*, n.id, 'similar', similarity(n.name_key, c.name_key)::numeric(4, 3), 3
        FROM c JOIN n ON n.side = ANY (c.sides) AND n.name_key <> c.name_key
            AND similarity(n.name_key, c.name_key) >= 0.6)
    INSERT INTO conflict_hits (id, instruction_id, organisation_id, case_id, party_id, party_name, interest_id, basis,
        likeness)
    SELECT DISTINCT ON (f.id, f.interest_id) uuidv7(), wanted, i.firm_organisation_id, f.case_id, f.id, f.name,
        f.interest_id, f.basis, f.likeness
    FROM f ORDER BY f.id, f.interest_id, f.place
    ON CONFLICT (instruction_id, party_id, interest_id) DO NOTHING;
    SELECT count(*), sha256(coalesce(string_agg(p.id::text, ',' ORDER BY p.id), '')::bytea) INTO seen, digest
    FROM instruction_cases x JOIN parties p ON p.claim_id = x.claim_id AND p.organisation_id = i.organisation_id
    WHERE x.instruction_id = wanted AND x.status = 'proposed';
    SELECT count(*) INTO known FROM conflict_interests n
    WHERE n.organisation_id = i.firm_organisation_id AND n.removed_at IS NULL;
    SELECT count(*), count(*) FILTER (WHERE h.decision IS NULL), sha256(digest || coalesce(string_agg(
        h.party_id::text || h.interest_id::text || coalesce(h.decision, '?'), ',' ORDER BY h.party_id, h.interest_id),
        '')::bytea) INTO hits, undecided, digest
    FROM conflict_hits h WHERE h.instruction_id = wanted;
    INSERT INTO conflict_checks VALUES (uuidv7(), wanted, i.firm_organisation_id, seen, known, hits, digest,
        current_person(), checked_at);
    RETURN NEXT;
END $$;
REVOKE EXECUTE ON FUNCTION check_conflicts FROM recourse_platform;

-- What the firm laid out, and the court fees of its papers that live: of one case, or of all. Both sides may ask.
CREATE FUNCTION instruction_spent(wanted uuid, one uuid, from_on date, until_on date)
    RETURNS TABLE (laid_out_minor bigint, fees_minor bigint, minutes bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH i AS (SELECT * FROM instructions WHERE id = wanted AND accepted_at IS NOT NULL
               AND current_organisation() IN (organisation_id, firm_organisation_id)),
    x AS (SELECT c.case_id FROM instruction_cases c JOIN i ON c.instruction_id = i.id
          WHERE c.status IN ('taken', 'gone') AND (one IS NULL OR c.case_id = one)),
    e AS (SELECT f.amount_minor, f.currency, f.minutes FROM i, x JOIN case_efforts f ON f.case_id = x.case_id
          WHERE f.organisation_id = i.firm_organisation_id AND f.entered_at >= i.accepted_at
          AND (i.over_at IS NULL OR f.entered_at <= i.over_at)
          AND f.on_date BETWEEN coalesce(from_on, '-infinity') AND coalesce(until_on, 'infinity'))
    SELECT coalesce((SELECT sum(e.amount_minor) FROM e, i WHERE e.currency = i.currency), 0)::bigint,
        coalesce((SELECT sum(m.amount_minor) FROM i JOIN fee_commitments m ON m.instruction_id = i.id
            JOIN filings f ON f.id = m.filing_id AND f.status NOT IN ('withdrawn', 'stopped')
            WHERE (one IS NULL OR m.case_id = one) AND m.currency = i.currency
            AND m.committed_at::date BETWEEN coalesce(from_on, '-infinity') AND coalesce(until_on, 'infinity')), 0)::bigint,
        coalesce((SELECT sum(e.minutes) FROM e), 0)::bigint
    FROM i $$;
REVOKE EXECUTE ON FUNCTION instruction_spent FROM recourse_platform;
