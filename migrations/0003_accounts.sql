-- Organisations, the people in them, and what each may do.

CREATE TABLE organisations (
    id uuid PRIMARY KEY,
    name varchar(200) NOT NULL CHECK (name <> ''),
    kinds varchar(20)[] NOT NULL CHECK (cardinality(kinds) > 0
        AND kinds <@ ARRAY['seller', 'purchaser', 'servicer', 'law_firm', 'operator']::varchar[]),
    country char(2) NOT NULL,
    registration_number varchar(60),
    street varchar(200),
    postcode varchar(20),
    city varchar(120),
    contact_email varchar(254),
    contact_phone varchar(40),
    bank_account varchar(34),
    originator_kind varchar(20) CHECK (originator_kind IN
        ('bank', 'lender', 'telecom', 'utility', 'landlord', 'trade')),
    status varchar(12) NOT NULL CHECK (status IN ('applied', 'vetted', 'suspended', 'refused', 'closed')),
    status_reason text,
    version integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL
);

CREATE TABLE people (
    id uuid PRIMARY KEY,
    email varchar(254) NOT NULL CHECK (email = lower(email)),
    name varchar(200) NOT NULL,
    password_hash varchar(200),
    status varchar(12) NOT NULL CHECK (status IN ('invited', 'active', 'locked', 'closed')),
    locale varchar(10) NOT NULL,
    time_zone varchar(60) NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT people_email UNIQUE (email)
);

CREATE TABLE roles (
    role varchar(30) PRIMARY KEY,
    sentence text NOT NULL
);
CREATE TABLE role_permissions (
    role varchar(30) NOT NULL REFERENCES roles ON DELETE RESTRICT,
    permission varchar(60) NOT NULL CHECK (permission ~ '^[a-z_]+\.[a-z_]+$'),
    PRIMARY KEY (role, permission)
);

CREATE TABLE memberships (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    person_id uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    role varchar(30) NOT NULL REFERENCES roles ON DELETE RESTRICT,
    since timestamptz NOT NULL,
    until timestamptz CHECK (until >= since)
);
CREATE UNIQUE INDEX memberships_current ON memberships (organisation_id, person_id, role) WHERE until IS NULL;
CREATE INDEX memberships_by_person ON memberships (person_id);

CREATE FUNCTION is_operator() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT EXISTS (SELECT 1 FROM organisations WHERE id = current_organisation()
                         AND 'operator' = ANY (kinds) AND status = 'vetted') $$;

ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
-- Vetted organisations form the market's directory; the rest is seen by itself and the operator.
CREATE POLICY read_directory ON organisations FOR SELECT TO recourse_app
    USING (id = (SELECT current_organisation()) OR status = 'vetted' OR (SELECT is_operator()));
CREATE POLICY write_own ON organisations FOR UPDATE TO recourse_app
    USING (id = (SELECT current_organisation()) OR (SELECT is_operator()));
REVOKE INSERT ON organisations FROM recourse_app;
SELECT platform_works_on('organisations');

-- Only the operator moves an organisation's standing or decides what it may be.
CREATE FUNCTION keep_standing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'recourse_app' AND NOT is_operator()
       AND (NEW.status IS DISTINCT FROM OLD.status OR NEW.kinds IS DISTINCT FROM OLD.kinds) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the operator changes the standing of an organisation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_standing BEFORE UPDATE ON organisations FOR EACH ROW EXECUTE FUNCTION keep_standing();

ALTER TABLE people ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_colleagues ON people FOR SELECT TO recourse_app
    USING (id = (SELECT current_person()) OR id IN
        (SELECT m.person_id FROM memberships m WHERE m.organisation_id = (SELECT current_organisation())));
CREATE POLICY write_self ON people FOR UPDATE TO recourse_app
    USING (id = (SELECT current_person())) WITH CHECK (id = (SELECT current_person()));
