-- Who may give which right, said by the database; and the lists that accounts pages read.

ALTER TABLE people ADD COLUMN version integer NOT NULL DEFAULT 0;
GRANT SELECT (version) ON people TO recourse_app;

-- A mandate is the principal's to give. The agent reads it, and may lay it down; nobody rewrites it.
DROP POLICY two_party ON mandates;
CREATE POLICY read_both ON mandates FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation()) OR agent_organisation_id = (SELECT current_organisation()));
CREATE POLICY grant_own ON mandates FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()));
CREATE POLICY end_both ON mandates FOR UPDATE TO recourse_app
    USING (organisation_id = (SELECT current_organisation()) OR agent_organisation_id = (SELECT current_organisation()));
REVOKE UPDATE ON mandates FROM recourse_app;
GRANT UPDATE (until_on) ON mandates TO recourse_app;

-- The operator decides about a licence and changes nothing else of it.
REVOKE UPDATE ON licences FROM recourse_app;
GRANT UPDATE (status, version) ON licences TO recourse_app;

-- Nobody becomes the operator by giving himself the role. The function reads organisations past their policy.
CREATE FUNCTION keep_operator_apart() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.role = 'operator' AND NOT EXISTS
       (SELECT 1 FROM organisations WHERE id = NEW.organisation_id AND 'operator' = ANY (kinds)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the role operator exists in the operator''s organisation only';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_operator_apart BEFORE INSERT OR UPDATE ON memberships
    FOR EACH ROW EXECUTE FUNCTION keep_operator_apart();
CREATE TRIGGER keep_operator_apart BEFORE INSERT OR UPDATE ON invitations
    FOR EACH ROW EXECUTE FUNCTION keep_operator_apart();

-- A membership is given and ended; it is never moved to somebody else. An invitation's token is made once.
REVOKE UPDATE ON memberships, invitations, api_tokens FROM recourse_app;
GRANT UPDATE (until) ON memberships TO recourse_app;
GRANT UPDATE (withdrawn_at) ON invitations TO recourse_app;
GRANT UPDATE (revoked_at) ON api_tokens TO recourse_app;
CREATE UNIQUE INDEX invitations_open ON invitations (organisation_id, email)
    WHERE accepted_at IS NULL AND withdrawn_at IS NULL;

CREATE INDEX organisations_by_status ON organisations (status, created_at, id);
CREATE INDEX facts_by_organisation ON facts (organisation_id, id);
CREATE INDEX facts_about_organisation ON facts (about_organisation_id, id) WHERE about_organisation_id IS NOT NULL;
CREATE INDEX debtor_reads_by_organisation ON debtor_reads (organisation_id, id);

-- What is over is swept away: ended sessions by the first migration's right, old attempts by this one.
GRANT DELETE ON sign_in_attempts TO recourse_platform;
