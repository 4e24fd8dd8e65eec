-- Another firm takes a case over: what the former one made under its own account, or prepared and never sent, stays with
-- the case's owner. And a paper or a file is moved by whoever works its case.

-- The file names the account of whoever made it: that firm reads it, and the owner. That it left, when, with which receipt
-- stays a row of whoever works its cases. What no job has put into a file yet is free again.
CREATE OR REPLACE FUNCTION submissions_follow() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    touched uuid[];
BEGIN
    WITH moved AS (
        UPDATE submission_parts p SET firm_organisation_id = f.firm_organisation_id,
            outcome = CASE p.outcome WHEN 'waiting' THEN 'released' ELSE p.outcome END
        FROM fresh f JOIN stale o ON o.id = f.id
        WHERE p.filing_id = f.id AND f.firm_organisation_id IS DISTINCT FROM o.firm_organisation_id RETURNING p.batch_id)
    SELECT array_agg(DISTINCT batch_id) INTO touched FROM moved;
    IF touched IS NULL THEN
        RETURN NULL;
    END IF;
    WITH led AS (
        SELECT s.id, s.document_id, s.receipt_document_id, s.firm_organisation_id AS was, a.organisation_id AS named,
            CASE WHEN bool_or(p.firm_organisation_id = s.firm_organisation_id) THEN s.firm_organisation_id
                WHEN count(p.firm_organisation_id) = count(*) AND count(DISTINCT p.firm_organisation_id) = 1
                THEN (min(p.firm_organisation_id::text))::uuid END AS firm
        FROM submissions s JOIN court_accounts a ON a.id = s.account_id JOIN submission_parts p ON p.submission_id = s.id
        WHERE s.batch_id = ANY(touched) GROUP BY s.id, a.organisation_id),
    moved AS (UPDATE submissions s SET firm_organisation_id = l.firm FROM led l
              WHERE s.id = l.id AND l.firm IS DISTINCT FROM l.was RETURNING l.*),
    received AS (UPDATE documents d SET firm_organisation_id = m.firm FROM moved m WHERE d.id = m.receipt_document_id)
    UPDATE documents d SET firm_organisation_id = CASE WHEN m.firm = m.named THEN m.firm END
    FROM moved m WHERE d.id = m.document_id;
    WITH led AS (
        SELECT b.id, CASE WHEN bool_or(p.firm_organisation_id = b.firm_organisation_id) THEN b.firm_organisation_id
                WHEN count(p.firm_organisation_id) = count(*) AND count(DISTINCT p.firm_organisation_id) = 1
                THEN (min(p.firm_organisation_id::text))::uuid END AS firm,
            b.status = 'ordered' AND bool_and(p.outcome <> 'waiting') AS over, bool_and(p.outcome = 'released') AS none
        FROM submission_batches b JOIN submission_parts p ON p.batch_id = b.id WHERE b.id = ANY(touched) GROUP BY b.id)
    UPDATE submission_batches b SET firm_organisation_id = l.firm, version = b.version + 1,
        status = CASE WHEN l.over AND l.none THEN 'refused' WHEN l.over THEN 'made' ELSE b.status END,
        reason = CASE WHEN l.over AND l.none THEN 'Another works these cases since: whoever works them chooses the papers anew.'
            ELSE b.reason END
    FROM led l WHERE b.id = l.id AND (l.over OR l.firm IS DISTINCT FROM b.firm_organisation_id);
    RETURN NULL;
END $$;
UPDATE documents d SET firm_organisation_id = NULL FROM submissions s JOIN court_accounts a ON a.id = s.account_id
WHERE d.id = s.document_id AND d.firm_organisation_id <> a.organisation_id;

