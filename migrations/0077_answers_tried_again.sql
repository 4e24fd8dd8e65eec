-- Answers that wait for the course of their case are tried again when it goes on; files that could not be read are read again.

-- `case_version`: the version in which the case stood when the answer was judged and had to wait. Once the case has gone
-- on from there, it is judged anew. None where nothing that happens in the case can change the judgment.
ALTER TABLE court_answers ADD COLUMN case_version integer;
UPDATE court_answers SET case_version = -1 WHERE status = 'waiting' AND case_id IS NOT NULL;
GRANT UPDATE (case_version) ON court_answers TO recourse_app;
DROP INDEX court_answers_unknown;
CREATE INDEX court_answers_tried_again ON court_answers (organisation_id, id)
    WHERE status = 'waiting' AND (unknown OR case_version IS NOT NULL);

-- The houses in whose trays answers wait for a case to be known, or for one that has gone on since: their ids alone, for
-- the platform's own job.
DROP FUNCTION houses_with_unknown_answers();
CREATE FUNCTION houses_with_answers_to_try() RETURNS SETOF uuid LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.organisation_id FROM court_answers a WHERE a.status = 'waiting' AND a.unknown
    UNION SELECT a.organisation_id FROM court_answers a JOIN cases k ON k.id = a.case_id
        AND a.organisation_id IN (k.organisation_id, k.firm_organisation_id)
        WHERE a.status = 'waiting' AND a.case_version < k.version $$;
REVOKE EXECUTE ON FUNCTION houses_with_answers_to_try FROM recourse_app;

-- The same for cases that one reaches: whoever records an event, the answer may wait in the other side's tray.
CREATE FUNCTION houses_awaiting_cases(ids uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT a.organisation_id FROM court_answers a JOIN cases k ON k.id = a.case_id
        AND a.organisation_id IN (k.organisation_id, k.firm_organisation_id)
        WHERE a.case_id = ANY(ids) AND a.status = 'waiting' AND a.case_version IS NOT NULL
            AND current_organisation() IN (k.organisation_id, k.firm_organisation_id) $$;

-- Number 0 is the file itself, where it could not be read: its answers, once it can be, begin with 1.
ALTER TABLE court_answers DROP CONSTRAINT court_answers_number_check;
ALTER TABLE court_answers ADD CONSTRAINT court_answers_number_check CHECK (number >= 0);
UPDATE court_answers a SET number = 0 FROM court_answer_files f
    WHERE f.id = a.file_id AND f.status = 'set_aside' AND a.number = 1;

-- What the court's service answered to a file that was sent.
CREATE INDEX court_answer_files_by_submission ON court_answer_files (submission_id) WHERE submission_id IS NOT NULL;
