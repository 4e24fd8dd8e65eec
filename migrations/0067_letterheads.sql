-- What an organisation puts on its papers: logo, sender, foot and clauses. Each saving is a version; the newest counts.
CREATE TABLE letterheads (
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    version integer NOT NULL CHECK (version > 0),
    sender varchar(500) NOT NULL,
    footer varchar(200) NOT NULL,
    logo bytea CHECK (length(logo) <= 262144),
    logo_type varchar(20) CHECK (logo_type IN ('image/png', 'image/jpeg')),
    clauses jsonb NOT NULL,
    saved_by uuid,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, version),
    CHECK ((logo IS NULL) = (logo_type IS NULL))
);
SELECT see_as_tenant('letterheads');
SELECT append_only('letterheads');
