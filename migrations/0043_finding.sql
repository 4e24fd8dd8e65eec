-- Cases are found by what stands on a paper: a case's or claim's reference, or the court's number. Under the policies the
-- planner read a side's every claim for it; here each lookup goes by an index, and the side is filtered by the function.
-- A claim's reference is unique in its tape: the tapes, which are few, are walked one by one.

CREATE INDEX cases_by_reference_firm ON cases (firm_organisation_id, reference) WHERE firm_organisation_id IS NOT NULL;
-- The open case of a claim has an index of its own already.
CREATE INDEX cases_closed_by_claim ON cases (claim_id) WHERE status = 'closed';

CREATE FUNCTION find_cases(wanted text, instructed boolean, most integer) RETURNS TABLE (case_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 2 SET search_path = public, pg_temp AS $$
DECLARE
    here uuid := current_organisation();
    claims_found uuid[];
BEGIN
    IF here IS NULL OR length(trim(wanted)) = 0 THEN
        RETURN;
    ELSIF instructed THEN
        WITH RECURSIVE held(tape_id) AS (
            (SELECT c.tape_id FROM claims c ORDER BY c.tape_id LIMIT 1)
            UNION ALL SELECT (SELECT c.tape_id FROM claims c WHERE c.tape_id > h.tape_id ORDER BY c.tape_id LIMIT 1)
            FROM held h WHERE h.tape_id IS NOT NULL)
        SELECT array_agg(f.id) INTO claims_found FROM (
            SELECT c.id FROM held h JOIN claims c ON c.tape_id = h.tape_id AND c.reference = wanted
            UNION SELECT p.claim_id FROM proceedings p WHERE p.court_number = wanted) f;
    ELSE
        WITH RECURSIVE held(tape_id) AS (
            (SELECT c.tape_id FROM claims c WHERE c.organisation_id = here ORDER BY c.tape_id LIMIT 1)
            UNION ALL SELECT (SELECT c.tape_id FROM claims c WHERE c.organisation_id = here AND c.tape_id > h.tape_id
                ORDER BY c.tape_id LIMIT 1) FROM held h WHERE h.tape_id IS NOT NULL)
        SELECT array_agg(f.id) INTO claims_found FROM (
            SELECT c.id FROM held h JOIN claims c ON c.tape_id = h.tape_id AND c.reference = wanted
            UNION SELECT p.claim_id FROM proceedings p WHERE p.court_number = wanted) f;
    END IF;
    RETURN QUERY SELECT x.id FROM (
        SELECT k.id FROM cases k WHERE NOT instructed AND k.organisation_id = here AND k.reference = upper(wanted)
        UNION SELECT k.id FROM cases k
            WHERE instructed AND k.firm_organisation_id = here AND k.reference = upper(wanted)
        UNION SELECT k.id FROM cases k WHERE k.claim_id = ANY (claims_found) AND k.status <> 'closed'
            AND here = CASE WHEN instructed THEN k.firm_organisation_id ELSE k.organisation_id END
        UNION SELECT k.id FROM cases k WHERE k.claim_id = ANY (claims_found) AND k.status = 'closed'
            AND here = CASE WHEN instructed THEN k.firm_organisation_id ELSE k.organisation_id END) x LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION find_cases FROM recourse_platform;
ALTER FUNCTION find_debtors ROWS 50;
