-- What fills the days of a case: hearings, seen by owner and firm; notes, tasks and efforts, which are the writer's house's own.

CREATE TABLE hearings (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    at timestamptz NOT NULL,
    zone varchar(40) NOT NULL,
    court varchar(200) NOT NULL,
    room varchar(80),
    what varchar(120) NOT NULL,
    person_id uuid REFERENCES people ON DELETE RESTRICT,
    status varchar(10) NOT NULL CHECK (status IN ('fixed', 'held', 'cancelled')),
    outcome varchar(300),
    version integer NOT NULL DEFAULT 0,
    entered_by uuid,
    entered_at timestamptz NOT NULL,
    CHECK ((status = 'fixed') = (outcome IS NULL))
);
CREATE INDEX hearings_by_case ON hearings (case_id, at);
CREATE INDEX hearings_ahead ON hearings (organisation_id, at, id) WHERE status = 'fixed';
CREATE INDEX hearings_ahead_firm ON hearings (firm_organisation_id, at, id)
    WHERE status = 'fixed' AND firm_organisation_id IS NOT NULL;
SELECT see_as_tenant_or_firm('hearings');
REVOKE UPDATE ON hearings FROM recourse_app, recourse_platform;
GRANT UPDATE (firm_organisation_id, at, zone, court, room, what, person_id, status, outcome, version) ON hearings
    TO recourse_app;

CREATE TABLE case_notes (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    text varchar(4000) NOT NULL,
    written_by uuid,
    written_at timestamptz NOT NULL
);
CREATE INDEX case_notes_by_case ON case_notes (case_id, organisation_id, written_at);
SELECT see_as_tenant('case_notes');
SELECT append_only('case_notes');

CREATE TABLE case_tasks (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    what varchar(200) NOT NULL,
    due_on date,
    person_id uuid REFERENCES people ON DELETE RESTRICT,
    set_by uuid,
    set_at timestamptz NOT NULL,
    done_by uuid,
    done_at timestamptz
);
CREATE INDEX case_tasks_by_case ON case_tasks (case_id, organisation_id);
CREATE INDEX case_tasks_open ON case_tasks (organisation_id, person_id, due_on, id) WHERE done_at IS NULL;
SELECT see_as_tenant('case_tasks');
REVOKE UPDATE ON case_tasks FROM recourse_app, recourse_platform;
GRANT UPDATE (person_id, due_on, done_by, done_at) ON case_tasks TO recourse_app;

-- Time spent, and money laid out; a wrong line is answered by one with the opposite sign.
CREATE TABLE case_efforts (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    on_date date NOT NULL,
    what varchar(200) NOT NULL,
    minutes integer CHECK (minutes BETWEEN -1440 AND 1440 AND minutes <> 0),
    amount_minor bigint CHECK (amount_minor <> 0),
    currency char(3),
    person_id uuid,
    entered_at timestamptz NOT NULL,
    CHECK ((minutes IS NULL) <> (amount_minor IS NULL)),
    CHECK ((amount_minor IS NULL) = (currency IS NULL))
);
CREATE INDEX case_efforts_by_case ON case_efforts (case_id, organisation_id, on_date);
SELECT see_as_tenant('case_efforts');
SELECT append_only('case_efforts');
