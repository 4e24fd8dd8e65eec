-- What is forgotten: persons by their controller, and everything whose time is over by the nightly sweep.

-- The operator's reason for revoking stays with the licence; a fact keeps its hash alone.
ALTER TABLE licences ADD COLUMN status_reason varchar(300);
GRANT UPDATE (status_reason) ON licences TO recourse_app;

INSERT INTO role_permissions (role, permission) VALUES
    ('administrator', 'parties.erase'), ('administrator', 'parties.disclose');

-- A hash finds a person again, so it goes with the person, and only so; who was erased stays erased.
GRANT UPDATE (person_hash, national_id_hash, iban_hash, email_hash, phone_hash) ON parties TO recourse_app;
CREATE FUNCTION erase_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.erased_at IS NOT NULL THEN
        RAISE check_violation USING MESSAGE = 'an erased person stays erased';
    ELSIF NEW.erased_at IS NULL AND (NEW.person_hash, NEW.national_id_hash, NEW.iban_hash, NEW.email_hash,
        NEW.phone_hash) IS DISTINCT FROM (OLD.person_hash, OLD.national_id_hash, OLD.iban_hash, OLD.email_hash,
        OLD.phone_hash) THEN
        RAISE check_violation USING MESSAGE = 'the hashes of a person change only when the person is erased';
    ELSIF NEW.erased_at IS NOT NULL AND NEW.organisation_id IS DISTINCT FROM current_organisation() THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the owner of a claim erases its parties';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER erase_once BEFORE UPDATE OF name, street, postcode, city, region, country, sealed, person_hash,
    national_id_hash, iban_hash, email_hash, phone_hash, erased_at ON parties
    FOR EACH ROW EXECUTE FUNCTION erase_once();
ALTER TABLE parties ADD CONSTRAINT parties_erased CHECK (erased_at IS NULL OR (name = 'erased'
    AND num_nonnulls(street, postcode, city, region, sealed, national_id_hash, iban_hash, email_hash, phone_hash) = 0));

-- The owner of a claim answers the debtor who asks who read it, former owners and firms included (GDPR art. 15.1 c).
CREATE FUNCTION debtor_reads_of(claims_asked uuid[])
    RETURNS TABLE (claim_id uuid, at timestamptz, organisation_id uuid, organisation varchar, actor_kind varchar,
                   person_id uuid, purpose varchar)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.claim_id, r.at, r.organisation_id, o.name, r.actor_kind,
           CASE WHEN r.organisation_id = current_organisation() THEN r.person_id END, r.purpose
    FROM debtor_reads r JOIN organisations o ON o.id = r.organisation_id
    JOIN claims c ON c.id = r.claim_id
    WHERE r.claim_id = ANY (claims_asked) AND c.organisation_id = current_organisation()
    ORDER BY r.id $$;
REVOKE EXECUTE ON FUNCTION debtor_reads_of FROM recourse_platform;
CREATE INDEX debtor_reads_of_claim ON debtor_reads (claim_id, id);

-- Values in findings wait to be mended as long as rejected rows do.
ALTER TABLE tape_findings ADD COLUMN expires_on date;
CREATE INDEX tape_findings_expiring ON tape_findings (expires_on) WHERE sealed IS NOT NULL;
CREATE INDEX tape_rejects_expiring ON tape_rejects (expires_on);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- The sweep deletes by date what its role may not read. Never anything whose day has not come by the house's clock.
CREATE FUNCTION sweep_tape_values(today date)
    RETURNS TABLE (tape_id uuid, organisation_id uuid, rejects bigint, findings bigint)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    over date := least(today, (house_clock() AT TIME ZONE 'UTC')::date);
BEGIN
    RETURN QUERY WITH gone AS (
        DELETE FROM tape_rejects r WHERE r.expires_on < over RETURNING r.tape_id, r.organisation_id
    ), blanked AS (
        UPDATE tape_findings f SET sealed = NULL WHERE f.expires_on < over AND f.sealed IS NOT NULL
        RETURNING f.tape_id, f.organisation_id
    )
    SELECT w.tape_id, w.organisation_id, sum(w.rejects)::bigint, sum(w.findings)::bigint FROM (
        SELECT g.tape_id, g.organisation_id, 1 AS rejects, 0 AS findings FROM gone g
        UNION ALL SELECT b.tape_id, b.organisation_id, 0, 1 FROM blanked b) w
    GROUP BY w.tape_id, w.organisation_id ORDER BY w.tape_id;
END $$;
CREATE FUNCTION sweep_idempotency_keys(before timestamptz) RETURNS bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM idempotency_keys k WHERE k.created_at < least(before, house_clock()) RETURNING 1)
    SELECT count(*) FROM gone $$;
REVOKE EXECUTE ON FUNCTION sweep_tape_values, sweep_idempotency_keys FROM recourse_app;
