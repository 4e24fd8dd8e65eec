-- What the seller asks of the anonymity, beside k and the columns' roles, and who confirmed it when.
ALTER TABLE listings
    ADD COLUMN l_wanted integer NOT NULL DEFAULT 1 CHECK (l_wanted >= 1),
    ADD COLUMN t_wanted numeric(4, 3) NOT NULL DEFAULT 1 CHECK (t_wanted > 0 AND t_wanted <= 1),
    ADD COLUMN roles_confirmed_at timestamptz,
    ADD COLUMN roles_confirmed_by uuid,
    ADD CHECK (roles_confirmed_by IS NULL OR roles_confirmed_at IS NOT NULL);
GRANT UPDATE (k_wanted, l_wanted, t_wanted, column_roles, roles_confirmed_at, roles_confirmed_by)
    ON listings TO recourse_app;

-- They change in a draft alone: what the market has seen stays as it was shown.
CREATE FUNCTION keep_anonymity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'draft' AND (NEW.k_wanted, NEW.l_wanted, NEW.t_wanted, NEW.column_roles, NEW.roles_confirmed_at)
       IS DISTINCT FROM (OLD.k_wanted, OLD.l_wanted, OLD.t_wanted, OLD.column_roles, OLD.roles_confirmed_at) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the anonymity of a listing is settled once it is open';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_anonymity BEFORE UPDATE ON listings FOR EACH ROW
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION keep_anonymity();

-- A draft's release, which nobody but its seller has seen, makes room for one under other settings.
CREATE FUNCTION releases_discard(listing uuid) RETURNS uuid LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    freed uuid;
BEGIN
    PERFORM 1 FROM listings l WHERE l.id = listing AND l.organisation_id = current_organisation()
        AND l.status = 'draft' FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    DELETE FROM releases r WHERE r.listing_id = listing RETURNING r.data_key_id INTO freed;
    RETURN freed;
END $$;
REVOKE EXECUTE ON FUNCTION releases_discard FROM PUBLIC, recourse_platform;
GRANT EXECUTE ON FUNCTION releases_discard TO recourse_app;

-- Risk and usefulness of a listing's release for a handful of k, tried out beforehand. `under` is the digest of the
-- roles, l and t they hold under; figures under other ones are not shown.
CREATE TABLE release_weighings (
    listing_id uuid NOT NULL REFERENCES listings ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    k integer NOT NULL CHECK (k >= 10),
    under bytea NOT NULL CHECK (length(under) = 32),
    claims bigint NOT NULL CHECK (claims > 0),
    tried bigint NOT NULL CHECK (tried > 0 AND tried <= claims),
    k_reached integer,
    highest_risk double precision,
    average_risk double precision,
    detail_kept double precision,
    value_error double precision,
    hidden bigint,
    refused text,
    weighed_at timestamptz NOT NULL,
    PRIMARY KEY (listing_id, k),
    CHECK ((refused IS NULL) = (k_reached IS NOT NULL AND highest_risk IS NOT NULL AND average_risk IS NOT NULL
        AND detail_kept IS NOT NULL AND hidden IS NOT NULL))
);
CREATE INDEX release_weighings_by_organisation ON release_weighings (organisation_id, listing_id);
SELECT see_as_tenant('release_weighings');
