-- An event answers a deadline, and the house wants a second person: the deadline stays open until one has looked.

CREATE TABLE pending_closings (
    id uuid PRIMARY KEY,
    deadline_id uuid NOT NULL REFERENCES deadlines ON DELETE RESTRICT,
    event_id uuid NOT NULL REFERENCES case_events ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    verb varchar(10) NOT NULL CHECK (verb IN ('meet', 'supersede', 'cancel')),
    reason varchar(300) NOT NULL,
    document_id uuid REFERENCES documents ON DELETE RESTRICT,
    asked_by uuid,
    asked_at timestamptz NOT NULL,
    settled varchar(10) CHECK (settled IN ('closed', 'refused', 'fell_away')),
    settled_by uuid,
    settled_at timestamptz,
    settled_reason varchar(300),
    CHECK ((settled IS NULL) = (settled_at IS NULL)),
    CHECK ((settled = 'refused') = (settled_reason IS NOT NULL)),
    -- Who recorded the event cannot be the second person.
    CHECK (settled IS DISTINCT FROM 'refused' OR settled_by IS DISTINCT FROM asked_by)
);
CREATE UNIQUE INDEX pending_closings_one ON pending_closings (deadline_id) WHERE settled_at IS NULL;
CREATE INDEX pending_closings_waiting ON pending_closings (organisation_id, asked_at) WHERE settled_at IS NULL;
CREATE INDEX pending_closings_by_event ON pending_closings (event_id) WHERE settled_at IS NULL;
ALTER TABLE pending_closings ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_deadline ON pending_closings FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM deadlines d WHERE d.id = deadline_id));
CREATE POLICY ask ON pending_closings FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation())
                AND EXISTS (SELECT 1 FROM deadlines d WHERE d.id = deadline_id));
-- Either side may settle what the other asked.
CREATE POLICY settle ON pending_closings FOR UPDATE TO recourse_app
    USING (EXISTS (SELECT 1 FROM deadlines d WHERE d.id = deadline_id));
REVOKE UPDATE, DELETE ON pending_closings FROM recourse_app, recourse_platform;
GRANT UPDATE (settled, settled_by, settled_at, settled_reason) ON pending_closings TO recourse_app;

-- Proceedings that came with a tape and whose procedure a person still has to name.
CREATE INDEX cases_unnamed ON cases (organisation_id, id) WHERE procedure IS NULL AND jurisdiction IS NOT NULL
    AND status IN ('filed', 'served', 'contested', 'uncontested', 'enforceable', 'enforcement');
CREATE INDEX cases_unnamed_firm ON cases (firm_organisation_id, id) WHERE procedure IS NULL AND jurisdiction IS NOT NULL
    AND status IN ('filed', 'served', 'contested', 'uncontested', 'enforceable', 'enforcement')
    AND firm_organisation_id IS NOT NULL;

-- The page of tasks across cases: everybody's by day, and what was done last.
CREATE INDEX case_tasks_by_day ON case_tasks (organisation_id, due_on, id) WHERE done_at IS NULL;
CREATE INDEX case_tasks_done ON case_tasks (organisation_id, done_at DESC, id DESC) WHERE done_at IS NOT NULL;

-- Who leads a team is told of what its people leave open, besides whoever the house names.
ALTER TABLE teams ADD COLUMN lead_person_id uuid REFERENCES people ON DELETE RESTRICT;
GRANT UPDATE (lead_person_id) ON teams TO recourse_app;
SELECT platform_works_on('teams');
SELECT platform_works_on('team_members');
REVOKE INSERT, UPDATE, DELETE ON teams, team_members FROM recourse_platform;

-- Somebody else may be told before the safe date too: below nought.
ALTER TABLE reminder_settings DROP CONSTRAINT reminder_settings_escalate_after_check,
    ADD CONSTRAINT reminder_settings_escalate_after_check CHECK (escalate_after BETWEEN -120 AND 60);