REVOKE INSERT ON people FROM recourse_app;
-- The hash never travels to a role that does not sign people in.
REVOKE SELECT ON people FROM recourse_app;
GRANT SELECT (id, email, name, status, locale, time_zone, created_at) ON people TO recourse_app;
REVOKE UPDATE ON people FROM recourse_app;
GRANT UPDATE (name, locale, time_zone) ON people TO recourse_app;
SELECT platform_works_on('people');

ALTER TABLE roles ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_any ON roles FOR SELECT USING (true);
ALTER TABLE role_permissions ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_any ON role_permissions FOR SELECT USING (true);
REVOKE INSERT, UPDATE ON roles, role_permissions FROM recourse_app, recourse_platform;

SELECT see_as_tenant('memberships');
SELECT platform_works_on('memberships');

CREATE TABLE mandates (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    agent_organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    kind varchar(12) NOT NULL CHECK (kind IN ('bidding', 'servicing', 'litigation')),
    from_on date NOT NULL,
    until_on date CHECK (until_on >= from_on),
    power_sha256 bytea NOT NULL CHECK (length(power_sha256) = 32),
    power_document_id uuid,
    granted_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK (organisation_id <> agent_organisation_id)
);
CREATE INDEX mandates_by_principal ON mandates (organisation_id, kind, from_on);
CREATE INDEX mandates_by_agent ON mandates (agent_organisation_id, kind, from_on);
SELECT see_as_two_parties('mandates', 'organisation_id', 'agent_organisation_id');

CREATE TABLE licences (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    role varchar(12) NOT NULL CHECK (role IN ('purchaser', 'servicer', 'law_firm')),
    country char(2) NOT NULL,
    originator_kind varchar(20) NOT NULL CHECK (originator_kind IN
        ('any', 'bank', 'lender', 'telecom', 'utility', 'landlord', 'trade')),
    debtor_kind varchar(10) NOT NULL CHECK (debtor_kind IN ('any', 'person', 'company')),
    number varchar(80) NOT NULL,
    authority varchar(200) NOT NULL,
    from_on date NOT NULL,
    expires_on date NOT NULL CHECK (expires_on >= from_on),
    status varchar(10) NOT NULL CHECK (status IN ('claimed', 'verified', 'revoked')),
    version integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL
);
CREATE INDEX licences_by_organisation ON licences (organisation_id, role, country, expires_on);
ALTER TABLE licences ENABLE ROW LEVEL SECURITY;
-- A licence is public: a seller checks a bidder's before the award.
CREATE POLICY read_any ON licences FOR SELECT TO recourse_app USING (true);
CREATE POLICY claim_own ON licences FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()) AND status = 'claimed');
CREATE POLICY operator_verifies ON licences FOR UPDATE TO recourse_app USING ((SELECT is_operator()));
SELECT platform_works_on('licences');

CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    email varchar(254) NOT NULL CHECK (email = lower(email)),
    name varchar(200) NOT NULL,
    role varchar(30) NOT NULL REFERENCES roles ON DELETE RESTRICT,
    token_hash bytea NOT NULL UNIQUE,
    invited_by uuid,
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    withdrawn_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE INDEX invitations_by_organisation ON invitations (organisation_id, created_at);
SELECT see_as_tenant('invitations');
SELECT platform_works_on('invitations');

-- Sessions are read by the hash of the cookie before anyone is known: platform role only.
CREATE TABLE sessions (
    id bytea PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    organisation_id uuid REFERENCES organisations ON DELETE RESTRICT,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    second_factor_at timestamptz,
    flash jsonb NOT NULL,
    ip varchar(45),
    agent varchar(200)
);
CREATE INDEX sessions_by_person ON sessions (person_id);
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON sessions FROM recourse_app;
SELECT platform_works_on('sessions');
GRANT DELETE ON sessions TO recourse_platform;

