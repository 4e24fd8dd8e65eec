-- What each buyer was handed of a listing, and what two releases to one buyer share.

CREATE TABLE released_copies (
    id uuid PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings ON DELETE RESTRICT,
    level varchar(8) NOT NULL CHECK (level IN ('tape', 'rows', 'papers')),
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    seller_organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    mark_key_id uuid NOT NULL REFERENCES data_keys ON DELETE RESTRICT,
    file_name varchar(200) NOT NULL,
    media_type varchar(100) NOT NULL,
    object_key varchar(200) NOT NULL,
    data_key_id uuid NOT NULL REFERENCES data_keys ON DELETE RESTRICT,
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    size_bytes bigint NOT NULL CHECK (size_bytes > 0),
    rows_count bigint NOT NULL CHECK (rows_count > 0),
    made_at timestamptz NOT NULL,
    UNIQUE (listing_id, level, organisation_id)
);
CREATE INDEX released_copies_by_buyer ON released_copies (organisation_id, made_at DESC);
ALTER TABLE released_copies ENABLE ROW LEVEL SECURITY;
-- The seller's house makes the copy and keeps the key of its mark; the operator names a leaker too.
CREATE POLICY two_party ON released_copies FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation()) OR seller_organisation_id = (SELECT current_organisation())
           OR (SELECT is_operator()));
CREATE POLICY seller_makes ON released_copies FOR INSERT TO recourse_app
    WITH CHECK (seller_organisation_id = (SELECT current_organisation()) AND EXISTS (SELECT 1 FROM listings l
                WHERE l.id = listing_id AND l.organisation_id = (SELECT current_organisation())));
CREATE POLICY platform ON released_copies FOR SELECT TO recourse_platform USING (true);
SELECT append_only('released_copies');

-- Before a buyer is handed a tape, it is compared with what he has, whoever sold it then: by the platform alone.
CREATE POLICY platform ON releases FOR SELECT TO recourse_platform USING (true);

CREATE FUNCTION claims_behind(listing uuid) RETURNS TABLE (lot integer, reference varchar, claim_id uuid, debtor bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.position, x.released_reference, x.claim_id, coalesce((array_agg(p.person_hash ORDER BY p.id))[1], uuid_send(x.claim_id))
    FROM lot_claims x JOIN lots t ON t.id = x.lot_id
    LEFT JOIN parties p ON p.claim_id = x.claim_id AND p.role = 'debtor'
    WHERE x.listing_id = listing GROUP BY t.position, x.released_reference, x.claim_id
$$;
CREATE FUNCTION listings_that_overlap(listing uuid, buyer uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.listing_id FROM released_copies c
    WHERE c.organisation_id = buyer AND c.listing_id <> listing AND c.level = 'tape'
      AND EXISTS (SELECT 1 FROM lot_claims x JOIN lot_claims y ON y.claim_id = x.claim_id
                  WHERE x.listing_id = c.listing_id AND y.listing_id = listing)
    ORDER BY c.made_at
$$;
REVOKE EXECUTE ON FUNCTION claims_behind, listings_that_overlap FROM recourse_app;
