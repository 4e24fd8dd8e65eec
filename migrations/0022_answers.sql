-- A deadline that an event answers is closed by that event; one that runs for the other side, or only waits, opens a
-- way on the day after it and is never overdue for us.

ALTER TABLE deadlines
    ADD COLUMN who varchar(8) NOT NULL DEFAULT 'creditor' CHECK (who IN ('creditor', 'debtor')),
    ADD COLUMN opens_on date,
    ADD COLUMN opens varchar(200),
    ADD COLUMN closing_event_id uuid REFERENCES case_events ON DELETE RESTRICT,
    ADD CHECK (closing_event_id IS NULL OR status <> 'open');
GRANT UPDATE (closing_event_id) ON deadlines TO recourse_app;
UPDATE deadlines SET who = 'debtor', title = left(title, -15), opens_on = statutory_on + 1
WHERE title LIKE '% (the debtor''s)' AND kind = 'procedure';

-- What we keep, by the safe date; what runs for others, by the day on which we may go on.
DROP INDEX deadlines_due;
DROP INDEX deadlines_due_firm;
CREATE INDEX deadlines_due ON deadlines (organisation_id, safe_on, id)
    WHERE status = 'open' AND outcome <> 'barred' AND safe_on IS NOT NULL AND opens_on IS NULL;
CREATE INDEX deadlines_due_firm ON deadlines (firm_organisation_id, safe_on, id)
    WHERE status = 'open' AND outcome <> 'barred' AND safe_on IS NOT NULL AND opens_on IS NULL
        AND firm_organisation_id IS NOT NULL;
CREATE INDEX deadlines_opening ON deadlines (organisation_id, opens_on, id)
    WHERE status = 'open' AND opens_on IS NOT NULL;
CREATE INDEX deadlines_opening_firm ON deadlines (firm_organisation_id, opens_on, id)
    WHERE status = 'open' AND opens_on IS NOT NULL AND firm_organisation_id IS NOT NULL;
CREATE INDEX deadlines_mine_opening ON deadlines (organisation_id, person_id, opens_on, id)
    WHERE status = 'open' AND opens_on IS NOT NULL AND person_id IS NOT NULL;
CREATE INDEX deadlines_mine_opening_firm ON deadlines (firm_organisation_id, person_id, opens_on, id)
    WHERE status = 'open' AND opens_on IS NOT NULL AND person_id IS NOT NULL AND firm_organisation_id IS NOT NULL;
