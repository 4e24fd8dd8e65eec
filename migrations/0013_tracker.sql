-- The tracker's lists, each by an index of its own that begins with whoever reads it and ends with its order.
-- An open deadline stands in exactly one of the first two: with a day to keep, or without one (barred, unknown, no rule).

DROP INDEX deadlines_due;
DROP INDEX deadlines_due_firm;
CREATE INDEX deadlines_due ON deadlines (organisation_id, safe_on, id)
    WHERE status = 'open' AND outcome <> 'barred' AND safe_on IS NOT NULL;
CREATE INDEX deadlines_due_firm ON deadlines (firm_organisation_id, safe_on, id)
    WHERE status = 'open' AND outcome <> 'barred' AND safe_on IS NOT NULL AND firm_organisation_id IS NOT NULL;
CREATE INDEX deadlines_dateless ON deadlines (organisation_id, created_at, id)
    WHERE status = 'open' AND (outcome = 'barred' OR safe_on IS NULL);
CREATE INDEX deadlines_dateless_firm ON deadlines (firm_organisation_id, created_at, id)
    WHERE status = 'open' AND (outcome = 'barred' OR safe_on IS NULL) AND firm_organisation_id IS NOT NULL;
CREATE INDEX deadlines_closed ON deadlines (organisation_id, closed_at DESC, id DESC) WHERE status <> 'open';
CREATE INDEX deadlines_closed_firm ON deadlines (firm_organisation_id, closed_at DESC, id DESC)
    WHERE status <> 'open' AND firm_organisation_id IS NOT NULL;

-- One person's own, which are few among many.
CREATE INDEX deadlines_mine ON deadlines (organisation_id, person_id, safe_on, id)
    WHERE status = 'open' AND person_id IS NOT NULL;
CREATE INDEX deadlines_mine_firm ON deadlines (firm_organisation_id, person_id, safe_on, id)
    WHERE status = 'open' AND person_id IS NOT NULL AND firm_organisation_id IS NOT NULL;
CREATE INDEX deadlines_mine_closed ON deadlines (organisation_id, person_id, closed_at DESC, id DESC)
    WHERE status <> 'open' AND person_id IS NOT NULL;
CREATE INDEX deadlines_mine_closed_firm ON deadlines (firm_organisation_id, person_id, closed_at DESC, id DESC)
    WHERE status <> 'open' AND person_id IS NOT NULL AND firm_organisation_id IS NOT NULL;

-- A closed deadline was closed at a moment; an open one was not.
ALTER TABLE deadlines ADD CONSTRAINT deadlines_closed_at CHECK ((status = 'open') = (closed_at IS NULL));

-- A reminder that went out is not taken back, and a feed's address is not changed, only revoked.
REVOKE UPDATE ON reminders FROM recourse_app, recourse_platform;
REVOKE UPDATE ON calendar_feeds FROM recourse_app, recourse_platform;
GRANT UPDATE (revoked_at) ON calendar_feeds TO recourse_app;
CREATE UNIQUE INDEX calendar_feeds_current ON calendar_feeds (organisation_id, person_id) WHERE revoked_at IS NULL;
