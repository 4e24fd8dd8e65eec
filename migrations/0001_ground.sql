-- The ground: what every role may do, who the actor is, and the append-only record.

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO recourse_app, recourse_platform, recourse_backup;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO recourse_app, recourse_platform;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO recourse_backup;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO recourse_app, recourse_platform;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO recourse_backup;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO recourse_app, recourse_platform;

-- After COMMIT a transaction-local setting is '' and not NULL, hence NULLIF.
CREATE FUNCTION current_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT NULLIF(current_setting('recourse.organisation', true), '')::uuid $$;
CREATE FUNCTION current_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT NULLIF(current_setting('recourse.person', true), '')::uuid $$;

-- One policy each for the two roles. The sub-select makes the planner read the setting once per query.
CREATE FUNCTION see_as_tenant(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY tenant ON %s TO recourse_app
        USING (organisation_id = (SELECT current_organisation()))
        WITH CHECK (organisation_id = (SELECT current_organisation()))', target);
END $$;

-- Cases, deadlines and documents also belong to the law firm that was instructed.
CREATE FUNCTION see_as_tenant_or_firm(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY tenant ON %s TO recourse_app
        USING (organisation_id = (SELECT current_organisation())
               OR firm_organisation_id = (SELECT current_organisation()))
        WITH CHECK (organisation_id = (SELECT current_organisation())
               OR firm_organisation_id = (SELECT current_organisation()))', target);
END $$;

CREATE FUNCTION see_as_two_parties(target regclass, one name, other name) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY two_party ON %1$s TO recourse_app
        USING (%2$I = (SELECT current_organisation()) OR %3$I = (SELECT current_organisation()))
        WITH CHECK (%2$I = (SELECT current_organisation()) OR %3$I = (SELECT current_organisation()))',
        target, one, other);
END $$;

CREATE FUNCTION platform_works_on(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE POLICY platform ON %s TO recourse_platform USING (true) WITH CHECK (true)', target);
END $$;

CREATE FUNCTION append_only(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE ON %s FROM recourse_app, recourse_platform', target);
END $$;

REVOKE EXECUTE ON FUNCTION see_as_tenant, see_as_tenant_or_firm, see_as_two_parties, platform_works_on, append_only
    FROM PUBLIC, recourse_app, recourse_platform;

CREATE TABLE facts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind varchar(80) NOT NULL CHECK (kind ~ '^[a-z_]+:[a-z_]+:[a-z_]+$'),
    actor_kind varchar(12) NOT NULL CHECK (actor_kind IN ('person', 'token', 'system', 'platform')),
    person_id uuid,
    organisation_id uuid,
    about_organisation_id uuid,
    subject_id uuid NOT NULL,
    data jsonb NOT NULL
);
CREATE INDEX facts_by_subject ON facts (organisation_id, subject_id, id);
CREATE INDEX facts_about ON facts (about_organisation_id, subject_id, id) WHERE about_organisation_id IS NOT NULL;
CREATE INDEX facts_by_xid ON facts (xid);
ALTER TABLE facts ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_own ON facts FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR about_organisation_id = (SELECT current_organisation()));
CREATE POLICY write_own ON facts FOR INSERT TO recourse_app
    WITH CHECK (organisation_id IS NOT DISTINCT FROM (SELECT current_organisation()));
SELECT platform_works_on('facts');
SELECT append_only('facts');

CREATE TABLE fact_seals (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sealed_at timestamptz NOT NULL,
    facts_count integer NOT NULL CHECK (facts_count > 0),
    root bytea NOT NULL CHECK (length(root) = 32),
    previous_chain bytea NOT NULL CHECK (length(previous_chain) = 32),
    chain bytea NOT NULL UNIQUE CHECK (length(chain) = 32),
    object_key varchar(200),
    timestamp_token bytea
);
CREATE TABLE fact_leaves (
    fact_id bigint PRIMARY KEY REFERENCES facts ON DELETE RESTRICT,
    seal_id bigint NOT NULL REFERENCES fact_seals ON DELETE RESTRICT,
    position integer NOT NULL,
    leaf bytea NOT NULL CHECK (length(leaf) = 32),
    UNIQUE (seal_id, position)
);
ALTER TABLE fact_seals ENABLE ROW LEVEL SECURITY;
ALTER TABLE fact_leaves ENABLE ROW LEVEL SECURITY;
SELECT platform_works_on('fact_seals');
SELECT platform_works_on('fact_leaves');
SELECT append_only('fact_seals');
SELECT append_only('fact_leaves');
-- The locked object and the time stamp arrive after the transaction that sealed.
GRANT UPDATE (object_key, timestamp_token) ON fact_seals TO recourse_platform;

CREATE TABLE debtor_reads (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    person_id uuid,
    actor_kind varchar(12) NOT NULL,
    organisation_id uuid NOT NULL,
    claim_id uuid NOT NULL,
    purpose varchar(80) NOT NULL
);
CREATE INDEX debtor_reads_by_claim ON debtor_reads (organisation_id, claim_id, id);
SELECT see_as_tenant('debtor_reads');
SELECT append_only('debtor_reads');

CREATE TABLE data_keys (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL,
    purpose varchar(20) NOT NULL CHECK (purpose IN ('tape', 'object', 'person')),
    wrapped bytea,
    created_at timestamptz NOT NULL,
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
-- A wrapped key is worthless without the platform's key; whoever may read the row that names it may unwrap it.
ALTER TABLE data_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_any ON data_keys FOR SELECT TO recourse_app USING (true);
CREATE POLICY write_own ON data_keys FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()));
CREATE POLICY destroy_own ON data_keys FOR UPDATE TO recourse_app
    USING (organisation_id = (SELECT current_organisation()));
SELECT platform_works_on('data_keys');

CREATE TABLE idempotency_keys (
    person_id uuid NOT NULL,
    key varchar(80) NOT NULL,
    organisation_id uuid NOT NULL,
    route varchar(200) NOT NULL,
    request_digest bytea NOT NULL,
    answer_status smallint,
    answer_location varchar(400),
    answer_body bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, key)
);
SELECT see_as_tenant('idempotency_keys');
GRANT DELETE ON idempotency_keys TO recourse_app;

CREATE TABLE progress (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    what varchar(40) NOT NULL,
    done bigint NOT NULL CHECK (done >= 0),
    total bigint CHECK (total >= 0),
    state varchar(10) NOT NULL CHECK (state IN ('waiting', 'working', 'done', 'failed')),
    sentence text,
    started_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX progress_by_subject ON progress (organisation_id, subject_id, started_at DESC);
SELECT see_as_tenant('progress');
SELECT platform_works_on('progress');

CREATE TABLE mails (
    id uuid PRIMARY KEY,
    organisation_id uuid,
    person_id uuid,
    kind varchar(40) NOT NULL,
    recipient varchar(254) NOT NULL,
    subject varchar(300) NOT NULL,
    body_text text NOT NULL,
    body_html text NOT NULL,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    failed_reason varchar(300),
    cause varchar(120) UNIQUE
);
CREATE INDEX mails_by_organisation ON mails (organisation_id, created_at);
ALTER TABLE mails ENABLE ROW LEVEL SECURITY;
CREATE POLICY write_own ON mails FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()));
CREATE POLICY read_own ON mails FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation()));
REVOKE UPDATE ON mails FROM recourse_app;
SELECT platform_works_on('mails');
