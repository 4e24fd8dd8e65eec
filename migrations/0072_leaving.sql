-- What may not leave any more is taken out of a file that has not left, and another is made of the rest.
ALTER TABLE submission_batches ADD COLUMN instead_of uuid;
CREATE INDEX submission_batches_by_former ON submission_batches (instead_of) WHERE instead_of IS NOT NULL;
SELECT hangs_on('submission_batches', 'submissions', 'instead_of', firm => true);
-- Of the machine part as it was sealed, to be held against what the same facts give on the day it leaves.
ALTER TABLE submission_parts ADD COLUMN machine_sha256 bytea CHECK (octet_length(machine_sha256) = 32);
GRANT UPDATE (machine_sha256) ON submission_parts TO recourse_app;

-- Some courts leave three digits for the name of a file, so that a name comes again; never while an answer may name it.
ALTER TABLE submissions DROP CONSTRAINT submissions_reference_key;
CREATE UNIQUE INDEX submissions_named_apart ON submissions (account_id, reference)
    WHERE status NOT IN ('withdrawn', 'refused', 'answered');
CREATE INDEX submissions_by_reference ON submissions (reference);

-- A paper whose case went to other hands is out of reach for whoever takes the file back, and free all the same.
CREATE FUNCTION release_what_went() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE submission_parts p SET outcome = 'released' WHERE p.submission_id = NEW.id
        AND p.outcome = 'ready' AND p.firm_organisation_id IS DISTINCT FROM NEW.firm_organisation_id;
    RETURN NULL;
END $$;
CREATE TRIGGER release_what_went AFTER UPDATE ON submissions FOR EACH ROW
    WHEN (NEW.status IN ('withdrawn', 'refused') AND NEW.status <> OLD.status) EXECUTE FUNCTION release_what_went();
REVOKE EXECUTE ON FUNCTION release_what_went FROM PUBLIC, recourse_app, recourse_platform;
