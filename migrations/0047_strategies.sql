-- Strategy as policy: rules in versions that never change, which of them is in force for which portfolio, the chance of
-- recovery somebody stated, and what the rules proposed until a person decided.

CREATE TABLE strategies (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    name varchar(80) NOT NULL CHECK (btrim(name) <> ''),
    -- The cases it is for: the house's own claims, or those it was instructed in.
    side varchar(10) NOT NULL CHECK (side IN ('own', 'instructed')),
    created_by uuid,
    created_at timestamptz NOT NULL,
    closed_at timestamptz
);
CREATE UNIQUE INDEX strategies_by_name ON strategies (organisation_id, lower(name)) WHERE closed_at IS NULL;
SELECT see_as_tenant('strategies');
REVOKE UPDATE ON strategies FROM recourse_app, recourse_platform;
GRANT UPDATE (closed_at) ON strategies TO recourse_app;

CREATE TABLE strategy_versions (
    id uuid PRIMARY KEY,
    strategy_id uuid NOT NULL REFERENCES strategies ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    number integer NOT NULL CHECK (number > 0),
    policy jsonb NOT NULL,
    written_by uuid,
    written_at timestamptz NOT NULL,
    UNIQUE (strategy_id, number)
);
SELECT see_as_tenant('strategy_versions');
SELECT append_only('strategy_versions');

-- One version is in force for a portfolio; the one without a portfolio is for all cases no other is in force for.
CREATE TABLE strategies_in_force (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    strategy_id uuid NOT NULL REFERENCES strategies ON DELETE RESTRICT,
    version_id uuid NOT NULL REFERENCES strategy_versions ON DELETE RESTRICT,
    side varchar(10) NOT NULL CHECK (side IN ('own', 'instructed')),
    sale_id uuid REFERENCES sales ON DELETE RESTRICT,
    from_at timestamptz NOT NULL,
    until_at timestamptz,
    put_by uuid,
    CHECK (until_at >= from_at)
);
CREATE UNIQUE INDEX strategies_in_force_once ON strategies_in_force (organisation_id, side, sale_id)
    NULLS NOT DISTINCT WHERE until_at IS NULL;
CREATE INDEX strategies_in_force_by_strategy ON strategies_in_force (strategy_id, from_at);
SELECT see_as_tenant('strategies_in_force');
SELECT platform_works_on('strategies_in_force');
REVOKE INSERT, UPDATE ON strategies_in_force FROM recourse_platform;
REVOKE UPDATE ON strategies_in_force FROM recourse_app;
GRANT UPDATE (until_at) ON strategies_in_force TO recourse_app;

-- In per cent, as somebody stated it and on what ground; nothing here is computed.
CREATE TABLE case_chances (
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    percent numeric(5, 2) NOT NULL CHECK (percent BETWEEN 0 AND 100),
    source varchar(120) NOT NULL CHECK (btrim(source) <> ''),
    given_by uuid,
    given_at timestamptz NOT NULL,
    PRIMARY KEY (case_id, organisation_id)
);
CREATE INDEX case_chances_by_organisation ON case_chances (organisation_id, case_id);
SELECT see_as_tenant('case_chances');
REVOKE UPDATE ON case_chances FROM recourse_app, recourse_platform;
GRANT UPDATE (percent, source, given_by, given_at) ON case_chances TO recourse_app;

CREATE TABLE strategy_proposals (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    strategy_id uuid NOT NULL REFERENCES strategies ON DELETE RESTRICT,
    version_id uuid NOT NULL REFERENCES strategy_versions ON DELETE RESTRICT,
    rule integer NOT NULL CHECK (rule > 0),
    what varchar(10) NOT NULL CHECK (what IN ('procedure', 'prepare', 'task')),
    target varchar(200) NOT NULL,
    due_on date NOT NULL,
    -- What the rule was judged by, so that the reason can be read for ever.
    ground jsonb NOT NULL,
    balance_minor bigint NOT NULL,
    currency char(3) NOT NULL,
    cost_minor bigint CHECK (cost_minor >= 0),
    net_minor bigint,
    status varchar(10) NOT NULL CHECK (status IN ('proposed', 'accepted', 'declined', 'lapsed')),
    version integer NOT NULL DEFAULT 0,
    proposed_on date NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    reason varchar(300),
    CHECK ((status = 'proposed') = (decided_at IS NULL)),
    CHECK ((status = 'declined') <= (reason IS NOT NULL))
);
CREATE UNIQUE INDEX strategy_proposals_once ON strategy_proposals (organisation_id, case_id) WHERE status = 'proposed';
CREATE INDEX strategy_proposals_waiting ON strategy_proposals (organisation_id, id) WHERE status = 'proposed';
CREATE INDEX strategy_proposals_by_version ON strategy_proposals (organisation_id, version_id, rule, id)
    WHERE status = 'proposed';
CREATE INDEX strategy_proposals_decided ON strategy_proposals (organisation_id, case_id) WHERE status <> 'proposed';
SELECT see_as_tenant('strategy_proposals');
REVOKE UPDATE ON strategy_proposals FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, decided_by, decided_at, reason) ON strategy_proposals TO recourse_app;

INSERT INTO role_permissions (role, permission) VALUES
    ('buyer', 'strategies.set'), ('lawyer', 'strategies.set');
