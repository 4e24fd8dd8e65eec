-- Many documents handed out at once: what was ordered, what became of it, and until when it can be fetched.

CREATE TABLE document_packages (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    form varchar(6) NOT NULL CHECK (form IN ('zip', 'bundle')),
    title varchar(200) NOT NULL,
    status varchar(8) NOT NULL CHECK (status IN ('waiting', 'ready', 'failed', 'expired')),
    version integer NOT NULL DEFAULT 0,
    document_ids uuid[] NOT NULL CHECK (cardinality(document_ids) BETWEEN 1 AND 2000),
    -- Those that are in it; the others are named in its index with the reason.
    included uuid[],
    reason varchar(500),
    sha256 bytea CHECK (length(sha256) = 32),
    size_bytes bigint CHECK (size_bytes >= 0),
    object_key varchar(200),
    data_key_id uuid REFERENCES data_keys ON DELETE RESTRICT,
    ordered_by uuid,
    ordered_at timestamptz NOT NULL,
    expires_at timestamptz,
    CHECK (status NOT IN ('ready', 'expired')
           OR num_nonnulls(included, sha256, size_bytes, object_key, data_key_id, expires_at) = 6),
    CHECK ((status = 'failed') <= (reason IS NOT NULL))
);
CREATE INDEX document_packages_in_order ON document_packages (organisation_id, ordered_at DESC, id DESC);
CREATE INDEX document_packages_by_document ON document_packages USING gin (included);
CREATE INDEX document_packages_by_key ON document_packages (data_key_id) WHERE data_key_id IS NOT NULL;
SELECT see_as_tenant('document_packages');
REVOKE UPDATE ON document_packages FROM recourse_app, recourse_platform;
GRANT UPDATE (status, version, included, reason, sha256, size_bytes, object_key, data_key_id, expires_at)
    ON document_packages TO recourse_app;

-- A document whose key is destroyed is destroyed in every package too, at once: the package's key goes with it.
CREATE FUNCTION erase_packages() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone uuid[];
BEGIN
    WITH held AS (
        UPDATE document_packages p SET status = 'expired', version = p.version + 1
        WHERE p.status = 'ready' AND p.included && ARRAY(SELECT v.document_id FROM document_versions v
                                                         WHERE v.data_key_id = NEW.id)
        RETURNING p.data_key_id)
    SELECT array_agg(h.data_key_id) INTO gone FROM held h;
    UPDATE data_keys k SET wrapped = NULL, destroyed_at = NEW.destroyed_at
        WHERE k.id = ANY (gone) AND k.wrapped IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER erase_packages AFTER UPDATE OF wrapped ON data_keys FOR EACH ROW
    WHEN (OLD.wrapped IS NOT NULL AND NEW.wrapped IS NULL) EXECUTE FUNCTION erase_packages();
