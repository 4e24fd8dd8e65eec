-- Answers that found their case later, files of answers that hold a secret of the account, and unreadable records.

-- `unknown`: it waits because no case of the house was known by what it names, and is tried again by itself.
ALTER TABLE court_answers
    ADD COLUMN unknown boolean NOT NULL DEFAULT false,
    -- When it was matched after it had waited for its case, and the answer that named the case, where one did.
    ADD COLUMN later_at timestamptz,
    ADD COLUMN later_by uuid REFERENCES court_answers ON DELETE RESTRICT,
    ADD CHECK (later_by IS NULL OR later_at IS NOT NULL);
UPDATE court_answers SET unknown = true
    WHERE status = 'waiting' AND case_id IS NULL AND reason LIKE 'No case of ours is known by %';
GRANT UPDATE (unknown, later_at, later_by) ON court_answers TO recourse_app;
CREATE INDEX court_answers_unknown ON court_answers (organisation_id, id) WHERE status = 'waiting' AND unknown;
CREATE INDEX court_answers_by_later ON court_answers (later_by) WHERE later_by IS NOT NULL;

-- The houses in whose trays answers wait for a case to be known: their ids alone, for the platform's own job.
CREATE FUNCTION houses_with_unknown_answers() RETURNS SETOF uuid LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT organisation_id FROM court_answers WHERE status = 'waiting' AND unknown $$;
REVOKE EXECUTE ON FUNCTION houses_with_unknown_answers FROM recourse_app;

-- A file in which the court repeats a secret of the account is kept as proof and never read for the search.
CREATE OR REPLACE FUNCTION await_reading() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM document_words w USING fresh f WHERE w.document_id = f.document_id AND f.number > 1;
    INSERT INTO document_texts (version_id, document_id, state, attempts)
        SELECT f.id, f.document_id, 'waiting', 0 FROM fresh f JOIN documents d ON d.id = f.document_id
        WHERE d.kind <> 'court_answers_closed' ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION retention_class(subject_kind varchar, kind varchar) RETURNS varchar LANGUAGE sql IMMUTABLE
    PARALLEL SAFE AS $$ SELECT CASE
        WHEN subject_kind = 'mandate' THEN 'mandate'
        WHEN subject_kind IN ('sale', 'listing', 'tape') THEN 'trade'
        WHEN kind IN ('court_paper', 'incoming_paper', 'incoming_mail', 'court_answers', 'court_answers_closed')
            THEN 'court'
        WHEN subject_kind = 'claim' OR kind IN ('contract', 'invoice', 'delivery_note', 'statement', 'termination',
            'delivery_proof', 'assignment', 'notice', 'masc', 'power', 'fee', 'guarantee') THEN 'evidence'
        WHEN subject_kind = 'case' THEN 'filing'
        ELSE 'other' END $$;
