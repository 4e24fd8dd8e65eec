-- A number, an address or a telephone that no tape told is entered by a person: sealed under a key of its own where
-- the party had none, and found by its hash, which changes only together with what is sealed.
GRANT UPDATE (data_key_id) ON parties TO recourse_app;
CREATE OR REPLACE FUNCTION erase_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.erased_at IS NOT NULL THEN
        RAISE check_violation USING MESSAGE = 'an erased person stays erased';
    ELSIF NEW.erased_at IS NULL
        AND (NEW.person_hash, NEW.iban_hash) IS DISTINCT FROM (OLD.person_hash, OLD.iban_hash) THEN
        RAISE check_violation USING MESSAGE = 'the hashes of a person change only when the person is erased';
    ELSIF NEW.erased_at IS NULL AND NEW.sealed IS NOT DISTINCT FROM OLD.sealed
        AND (NEW.national_id_hash, NEW.email_hash, NEW.phone_hash)
            IS DISTINCT FROM (OLD.national_id_hash, OLD.email_hash, OLD.phone_hash) THEN
        RAISE check_violation USING MESSAGE = 'a hash of what is sealed changes only with it';
    ELSIF NEW.erased_at IS NOT NULL AND NEW.organisation_id IS DISTINCT FROM current_organisation() THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the owner of a claim erases its parties';
    END IF;
    RETURN NEW;
END $$;
