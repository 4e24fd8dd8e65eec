-- What a person decided of a whole batch is a row; jobs carry it out, and what it cannot reach any more is left out.
CREATE TABLE filing_decisions (
    id uuid PRIMARY KEY,
    -- Whose decision it is: the papers may be in other hands by the time it is carried out.
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    batch_id uuid NOT NULL,
    verb varchar(8) NOT NULL CHECK (verb IN ('approve', 'file')),
    seal boolean NOT NULL,
    papers integer NOT NULL CHECK (papers > 0),
    -- Of an approval: the reason for what is barred, and the samples opened before.
    acknowledged varchar(300) NOT NULL,
    samples integer NOT NULL CHECK (samples >= 0),
    samples_digest varchar(64) NOT NULL,
    -- Of papers that went out: the day and the proof.
    on_date date,
    provenance varchar(200),
    decided_by uuid,
    decided_at timestamptz NOT NULL,
    status varchar(8) NOT NULL CHECK (status IN ('ordered', 'done', 'stopped')),
    version integer NOT NULL DEFAULT 0,
    stopped_by uuid,
    CHECK (num_nonnulls(on_date, provenance) = CASE verb WHEN 'file' THEN 2 ELSE 0 END),
    CHECK (verb <> 'approve' OR decided_by IS NOT NULL),
    CHECK (NOT seal OR verb = 'approve')
);
CREATE INDEX filing_decisions_by_batch ON filing_decisions (organisation_id, batch_id, id DESC);
SELECT see_as_tenant('filing_decisions');
REVOKE UPDATE ON filing_decisions FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, stopped_by) ON filing_decisions TO recourse_app;

-- A paper of it. `spared`: the decision was stopped before it came to this one.
CREATE TABLE decided_papers (
    decision_id uuid NOT NULL REFERENCES filing_decisions ON DELETE RESTRICT,
    filing_id uuid NOT NULL REFERENCES filings ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    chunk integer NOT NULL CHECK (chunk >= 0),
    outcome varchar(8) NOT NULL CHECK (outcome IN ('waiting', 'done', 'left_out', 'spared')),
    reason varchar(1000),
    PRIMARY KEY (decision_id, filing_id),
    CHECK ((outcome = 'left_out') = (reason IS NOT NULL))
);
CREATE UNIQUE INDEX decided_papers_once ON decided_papers (organisation_id, filing_id) WHERE outcome = 'waiting';
CREATE INDEX decided_papers_by_chunk ON decided_papers (decision_id, chunk, outcome);
CREATE INDEX decided_papers_by_filing ON decided_papers (filing_id);
SELECT see_as_tenant('decided_papers');
SELECT hangs_on('decided_papers', 'filing_decisions', 'decision_id');
REVOKE UPDATE ON decided_papers FROM recourse_app, recourse_platform;
GRANT UPDATE (outcome, reason) ON decided_papers TO recourse_app;
-- A paper that the decider's organisation can read; the firm's is its client's too.
CREATE POLICY what_one_reads ON decided_papers AS RESTRICTIVE FOR INSERT TO recourse_app
    WITH CHECK (EXISTS (SELECT 1 FROM filings f WHERE f.id = filing_id));

-- A batch of which every paper went to other hands, or was sold, comes to its end with the last of them. Whoever makes a
-- file of another part of it waits for the batch's row, as this does: one of the two sees that nothing is left.
CREATE FUNCTION end_without_papers() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    touched uuid[];
BEGIN
    SELECT array_agg(DISTINCT n.batch_id) INTO touched FROM fresh n JOIN stale o ON o.id = n.id
    WHERE o.outcome = 'waiting' AND n.outcome = 'released';
    IF touched IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM submission_batches WHERE id = ANY(touched) ORDER BY id FOR UPDATE;
    UPDATE submission_batches b SET version = b.version + 1, status = CASE WHEN l.none THEN 'refused' ELSE 'made' END,
        reason = CASE WHEN l.none
            THEN 'The cases of its papers were sold or are in other hands since: whoever works them chooses the papers anew.'
            ELSE b.reason END
    FROM (SELECT p.batch_id, bool_and(p.outcome = 'released') AS none FROM submission_parts p
          WHERE p.batch_id = ANY(touched) GROUP BY p.batch_id HAVING bool_and(p.outcome <> 'waiting')) l
    WHERE b.id = l.batch_id AND b.status = 'ordered';
    RETURN NULL;
END $$;
CREATE TRIGGER end_without_papers AFTER UPDATE ON submission_parts REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION end_without_papers();
UPDATE submission_batches b SET version = b.version + 1, status = CASE WHEN l.none THEN 'refused' ELSE 'made' END,
    reason = CASE WHEN l.none
        THEN 'The cases of its papers were sold or are in other hands since: whoever works them chooses the papers anew.'
        ELSE b.reason END
FROM (SELECT p.batch_id, bool_and(p.outcome = 'released') AS none FROM submission_parts p
      GROUP BY p.batch_id HAVING bool_and(p.outcome <> 'waiting')) l
WHERE b.id = l.batch_id AND b.status = 'ordered';

-- A file that names the account of whoever worked its cases before is set aside as they go to other hands, and its
-- papers are free. One that a person carries may be at the court already once its fee is approved: that person says so.
CREATE FUNCTION set_aside_without_firm() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT a.organisation_id FROM court_accounts a WHERE a.id = NEW.account_id)
            IS NOT DISTINCT FROM coalesce(NEW.firm_organisation_id, NEW.organisation_id) THEN
        RETURN NULL;
    END IF;
    UPDATE submissions s SET status = 'withdrawn', version = s.version + 1,
        reason = 'It names the account of whoever worked its cases before. Choose its papers anew: what names the one before is left out there, and is prepared again.'
    WHERE s.id = NEW.id AND (s.status = 'ready' OR s.status IN ('approved', 'failed') AND s.connector <> 'drop');
    IF FOUND THEN
        UPDATE submission_parts p SET outcome = 'released' WHERE p.submission_id = NEW.id AND p.outcome = 'ready';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER set_aside_without_firm AFTER UPDATE ON submissions FOR EACH ROW
    WHEN (NEW.firm_organisation_id IS DISTINCT FROM OLD.firm_organisation_id) EXECUTE FUNCTION set_aside_without_firm();
WITH gone AS (
    UPDATE submissions s SET status = 'withdrawn', version = s.version + 1,
        reason = 'It names the account of whoever worked its cases before. Choose its papers anew: what names the one before is left out there, and is prepared again.'
    FROM court_accounts a WHERE a.id = s.account_id
        AND a.organisation_id <> coalesce(s.firm_organisation_id, s.organisation_id)
        AND (s.status = 'ready' OR s.status IN ('approved', 'failed') AND s.connector <> 'drop') RETURNING s.id)
UPDATE submission_parts p SET outcome = 'released' FROM gone WHERE p.submission_id = gone.id AND p.outcome = 'ready';
REVOKE EXECUTE ON FUNCTION end_without_papers, set_aside_without_firm FROM PUBLIC, recourse_app, recourse_platform;