-- After `move_with_instruction`, by its name: what later tables hold of the case, and the papers of a firm before.
CREATE FUNCTION moved_with_instruction() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY '{filings_left_out,preflight_answers}'::text[] LOOP
        EXECUTE format('UPDATE %I t SET firm_organisation_id = k.firm_organisation_id FROM instruction_cases x'
            ' JOIN cases k ON k.id = x.case_id WHERE x.instruction_id = $1 AND t.case_id = k.id'
            ' AND t.organisation_id = k.organisation_id'
            ' AND t.firm_organisation_id IS DISTINCT FROM k.firm_organisation_id', one) USING NEW.id;
    END LOOP;
    -- Queued in the moment in which the instruction ended: no job of the firm reaches it any more.
    IF OLD.status = 'accepted' THEN
        UPDATE filings f SET status = 'stopped', version = f.version + 1, approved_by = NULL, approved_at = NULL,
            missing = '[{"fact": "firm", "sentence": "The firm that prepared it no longer works the case.", "enter_at": "papers"}]'
        FROM instruction_cases x, signatories s WHERE x.instruction_id = NEW.id AND f.case_id = x.case_id
            AND f.status = 'queued' AND f.firm_organisation_id IS NULL AND s.id = f.signatory_id
            AND s.organisation_id = NEW.firm_organisation_id AND s.organisation_id <> f.organisation_id;
    END IF;
    IF NEW.status = 'accepted' THEN
        UPDATE documents d SET firm_organisation_id = NULL
        FROM instruction_cases x JOIN filings f ON f.case_id = x.case_id JOIN signatories s ON s.id = f.signatory_id
        WHERE x.instruction_id = NEW.id AND x.status = 'taken' AND d.id = f.document_id
            AND d.firm_organisation_id = NEW.firm_organisation_id
            AND f.status IN ('drafted', 'approved', 'sealed', 'withdrawn')
            AND s.organisation_id NOT IN (f.organisation_id, NEW.firm_organisation_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER moved_with_instruction AFTER UPDATE ON instructions FOR EACH ROW
    WHEN (NEW.status IS DISTINCT FROM OLD.status AND NEW.status <> 'sent') EXECUTE FUNCTION moved_with_instruction();
UPDATE filings_left_out t SET firm_organisation_id = k.firm_organisation_id FROM cases k
WHERE k.id = t.case_id AND t.firm_organisation_id IS DISTINCT FROM k.firm_organisation_id;
UPDATE preflight_answers t SET firm_organisation_id = k.firm_organisation_id FROM cases k
WHERE k.id = t.case_id AND t.firm_organisation_id IS DISTINCT FROM k.firm_organisation_id;

-- The owner of a case that a firm works moves the papers that his own people sign; of the firm's he takes in what the
-- court says, and a sale of the claim stops what is queued.
CREATE FUNCTION keep_papers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD.status || '>' || NEW.status NOT IN ('queued>stopped', 'sealed>submitted', 'submitted>filed', 'submitted>rejected',
            'submitted>sealed') AND NOT EXISTS (
        SELECT 1 FROM signatories s WHERE s.id = OLD.signatory_id AND s.organisation_id = current_organisation()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the firm that works the case moves its papers';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_papers BEFORE UPDATE ON filings FOR EACH ROW
    WHEN (current_user = 'recourse_app' AND NEW.status IS DISTINCT FROM OLD.status
        AND OLD.firm_organisation_id IS NOT NULL AND current_organisation() IS DISTINCT FROM OLD.firm_organisation_id)
    EXECUTE FUNCTION keep_papers();

CREATE FUNCTION keep_submissions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'the firm that works these cases submits them';
END $$;
CREATE TRIGGER keep_submissions BEFORE UPDATE ON submissions FOR EACH ROW
    WHEN (current_user = 'recourse_app' AND NEW.status IS DISTINCT FROM OLD.status
        AND NEW.status NOT IN ('sent', 'answered', 'refused')
        AND OLD.firm_organisation_id IS NOT NULL AND current_organisation() IS DISTINCT FROM OLD.firm_organisation_id)
    EXECUTE FUNCTION keep_submissions();
CREATE POLICY who_works ON submission_batches AS RESTRICTIVE FOR INSERT TO recourse_app
    WITH CHECK (coalesce(firm_organisation_id, organisation_id) = (SELECT current_organisation()));
CREATE POLICY who_works ON submissions AS RESTRICTIVE FOR INSERT TO recourse_app
    WITH CHECK (coalesce(firm_organisation_id, organisation_id) = (SELECT current_organisation()));
REVOKE EXECUTE ON FUNCTION moved_with_instruction, keep_papers, keep_submissions FROM PUBLIC, recourse_app, recourse_platform;
