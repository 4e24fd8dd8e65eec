-- Documents put together for a court: what went in, in which order, with which hash, and what came out.

CREATE TABLE bundles (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    firm_organisation_id uuid,
    subject_kind varchar(20) NOT NULL CHECK (subject_kind IN ('case', 'organisation')),
    subject_id uuid NOT NULL,
    title varchar(200) NOT NULL,
    reference varchar(100) NOT NULL,
    country char(2) NOT NULL,
    form varchar(8) NOT NULL CHECK (form IN ('one', 'separate')),
    label varchar(40) NOT NULL,
    language varchar(10) NOT NULL,
    -- What the portal takes at most in one file, as whoever files says.
    largest_bytes bigint CHECK (largest_bytes > 0),
    status varchar(8) NOT NULL CHECK (status IN ('ordered', 'made', 'refused')),
    version integer NOT NULL DEFAULT 0,
    reason varchar(500),
    pages integer,
    progress_id uuid NOT NULL,
    ordered_by uuid,
    ordered_at timestamptz NOT NULL,
    CHECK (status <> 'refused' OR reason IS NOT NULL)
);
CREATE INDEX bundles_in_order ON bundles (organisation_id, ordered_at DESC, id DESC);
CREATE INDEX bundles_by_firm ON bundles (firm_organisation_id, ordered_at DESC) WHERE firm_organisation_id IS NOT NULL;
CREATE INDEX bundles_by_subject ON bundles (subject_id);
SELECT see_as_tenant_or_firm('bundles');
REVOKE UPDATE ON bundles FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, reason, pages, progress_id) ON bundles TO recourse_app;

CREATE TABLE bundle_sources (
    id uuid PRIMARY KEY,
    bundle_id uuid NOT NULL REFERENCES bundles ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    number integer NOT NULL CHECK (number > 0),
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    class varchar(60) NOT NULL,
    title varchar(300) NOT NULL,
    dated_on date,
    -- What was found when it was read: the hash of the original, of the rendition where there is one, and its place.
    sha256 bytea CHECK (length(sha256) = 32),
    rendered_sha256 bytea CHECK (length(rendered_sha256) = 32),
    engine varchar(100),
    file_name varchar(200),
    volume integer,
    first_page integer,
    last_page integer CHECK (last_page >= first_page),
    reason varchar(500),
    UNIQUE (bundle_id, number)
);
CREATE INDEX bundle_sources_by_document ON bundle_sources (document_id);
SELECT see_as_tenant_or_firm('bundle_sources');
CREATE POLICY what_one_reads ON bundle_sources AS RESTRICTIVE FOR INSERT TO recourse_app
    WITH CHECK (may_read_document(document_id));
REVOKE UPDATE ON bundle_sources FROM recourse_app, recourse_platform;
GRANT UPDATE (sha256, rendered_sha256, engine, file_name, volume, first_page, last_page, reason)
    ON bundle_sources TO recourse_app;
SELECT hangs_on('bundle_sources', 'bundles', 'bundle_id', firm => true);

-- The files that came out, each a sealed document.
CREATE TABLE bundle_volumes (
    bundle_id uuid NOT NULL REFERENCES bundles ON DELETE RESTRICT,
    number integer NOT NULL CHECK (number > 0),
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    first_page integer,
    last_page integer CHECK (last_page >= first_page),
    PRIMARY KEY (bundle_id, number)
);
CREATE INDEX bundle_volumes_by_document ON bundle_volumes (document_id);
ALTER TABLE bundle_volumes ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_bundle ON bundle_volumes FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM bundles b WHERE b.id = bundle_id));
CREATE POLICY write_own ON bundle_volumes FOR INSERT TO recourse_app
    WITH CHECK (EXISTS (SELECT 1 FROM bundles b WHERE b.id = bundle_id
                        AND (b.organisation_id = (SELECT current_organisation())
                             OR b.firm_organisation_id = (SELECT current_organisation())))
                AND may_read_document(document_id));
SELECT append_only('bundle_volumes');

INSERT INTO role_permissions (role, permission) VALUES
    ('seller', 'documents.bundle'), ('buyer', 'documents.bundle'), ('lawyer', 'documents.bundle'),
    ('clerk', 'documents.bundle');