CREATE TABLE second_factors (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    secret_sealed bytea NOT NULL,
    confirmed_at timestamptz,
    last_step bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE UNIQUE INDEX second_factors_current ON second_factors (person_id)
    WHERE removed_at IS NULL AND confirmed_at IS NOT NULL;
CREATE TABLE recovery_codes (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    code_hash bytea NOT NULL UNIQUE,
    used_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE INDEX recovery_codes_by_person ON recovery_codes (person_id);
CREATE TABLE sign_in_attempts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    email_hash bytea NOT NULL,
    ip varchar(45),
    succeeded boolean NOT NULL
);
CREATE INDEX sign_in_attempts_by_email ON sign_in_attempts (email_hash, at);
CREATE INDEX sign_in_attempts_by_ip ON sign_in_attempts (ip, at);
ALTER TABLE second_factors ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_attempts ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON second_factors, recovery_codes, sign_in_attempts FROM recourse_app;
SELECT platform_works_on('second_factors');
SELECT platform_works_on('recovery_codes');
SELECT platform_works_on('sign_in_attempts');

CREATE TABLE api_tokens (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    person_id uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    name varchar(80) NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    scopes varchar(60)[] NOT NULL CHECK (cardinality(scopes) > 0),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    used_at timestamptz,
    created_at timestamptz NOT NULL
);
CREATE INDEX api_tokens_by_organisation ON api_tokens (organisation_id, created_at);
SELECT see_as_tenant('api_tokens');
SELECT platform_works_on('api_tokens');

INSERT INTO roles (role, sentence) VALUES
    ('administrator', 'invites people, holds licences and mandates, sees everything of the organisation'),
    ('seller', 'uploads tapes, lists, answers bidders, awards, signs and closes'),
    ('buyer', 'looks at listings, bids, signs and pays'),
    ('lawyer', 'works cases, prepares and approves filings, keeps deadlines'),
    ('clerk', 'works cases and deadlines, approves nothing'),
    ('operator', 'vets organisations and watches the trade');
INSERT INTO role_permissions (role, permission)
SELECT r.role, p.permission FROM (VALUES
    ('administrator', 'people.manage'), ('administrator', 'licences.claim'), ('administrator', 'mandates.grant'),
    ('administrator', 'tokens.manage'), ('administrator', 'organisation.edit'), ('administrator', 'facts.read'),
    ('administrator', 'signatories.appoint'),
    ('seller', 'tapes.upload'), ('seller', 'tapes.accept'), ('seller', 'claims.read'), ('seller', 'listings.edit'),
    ('seller', 'listings.open'), ('seller', 'listings.award'), ('seller', 'sales.sign'), ('seller', 'sales.close'),
    ('seller', 'sales.confirm_payment'), ('seller', 'facts.read'),
    ('buyer', 'listings.view'), ('buyer', 'diligence.accept'), ('buyer', 'bids.place'), ('buyer', 'sales.sign'),
    ('buyer', 'sales.close'), ('buyer', 'sales.confirm_payment'), ('buyer', 'cases.read'), ('buyer', 'cases.instruct'),
    ('buyer', 'cases.onboard'), ('buyer', 'facts.read'), ('buyer', 'claims.read'),
    ('lawyer', 'cases.read'), ('lawyer', 'cases.work'), ('lawyer', 'cases.onboard'), ('lawyer', 'filings.prepare'),
    ('lawyer', 'filings.approve'), ('lawyer', 'deadlines.keep'), ('lawyer', 'claims.read'), ('lawyer', 'facts.read'),
    ('clerk', 'cases.read'), ('clerk', 'cases.work'), ('clerk', 'filings.prepare'), ('clerk', 'deadlines.keep'),
    ('clerk', 'claims.read'),
    ('operator', 'organisations.vet'), ('operator', 'licences.verify'), ('operator', 'trade.watch'),
    ('operator', 'facts.read')
) AS p(role, permission) JOIN roles r USING (role);
