-- How an instruction moves, and the rows of its cases with it.

-- Each side makes its own moves, and no firm accepts before its conflicts are decided.
CREATE FUNCTION keep_instruction() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    step text := OLD.status || '>' || NEW.status;
    held boolean := false;
BEGIN
    IF step IN ('draft>sent', 'draft>withdrawn', 'sent>withdrawn', 'accepted>withdrawn', 'accepted>ended') THEN
        held := current_organisation() = OLD.organisation_id;
    ELSIF step IN ('sent>refused', 'accepted>returned') THEN
        held := current_organisation() = OLD.firm_organisation_id;
    ELSIF step = 'sent>accepted' THEN
        held := current_organisation() = OLD.firm_organisation_id
            AND EXISTS (SELECT 1 FROM conflict_checks c WHERE c.instruction_id = OLD.id)
            AND NOT EXISTS (SELECT 1 FROM conflict_hits h WHERE h.instruction_id = OLD.id
                AND (h.decision IS NULL OR h.decision = 'conflict' AND h.case_id IS NULL));
    END IF;
    IF held IS NOT TRUE THEN
        RAISE insufficient_privilege USING MESSAGE = format('the instruction cannot go from %s to %s: that is the other'
            ' side''s move, or a conflict is not decided', OLD.status, NEW.status);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_instruction BEFORE UPDATE ON instructions FOR EACH ROW
    WHEN (current_user = 'recourse_app' AND NEW.status IS DISTINCT FROM OLD.status)
    EXECUTE FUNCTION keep_instruction();

-- The rows of a case follow its firm, and leave it at once.
CREATE FUNCTION move_with_instruction() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one text;
    to_firm uuid := CASE WHEN NEW.status = 'accepted' THEN NEW.firm_organisation_id END;
    from_firm uuid := CASE WHEN NEW.status = 'accepted' THEN NULL ELSE NEW.firm_organisation_id END;
