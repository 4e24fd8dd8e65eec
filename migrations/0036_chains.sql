-- What each event of a proceeding did: the step and status it found and left, the seat whose calendar counts, and how a
-- paper was served. Written with the event and never changed: a chain is replayed from its first link.

CREATE TABLE chain_links (
    event_id uuid PRIMARY KEY REFERENCES case_events ON DELETE RESTRICT,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    procedure varchar(40) NOT NULL,
    step_before varchar(40) NOT NULL,
    step_after varchar(40) NOT NULL,
    status_before varchar(12) NOT NULL,
    status_after varchar(12) NOT NULL,
    seat varchar(60),
    method varchar(40),
    counts_from date NOT NULL
);
CREATE INDEX chain_links_by_case ON chain_links (case_id, procedure);
ALTER TABLE chain_links ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_event ON chain_links FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM case_events e WHERE e.id = event_id));
CREATE POLICY write_own ON chain_links FOR INSERT TO recourse_app
    WITH CHECK (EXISTS (SELECT 1 FROM case_events e WHERE e.id = event_id AND e.case_id = chain_links.case_id
                        AND (e.organisation_id = (SELECT current_organisation())
                             OR e.firm_organisation_id = (SELECT current_organisation()))));
SELECT append_only('chain_links');
