-- The levels a seller opens and closes, whom he picked for the second stage, and who destroyed what he was handed.

CREATE TABLE release_levels (
    id uuid PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    level varchar(8) NOT NULL CHECK (level IN ('tape', 'rows', 'papers')),
    status varchar(8) NOT NULL CHECK (status IN ('open', 'closed')),
    changed_by uuid,
    changed_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 0,
    UNIQUE (listing_id, level)
);
-- As with what else hangs on a listing; but a level is opened for one's own listing alone.
ALTER TABLE release_levels ENABLE ROW LEVEL SECURITY;
CREATE POLICY market ON release_levels FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM listings l WHERE l.id = listing_id));
CREATE POLICY write_own ON release_levels FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()) AND EXISTS (SELECT 1 FROM listings l
                WHERE l.id = listing_id AND l.organisation_id = (SELECT current_organisation())));
CREATE POLICY change_own ON release_levels FOR UPDATE TO recourse_app
    USING (organisation_id = (SELECT current_organisation()));
REVOKE UPDATE ON release_levels FROM recourse_app, recourse_platform;
GRANT UPDATE (status, changed_by, changed_at, version) ON release_levels TO recourse_app;

CREATE TABLE shortlist_picks (
    id uuid PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    seller_organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    status varchar(8) NOT NULL CHECK (status IN ('picked', 'dropped')),
    changed_by uuid,
    changed_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 0,
    UNIQUE (listing_id, organisation_id)
);
CREATE INDEX shortlist_picks_by_bidder ON shortlist_picks (organisation_id, listing_id);
ALTER TABLE shortlist_picks ENABLE ROW LEVEL SECURITY;
CREATE POLICY two_party ON shortlist_picks FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation()) OR seller_organisation_id = (SELECT current_organisation()));
-- Nobody is picked who has not agreed to keep it to himself.
CREATE POLICY seller_picks ON shortlist_picks FOR INSERT TO recourse_app
    WITH CHECK (seller_organisation_id = (SELECT current_organisation()) AND EXISTS (SELECT 1 FROM nda_acceptances n
                WHERE n.listing_id = shortlist_picks.listing_id AND n.organisation_id = shortlist_picks.organisation_id
                AND n.seller_organisation_id = (SELECT current_organisation())));
CREATE POLICY seller_changes ON shortlist_picks FOR UPDATE TO recourse_app
    USING (seller_organisation_id = (SELECT current_organisation()));
CREATE POLICY platform ON shortlist_picks FOR SELECT TO recourse_platform USING (true);
REVOKE UPDATE ON shortlist_picks FROM recourse_app, recourse_platform;
GRANT UPDATE (status, changed_by, changed_at, version) ON shortlist_picks TO recourse_app;

CREATE TABLE destruction_requests (
    id uuid PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    seller_organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    status varchar(10) NOT NULL CHECK (status IN ('asked', 'certified')),
    asked_at timestamptz NOT NULL,
    due_on date NOT NULL,
    text_version varchar(40),
    text_sha256 bytea CHECK (length(text_sha256) = 32),
    files jsonb,
    certified_by uuid,
    certified_at timestamptz,
    ip varchar(45),
    version integer NOT NULL DEFAULT 0,
    UNIQUE (listing_id, organisation_id),
    CHECK ((status = 'certified') = (certified_at IS NOT NULL)),
    CHECK (num_nulls(text_version, text_sha256, files, certified_by, certified_at) IN (0, 5))
);
CREATE INDEX destruction_requests_by_buyer ON destruction_requests (organisation_id, status, due_on);
CREATE INDEX destruction_requests_due ON destruction_requests (due_on) WHERE status = 'asked';
ALTER TABLE destruction_requests ENABLE ROW LEVEL SECURITY;
CREATE POLICY two_party ON destruction_requests FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation()) OR seller_organisation_id = (SELECT current_organisation()));
-- What was certified is certified for ever.
CREATE POLICY buyer_certifies ON destruction_requests FOR UPDATE TO recourse_app
    USING (organisation_id = (SELECT current_organisation()) AND status = 'asked')
    WITH CHECK (organisation_id = (SELECT current_organisation()));
SELECT platform_works_on('destruction_requests');
REVOKE INSERT, UPDATE ON destruction_requests FROM recourse_app, recourse_platform;
GRANT INSERT ON destruction_requests TO recourse_platform;
GRANT UPDATE (status, text_version, text_sha256, files, certified_by, certified_at, ip, version)
    ON destruction_requests TO recourse_app;

-- The mark a seller sees beside a bidder: how many certificates he owes after their day, to whomever.
CREATE FUNCTION certificates_overdue(buyer uuid) RETURNS integer
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*)::integer FROM destruction_requests
    WHERE organisation_id = buyer AND status = 'asked' AND due_on < (house_clock() AT TIME ZONE 'UTC')::date
$$;

-- Who was handed copies of a listing that is over and bought nothing of it: the platform asks, and sees no sale for it.
-- A bidder may buy through a vehicle: whoever bid, bought or will service is no loser.
CREATE FUNCTION losers_unasked(of_listing uuid) RETURNS TABLE (listing_id uuid, organisation_id uuid,
    seller_organisation_id uuid, copies bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.listing_id, c.organisation_id, c.seller_organisation_id, count(*)
    FROM released_copies c JOIN listings l ON l.id = c.listing_id
    WHERE l.status IN ('awarded', 'sold', 'failed', 'withdrawn') AND (of_listing IS NULL OR l.id = of_listing)
      AND NOT EXISTS (SELECT 1 FROM destruction_requests d WHERE d.listing_id = c.listing_id
                      AND d.organisation_id = c.organisation_id)
      AND NOT EXISTS (SELECT 1 FROM sales s WHERE s.listing_id = c.listing_id AND s.status <> 'cancelled'
                      AND c.organisation_id IN (s.buyer_organisation_id, s.bidder_organisation_id,
                                                s.servicer_organisation_id))
    GROUP BY c.listing_id, c.organisation_id, c.seller_organisation_id
    ORDER BY c.listing_id, c.organisation_id
$$;
REVOKE EXECUTE ON FUNCTION losers_unasked FROM recourse_app;

-- Mails to a buyer go to whoever accepted the agreement for him.
CREATE POLICY platform ON nda_acceptances FOR SELECT TO recourse_platform USING (true);