BEGIN
    IF NEW.status = 'accepted' THEN
        UPDATE instruction_cases x SET status = 'left_out', reason = 'conflict of interest'
        WHERE x.instruction_id = NEW.id AND x.status = 'proposed' AND EXISTS (SELECT 1 FROM conflict_hits h
            WHERE h.instruction_id = NEW.id AND h.case_id = x.case_id AND h.decision = 'conflict');
        UPDATE instruction_cases x SET status = 'left_out', reason = 'closed or transferred meanwhile'
        WHERE x.instruction_id = NEW.id AND x.status = 'proposed' AND NOT EXISTS (SELECT 1 FROM cases k
            JOIN claims c ON c.id = k.claim_id AND c.organisation_id = k.organisation_id WHERE k.id = x.case_id
            AND k.organisation_id = NEW.organisation_id AND k.status <> 'closed' AND k.firm_organisation_id IS NULL);
        UPDATE instruction_cases x SET status = 'taken' WHERE x.instruction_id = NEW.id AND x.status = 'proposed';
        INSERT INTO conflict_interests (id, organisation_id, side, name, name_key, identifier_hash, source,
            instruction_id, entered_by, entered_at)
        SELECT uuidv7(), NEW.firm_organisation_id, 'adverse', p.name, plain_name(p.name), p.national_id_hash,
            'instruction', NEW.id, current_person(), NEW.accepted_at
        FROM instruction_cases x JOIN parties p ON p.claim_id = x.claim_id AND p.organisation_id = NEW.organisation_id
        WHERE x.instruction_id = NEW.id AND x.status = 'taken';
        INSERT INTO conflict_interests (id, organisation_id, side, name, name_key, identifier_hash, source,
            instruction_id, entered_by, entered_at)
        SELECT uuidv7(), NEW.firm_organisation_id, 'client', o.name, plain_name(o.name), NULL, 'instruction', NEW.id,
            current_person(), NEW.accepted_at
        FROM organisations o WHERE o.id = NEW.organisation_id AND NOT EXISTS (SELECT 1 FROM conflict_interests n
            WHERE n.organisation_id = NEW.firm_organisation_id AND n.side = 'client' AND n.removed_at IS NULL
            AND n.name_key = plain_name(o.name));
    ELSIF OLD.status = 'accepted' THEN
        UPDATE filings f SET status = 'stopped', version = f.version + 1, approved_by = NULL, approved_at = NULL,
            missing = '[{"fact": "firm", "sentence": "The firm that prepared it no longer works the case.", "enter_at": "papers"}]'
        FROM instruction_cases x WHERE x.instruction_id = NEW.id AND x.status = 'taken' AND f.case_id = x.case_id
            AND f.firm_organisation_id = from_firm AND f.status = 'queued';
        UPDATE authority_requests r SET status = 'declined', version = r.version + 1, answer = 'The instruction is over.',
            decided_at = NEW.over_at WHERE r.instruction_id = NEW.id AND r.status = 'asked';
    ELSE
        UPDATE instruction_cases x SET status = 'gone' WHERE x.instruction_id = NEW.id AND x.status = 'proposed';
        RETURN NULL;
    END IF;
    UPDATE cases t SET firm_organisation_id = to_firm, person_id = CASE WHEN EXISTS (SELECT 1 FROM memberships m
            WHERE m.person_id = t.person_id AND m.organisation_id = coalesce(to_firm, t.organisation_id)
            AND m.until IS NULL) THEN t.person_id END, version = t.version + 1
    FROM instruction_cases x WHERE x.instruction_id = NEW.id AND x.status = 'taken' AND t.id = x.case_id
        AND t.organisation_id = NEW.organisation_id AND t.firm_organisation_id IS NOT DISTINCT FROM from_firm;
    UPDATE claims t SET firm_organisation_id = to_firm FROM instruction_cases x
    WHERE x.instruction_id = NEW.id AND x.status = 'taken' AND t.id = x.claim_id
        AND t.organisation_id = NEW.organisation_id AND t.firm_organisation_id IS NOT DISTINCT FROM from_firm;
    FOREACH one IN ARRAY '{case_holds,case_events,case_exhibits,case_particulars,filings}'::text[] LOOP
        EXECUTE format('UPDATE %I t SET firm_organisation_id = $1 FROM instruction_cases x WHERE x.instruction_id = $2'
            ' AND x.status = ''taken'' AND t.case_id = x.case_id AND t.organisation_id = $3'
            ' AND t.firm_organisation_id IS NOT DISTINCT FROM $4', one)
            USING to_firm, NEW.id, NEW.organisation_id, from_firm;
    END LOOP;
    FOREACH one IN ARRAY '{deadlines,hearings}'::text[] LOOP
        EXECUTE format('UPDATE %I t SET firm_organisation_id = $1, person_id = CASE WHEN EXISTS (SELECT 1 FROM'
            ' memberships m WHERE m.person_id = t.person_id AND m.organisation_id = coalesce($1, t.organisation_id)'
            ' AND m.until IS NULL) THEN t.person_id END FROM instruction_cases x WHERE x.instruction_id = $2'
            ' AND x.status = ''taken'' AND t.case_id = x.case_id AND t.organisation_id = $3'
            ' AND t.firm_organisation_id IS NOT DISTINCT FROM $4', one)
            USING to_firm, NEW.id, NEW.organisation_id, from_firm;
    END LOOP;
    UPDATE documents d SET firm_organisation_id = to_firm FROM instruction_cases x
    WHERE x.instruction_id = NEW.id AND x.status = 'taken' AND d.organisation_id = NEW.organisation_id
        AND (d.subject_kind = 'case' AND d.subject_id = x.case_id
             OR d.subject_kind = 'claim' AND d.subject_id = x.claim_id)
        AND d.firm_organisation_id IS NOT DISTINCT FROM from_firm;
    -- Bundles for a court are of a later migration.
    IF to_regclass('public.bundles') IS NOT NULL THEN
        EXECUTE 'WITH moved AS (UPDATE bundles b SET firm_organisation_id = $1 FROM instruction_cases x'
            ' WHERE x.instruction_id = $2 AND x.status = ''taken'' AND b.subject_kind = ''case'''
            ' AND b.subject_id = x.case_id AND b.organisation_id = $3'
            ' AND b.firm_organisation_id IS NOT DISTINCT FROM $4 RETURNING b.id)'
            ' UPDATE bundle_sources s SET firm_organisation_id = $1 FROM moved WHERE s.bundle_id = moved.id'
            USING to_firm, NEW.id, NEW.organisation_id, from_firm;
    END IF;
    IF to_firm IS NULL THEN
        -- What was put with several cases goes once no case of the firm holds it.
        UPDATE documents d SET firm_organisation_id = NULL WHERE d.organisation_id = NEW.organisation_id
            AND d.firm_organisation_id = from_firm AND d.subject_kind NOT IN ('case', 'claim')
            AND EXISTS (SELECT 1 FROM case_exhibits e JOIN instruction_cases x ON x.case_id = e.case_id
                AND x.instruction_id = NEW.id AND x.status = 'taken' WHERE e.document_id = d.id)
            AND NOT EXISTS (SELECT 1 FROM case_exhibits e WHERE e.document_id = d.id AND e.removed_at IS NULL
                AND e.firm_organisation_id = from_firm);
        UPDATE instruction_cases x SET status = 'gone' WHERE x.instruction_id = NEW.id AND x.status = 'taken';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER move_with_instruction AFTER UPDATE ON instructions FOR EACH ROW
    WHEN (NEW.status IS DISTINCT FROM OLD.status AND NEW.status <> 'sent') EXECUTE FUNCTION move_with_instruction();

REVOKE EXECUTE ON FUNCTION keep_instruction, move_with_instruction FROM recourse_app, recourse_platform;
REVOKE UPDATE (firm_organisation_id) ON cases, claims, case_holds, case_events, case_exhibits, case_particulars, deadlines,
    hearings FROM recourse_app;
