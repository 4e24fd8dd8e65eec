-- What comes by post waits in a tray of whoever received it until somebody says what it is and to which case it belongs.
-- The paper in the tray is the receiver's; the case's owner gets a copy of his own when it is recorded.

CREATE TABLE incoming_papers (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    said varchar(200),
    received_on date NOT NULL,
    status varchar(10) NOT NULL CHECK (status IN ('waiting', 'recorded', 'set_aside')),
    case_id uuid REFERENCES cases ON DELETE RESTRICT,
    event_id uuid REFERENCES case_events ON DELETE RESTRICT,
    reason varchar(300),
    handled_by uuid,
    handled_at timestamptz,
    version integer NOT NULL DEFAULT 0,
    brought_by uuid,
    created_at timestamptz NOT NULL,
    CHECK ((status = 'waiting') = (handled_at IS NULL)),
    CHECK ((status = 'recorded') = (event_id IS NOT NULL)),
    CHECK ((event_id IS NULL) = (case_id IS NULL)),
    CHECK ((status = 'set_aside') = (reason IS NOT NULL))
);
CREATE INDEX incoming_papers_in_order ON incoming_papers (organisation_id, status, id);
SELECT see_as_tenant('incoming_papers');
REVOKE UPDATE ON incoming_papers FROM recourse_app, recourse_platform;
GRANT UPDATE (status, case_id, event_id, reason, handled_by, handled_at, version) ON incoming_papers TO recourse_app;

-- A court writes its own number on everything; a case is found by it.
CREATE INDEX proceedings_by_number ON proceedings (court_number) WHERE court_number IS NOT NULL;
