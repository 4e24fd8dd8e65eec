-- A house may want every deadline of a proceeding looked at by a second person before anybody takes it off the list.

CREATE TABLE deadline_policies (
    organisation_id uuid PRIMARY KEY REFERENCES organisations ON DELETE RESTRICT,
    four_eyes boolean NOT NULL,
    set_by uuid REFERENCES people ON DELETE RESTRICT,
    set_at timestamptz NOT NULL
);
SELECT see_as_tenant('deadline_policies');

CREATE TABLE deadline_checks (
    deadline_id uuid PRIMARY KEY REFERENCES deadlines ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    entered_by uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    checked_by uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    checked_at timestamptz NOT NULL,
    CHECK (checked_by <> entered_by)
);
ALTER TABLE deadline_checks ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_deadline ON deadline_checks FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM deadlines d WHERE d.id = deadline_id));
-- Who entered it is what the event says, not what the checker claims.
CREATE POLICY write_own ON deadline_checks FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation())
                AND EXISTS (SELECT 1 FROM deadlines d JOIN case_events e ON e.id = d.event_id
                            WHERE d.id = deadline_id AND e.recorded_by = entered_by));
SELECT append_only('deadline_checks');

-- What is to be looked at, as it came: few among the many that limitation opens.
CREATE INDEX deadlines_entered ON deadlines (organisation_id, created_at, id)
    WHERE kind = 'procedure' AND status = 'open';
CREATE INDEX deadlines_entered_firm ON deadlines (firm_organisation_id, created_at, id)
    WHERE kind = 'procedure' AND status = 'open' AND firm_organisation_id IS NOT NULL;
