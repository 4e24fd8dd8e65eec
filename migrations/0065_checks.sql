-- What was asked about debtors before a paper leaves: when, of which register, by whom, and what it said. How old such
-- an answer may be is each organisation's own policy. What a person answered to a finding of the preflight stays too.

CREATE TABLE party_checks (
    id uuid PRIMARY KEY,
    party_id uuid NOT NULL REFERENCES parties ON DELETE RESTRICT,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    what varchar(12) NOT NULL CHECK (what IN ('insolvency', 'death', 'moratorium', 'address')),
    answer varchar(5) NOT NULL CHECK (answer IN ('clear', 'hit')),
    checked_on date NOT NULL,
    source varchar(200) NOT NULL CHECK (source <> ''),
    recorded_by uuid,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX party_checks_by_claim ON party_checks (claim_id, what, checked_on DESC);
SELECT see_with_claim('party_checks');
SELECT hangs_on('party_checks', 'claims', 'claim_id', firm => true);
SELECT append_only('party_checks');

CREATE TABLE check_policies (
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    what varchar(12) NOT NULL CHECK (what IN ('insolvency', 'death', 'moratorium', 'address')),
    -- Without a number the age is no longer limited.
    most_days integer CHECK (most_days BETWEEN 1 AND 3650),
    set_by uuid,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, what)
);
SELECT see_as_tenant('check_policies');

CREATE TABLE preflight_answers (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    reason varchar(300) NOT NULL CHECK (reason <> ''),
    answered_by uuid NOT NULL,
    answered_at timestamptz NOT NULL
);
CREATE INDEX preflight_answers_by_case ON preflight_answers (case_id);
SELECT see_as_tenant_or_firm('preflight_answers');
SELECT hangs_on('preflight_answers', 'cases', 'case_id', firm => true);
SELECT append_only('preflight_answers');
