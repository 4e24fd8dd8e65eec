-- Who works with whom, who is away and who sees to it meanwhile, how early a firm wants to be told, and lists that are kept.

CREATE TABLE teams (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    name varchar(80) NOT NULL,
    jurisdictions varchar(10)[] NOT NULL DEFAULT '{}',
    products varchar(20)[] NOT NULL DEFAULT '{}',
    least_minor bigint CHECK (least_minor >= 0),
    most_minor bigint CHECK (most_minor >= least_minor),
    created_at timestamptz NOT NULL,
    closed_at timestamptz
);
CREATE UNIQUE INDEX teams_by_name ON teams (organisation_id, lower(name)) WHERE closed_at IS NULL;
SELECT see_as_tenant('teams');
REVOKE UPDATE ON teams FROM recourse_app, recourse_platform;
GRANT UPDATE (name, jurisdictions, products, least_minor, most_minor, closed_at) ON teams TO recourse_app;

CREATE TABLE team_members (
    id uuid PRIMARY KEY,
    team_id uuid NOT NULL REFERENCES teams ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    person_id uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    since timestamptz NOT NULL,
    until timestamptz
);
CREATE UNIQUE INDEX team_members_once ON team_members (team_id, person_id) WHERE until IS NULL;
CREATE INDEX team_members_by_person ON team_members (organisation_id, person_id) WHERE until IS NULL;
SELECT see_as_tenant('team_members');
REVOKE UPDATE ON team_members FROM recourse_app, recourse_platform;
GRANT UPDATE (until) ON team_members TO recourse_app;

CREATE TABLE absences (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    person_id uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    cover_person_id uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    from_on date NOT NULL,
    until_on date NOT NULL,
    recorded_by uuid,
    created_at timestamptz NOT NULL,
    ended_at timestamptz,
    CHECK (until_on >= from_on),
    CHECK (person_id <> cover_person_id)
);
CREATE INDEX absences_by_person ON absences (organisation_id, person_id, until_on) WHERE ended_at IS NULL;
SELECT see_as_tenant('absences');
SELECT platform_works_on('absences');
REVOKE INSERT, UPDATE ON absences FROM recourse_platform;
REVOKE UPDATE ON absences FROM recourse_app;
GRANT UPDATE (ended_at) ON absences TO recourse_app;

CREATE TABLE reminder_settings (
    organisation_id uuid PRIMARY KEY REFERENCES organisations ON DELETE RESTRICT,
    days_before integer[] NOT NULL CHECK (cardinality(days_before) BETWEEN 1 AND 20),
    escalate_after integer CHECK (escalate_after BETWEEN 0 AND 60),
    escalate_to uuid REFERENCES people ON DELETE RESTRICT,
    changed_by uuid,
    changed_at timestamptz NOT NULL,
    CHECK ((escalate_after IS NULL) = (escalate_to IS NULL))
);
SELECT see_as_tenant('reminder_settings');
SELECT platform_works_on('reminder_settings');
REVOKE INSERT, UPDATE ON reminder_settings FROM recourse_platform;

CREATE TABLE saved_filters (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    person_id uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    list varchar(10) NOT NULL CHECK (list IN ('cases', 'deadlines')),
    name varchar(60) NOT NULL,
    query varchar(500) NOT NULL,
    shared boolean NOT NULL,
    created_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE UNIQUE INDEX saved_filters_by_name ON saved_filters (organisation_id, person_id, list, lower(name))
    WHERE removed_at IS NULL;
SELECT see_as_tenant('saved_filters');
REVOKE UPDATE ON saved_filters FROM recourse_app, recourse_platform;
GRANT UPDATE (removed_at) ON saved_filters TO recourse_app;

-- The tracker's further lists: limitation near, dates that may still move, law nobody has verified.
CREATE INDEX deadlines_limitation ON deadlines (organisation_id, safe_on, id)
    WHERE kind = 'limitation' AND status = 'open' AND outcome <> 'barred' AND safe_on IS NOT NULL AND opens_on IS NULL;
CREATE INDEX deadlines_limitation_firm ON deadlines (firm_organisation_id, safe_on, id)
    WHERE kind = 'limitation' AND status = 'open' AND outcome <> 'barred' AND safe_on IS NOT NULL AND opens_on IS NULL
        AND firm_organisation_id IS NOT NULL;
CREATE INDEX deadlines_provisional ON deadlines (organisation_id, safe_on, id)
    WHERE provisional IS NOT NULL AND status = 'open' AND outcome <> 'barred' AND safe_on IS NOT NULL
        AND opens_on IS NULL;
CREATE INDEX deadlines_provisional_firm ON deadlines (firm_organisation_id, safe_on, id)
    WHERE provisional IS NOT NULL AND status = 'open' AND outcome <> 'barred' AND safe_on IS NOT NULL
        AND opens_on IS NULL AND firm_organisation_id IS NOT NULL;
CREATE INDEX deadlines_unverified ON deadlines (organisation_id, safe_on, id)
    WHERE NOT verified AND status = 'open' AND outcome <> 'barred' AND safe_on IS NOT NULL AND opens_on IS NULL;
CREATE INDEX deadlines_unverified_firm ON deadlines (firm_organisation_id, safe_on, id)
    WHERE NOT verified AND status = 'open' AND outcome <> 'barred' AND safe_on IS NOT NULL AND opens_on IS NULL
        AND firm_organisation_id IS NOT NULL;
