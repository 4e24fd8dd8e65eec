-- The trade: tapes in, listings, diligence, bids, sales.

CREATE TABLE tapes (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    name varchar(200) NOT NULL,
    originator_kind varchar(20) NOT NULL,
    cut_off_on date NOT NULL,
    file_name varchar(200) NOT NULL,
    media_type varchar(100) NOT NULL,
    size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    object_key varchar(200) NOT NULL,
    data_key_id uuid NOT NULL REFERENCES data_keys ON DELETE RESTRICT,
    status varchar(12) NOT NULL CHECK (status IN
        ('uploaded', 'mapped', 'checked', 'accepting', 'accepted', 'rejected', 'superseded')),
    layout jsonb,
    mapping jsonb,
    rows_read bigint,
    rows_accepted bigint,
    rows_rejected bigint,
    rows_left_out bigint,
    claims_count bigint,
    balances jsonb,
    findings_by_rule jsonb,
    failure text,
    supersedes_tape_id uuid REFERENCES tapes ON DELETE RESTRICT,
    uploaded_by uuid,
    uploaded_at timestamptz NOT NULL,
    accepted_at timestamptz,
    version integer NOT NULL DEFAULT 0,
    CHECK (status <> 'accepted' OR rows_read = rows_accepted + rows_rejected + rows_left_out)
);
CREATE INDEX tapes_by_organisation ON tapes (organisation_id, uploaded_at DESC);
SELECT see_as_tenant('tapes');

CREATE TABLE tape_mappings (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL,
    name varchar(200) NOT NULL,
    header_digest bytea NOT NULL,
    mapping jsonb NOT NULL,
    saved_by uuid,
    saved_at timestamptz NOT NULL,
    UNIQUE (organisation_id, header_digest)
);
SELECT see_as_tenant('tape_mappings');

-- Values are sealed with the tape's key and shown on the findings page alone.
CREATE TABLE tape_findings (
    id uuid PRIMARY KEY,
    tape_id uuid NOT NULL REFERENCES tapes ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    row_no bigint NOT NULL,
    rule varchar(40) NOT NULL,
    severity varchar(8) NOT NULL CHECK (severity IN ('reject', 'flag', 'info')),
    field varchar(40),
    column_name varchar(200),
    sentence text NOT NULL,
    sealed bytea
);
CREATE INDEX tape_findings_by_tape ON tape_findings (tape_id, severity, row_no);
SELECT see_as_tenant('tape_findings');
CREATE TABLE tape_rejects (
    id uuid PRIMARY KEY,
    tape_id uuid NOT NULL REFERENCES tapes ON DELETE RESTRICT,
    row_no bigint NOT NULL,
    organisation_id uuid NOT NULL,
    sealed bytea NOT NULL,
    expires_on date NOT NULL,
    UNIQUE (tape_id, row_no)
);
SELECT see_as_tenant('tape_rejects');
GRANT DELETE ON tape_findings, tape_rejects TO recourse_app;

ALTER TABLE claims ADD FOREIGN KEY (tape_id) REFERENCES tapes ON DELETE RESTRICT;

CREATE TABLE listings (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    title varchar(200) NOT NULL,
    summary text NOT NULL,
    originator_kind varchar(20) NOT NULL,
    country char(2) NOT NULL,
    currency char(3) NOT NULL,
    debtor_kinds varchar(20)[] NOT NULL CHECK (cardinality(debtor_kinds) > 0
        AND debtor_kinds <@ ARRAY['person', 'company']::varchar[]),
    cut_off_on date NOT NULL,
    status varchar(10) NOT NULL CHECK (status IN
        ('draft', 'open', 'bidding', 'closed', 'awarded', 'sold', 'failed', 'withdrawn')),
    auction_form varchar(12) NOT NULL CHECK (auction_form IN ('sealed')),
    award_rule varchar(10) NOT NULL CHECK (award_rule IN ('seller', 'automatic')),
    circle varchar(8) NOT NULL CHECK (circle IN ('open', 'invited')),
    k_wanted integer NOT NULL CHECK (k_wanted >= 10),
    minimum_minor bigint NOT NULL CHECK (minimum_minor > 0),
    tick_minor bigint NOT NULL CHECK (tick_minor > 0),
    nda_version varchar(40) NOT NULL,
    nda_sha256 bytea NOT NULL CHECK (length(nda_sha256) = 32),
    putback_days integer NOT NULL CHECK (putback_days >= 0),
    opens_at timestamptz,
    bids_open_at timestamptz NOT NULL,
    bids_close_at timestamptz NOT NULL CHECK (bids_close_at > bids_open_at),
    last_bid_number integer NOT NULL DEFAULT 0,
    status_reason text,
    created_by uuid,
    created_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 0
);
CREATE INDEX listings_by_organisation ON listings (organisation_id, created_at DESC);
CREATE INDEX listings_market ON listings (status, bids_close_at);

CREATE TABLE listing_invitees (
    listing_id uuid NOT NULL REFERENCES listings ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    invited_organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    PRIMARY KEY (listing_id, invited_organisation_id)
);
SELECT see_as_two_parties('listing_invitees', 'organisation_id', 'invited_organisation_id');

ALTER TABLE listings ENABLE ROW LEVEL SECURITY;
CREATE POLICY market ON listings FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR (SELECT is_operator())
           OR (status <> 'draft' AND (circle = 'open' OR EXISTS (
               SELECT 1 FROM listing_invitees i WHERE i.listing_id = listings.id
               AND i.invited_organisation_id = (SELECT current_organisation())))));
CREATE POLICY write_own ON listings FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()));
CREATE POLICY change_own ON listings FOR UPDATE TO recourse_app
    USING (organisation_id = (SELECT current_organisation()));
SELECT platform_works_on('listings');

-- What the seller alone knows.
CREATE TABLE listing_reserves (
    listing_id uuid PRIMARY KEY REFERENCES listings ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    reserve_minor bigint NOT NULL CHECK (reserve_minor > 0),
    currency char(3) NOT NULL
);
SELECT see_as_tenant('listing_reserves');
SELECT platform_works_on('listing_reserves');

-- What hangs on a listing is seen by whoever sees the listing.
CREATE FUNCTION see_with_listing(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY market ON %s FOR SELECT TO recourse_app
        USING (organisation_id = (SELECT current_organisation())
               OR EXISTS (SELECT 1 FROM listings l WHERE l.id = listing_id))', target);
    EXECUTE format('CREATE POLICY write_own ON %s FOR INSERT TO recourse_app
        WITH CHECK (organisation_id = (SELECT current_organisation()))', target);
    EXECUTE format('CREATE POLICY change_own ON %s FOR UPDATE TO recourse_app
        USING (organisation_id = (SELECT current_organisation()))', target);
END $$;
REVOKE EXECUTE ON FUNCTION see_with_listing FROM PUBLIC, recourse_app, recourse_platform;

CREATE TABLE lots (
    id uuid PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    name varchar(120) NOT NULL,
    position integer NOT NULL,
    claims_count bigint NOT NULL CHECK (claims_count > 0),
    debtors_count bigint NOT NULL CHECK (debtors_count > 0),
    balance_minor bigint NOT NULL CHECK (balance_minor > 0),
    currency char(3) NOT NULL,
    UNIQUE (listing_id, position)
);
SELECT see_with_listing('lots');
SELECT platform_works_on('lots');

CREATE TABLE lot_claims (
    lot_id uuid NOT NULL REFERENCES lots ON DELETE RESTRICT,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    listing_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    released_reference varchar(20) NOT NULL,
    live boolean NOT NULL DEFAULT true,
    PRIMARY KEY (lot_id, claim_id),
    UNIQUE (listing_id, released_reference)
);
CREATE UNIQUE INDEX lot_claims_once ON lot_claims (claim_id) WHERE live;
SELECT see_as_tenant('lot_claims');

CREATE TABLE releases (
    id uuid PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    k_wanted integer NOT NULL,
    k_reached integer NOT NULL CHECK (k_reached >= k_wanted),
    rows_count bigint NOT NULL,
    report jsonb NOT NULL,
    strata jsonb NOT NULL,
    charts jsonb NOT NULL,
    file_name varchar(200) NOT NULL,
    object_key varchar(200) NOT NULL,
    data_key_id uuid NOT NULL REFERENCES data_keys ON DELETE RESTRICT,
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    size_bytes bigint NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (listing_id)
);

CREATE TABLE nda_acceptances (
    id uuid PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    seller_organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    person_id uuid NOT NULL,
    nda_version varchar(40) NOT NULL,
    nda_sha256 bytea NOT NULL CHECK (length(nda_sha256) = 32),
    accepted_at timestamptz NOT NULL,
    ip varchar(45),
    UNIQUE (listing_id, organisation_id)
);
SELECT see_as_two_parties('nda_acceptances', 'organisation_id', 'seller_organisation_id');
SELECT append_only('nda_acceptances');

-- The anonymised tape is for the seller and for who accepted the NDA.
ALTER TABLE releases ENABLE ROW LEVEL SECURITY;
CREATE POLICY market ON releases FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation()) OR EXISTS (
        SELECT 1 FROM nda_acceptances n WHERE n.listing_id = releases.listing_id
        AND n.organisation_id = (SELECT current_organisation())));
CREATE POLICY write_own ON releases FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()));
REVOKE UPDATE ON releases FROM recourse_app, recourse_platform;

-- Before the close a bid is a number, a time and a sealed box. Nobody but the closing worker opens it.
CREATE TABLE bids (
    id uuid PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings ON DELETE RESTRICT,
    lot_id uuid NOT NULL REFERENCES lots ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    seller_organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    purchaser_organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    servicer_organisation_id uuid REFERENCES organisations ON DELETE RESTRICT,
    person_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    placed_at timestamptz NOT NULL,
    sealed bytea NOT NULL,
    currency char(3) NOT NULL,
    status varchar(12) NOT NULL CHECK (status IN
        ('placed', 'shortlisted', 'accepted', 'rejected', 'withdrawn', 'lapsed')),
    opened_at timestamptz,
    amount_minor bigint CHECK (amount_minor > 0),
    per_cent numeric(9, 4),
    valid_until date,
    funding varchar(200),
    rank integer,
    reason varchar(300),
    version integer NOT NULL DEFAULT 0,
    UNIQUE (listing_id, number),
    CHECK ((opened_at IS NULL) = (amount_minor IS NULL) OR (opened_at IS NOT NULL AND status = 'rejected')),
    CHECK (status <> 'rejected' OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX bids_one_standing ON bids (lot_id, purchaser_organisation_id)
    WHERE status IN ('placed', 'shortlisted', 'accepted');
CREATE INDEX bids_by_organisation ON bids (organisation_id, placed_at DESC);
CREATE INDEX bids_by_listing ON bids (listing_id, status, rank);
ALTER TABLE bids ENABLE ROW LEVEL SECURITY;
-- The seller sees bids once they are opened, and before that only what bids_count() tells.
CREATE POLICY own_or_opened ON bids FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR (seller_organisation_id = (SELECT current_organisation()) AND opened_at IS NOT NULL));
CREATE POLICY place_own ON bids FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()) AND opened_at IS NULL AND amount_minor IS NULL);
CREATE POLICY move_own_or_opened ON bids FOR UPDATE TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR (seller_organisation_id = (SELECT current_organisation()) AND opened_at IS NOT NULL));
SELECT platform_works_on('bids');
REVOKE UPDATE ON bids FROM recourse_app;
GRANT UPDATE (status, reason, version) ON bids TO recourse_app;

-- Bidders take turns on the listing's row without the right to change it.
CREATE FUNCTION bids_take_number(listing uuid) RETURNS integer LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    l listings%ROWTYPE;
BEGIN
    SELECT * INTO l FROM listings WHERE id = listing FOR UPDATE;
    -- The database's own clock, read after the lock is held: who waits for the lock past the close is late.
    IF l.id IS NULL OR l.status NOT IN ('open', 'bidding')
       OR clock_timestamp() < l.bids_open_at OR clock_timestamp() >= l.bids_close_at THEN
        RETURN NULL;
    END IF;
    UPDATE listings SET last_bid_number = last_bid_number + 1 WHERE id = listing;
    RETURN l.last_bid_number + 1;
END $$;

CREATE TABLE sales (
    id uuid PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings ON DELETE RESTRICT,
    lot_id uuid NOT NULL REFERENCES lots ON DELETE RESTRICT,
    bid_id uuid NOT NULL UNIQUE REFERENCES bids ON DELETE RESTRICT,
    seller_organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    buyer_organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    bidder_organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    servicer_organisation_id uuid REFERENCES organisations ON DELETE RESTRICT,
    status varchar(12) NOT NULL CHECK (status IN ('awarded', 'signed', 'closing', 'paid', 'deed', 'transferred',
        'final', 'cancelled')),
    price_minor bigint NOT NULL CHECK (price_minor > 0),
    adjusted_price_minor bigint CHECK (adjusted_price_minor > 0),
    currency char(3) NOT NULL,
    cut_off_on date NOT NULL,
    putback_days integer NOT NULL,
    contract_document_id uuid REFERENCES documents ON DELETE RESTRICT,
    contract_sha256 bytea,
    deed_document_id uuid REFERENCES documents ON DELETE RESTRICT,
    deed_sha256 bytea,
    creditor_reference varchar(25) NOT NULL UNIQUE,
    awarded_at timestamptz NOT NULL,
    transferred_at timestamptz,
    putback_until date,
    cancelled_reason varchar(300),
    version integer NOT NULL DEFAULT 0,
    CHECK (seller_organisation_id <> buyer_organisation_id),
    CHECK (status NOT IN ('paid', 'deed', 'transferred', 'final') OR adjusted_price_minor IS NOT NULL),
    CHECK (status NOT IN ('deed', 'transferred', 'final') OR deed_document_id IS NOT NULL)
);
CREATE UNIQUE INDEX sales_one_per_lot ON sales (lot_id) WHERE status <> 'cancelled';
CREATE INDEX sales_by_seller ON sales (seller_organisation_id, awarded_at DESC);
CREATE INDEX sales_by_buyer ON sales (buyer_organisation_id, awarded_at DESC);
SELECT see_as_two_parties('sales', 'seller_organisation_id', 'buyer_organisation_id');
ALTER TABLE charges ADD FOREIGN KEY (sale_id) REFERENCES sales ON DELETE RESTRICT;
ALTER TABLE cases ADD FOREIGN KEY (sale_id) REFERENCES sales ON DELETE RESTRICT;
ALTER TABLE claim_titles ADD FOREIGN KEY (sale_id) REFERENCES sales ON DELETE RESTRICT;
ALTER TABLE claim_titles ADD FOREIGN KEY (deed_document_id) REFERENCES documents ON DELETE RESTRICT;

-- The schedule both sides keep. It fills with the final file and freezes when the deed is executed.
CREATE TABLE sale_claims (
    sale_id uuid NOT NULL REFERENCES sales ON DELETE RESTRICT,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    tape_id uuid NOT NULL,
    seller_organisation_id uuid NOT NULL,
    buyer_organisation_id uuid NOT NULL,
    position integer NOT NULL,
    reference varchar(60) NOT NULL,
    debtor_name varchar(200) NOT NULL,
    product varchar(20) NOT NULL,
    default_on date,
    balance_minor bigint NOT NULL,
    receipts_minor bigint NOT NULL DEFAULT 0 CHECK (receipts_minor >= 0),
    price_minor bigint NOT NULL DEFAULT 0 CHECK (price_minor >= 0),
    currency char(3) NOT NULL,
    dropped_reason varchar(200),
    PRIMARY KEY (sale_id, claim_id),
    UNIQUE (sale_id, position)
);
ALTER TABLE sale_claims ENABLE ROW LEVEL SECURITY;
-- The buyer sees names only once the deed is executed; before that, his schedule comes from the contract's digest.
CREATE POLICY seller_reads ON sale_claims FOR SELECT TO recourse_app
    USING (seller_organisation_id = (SELECT current_organisation()));
CREATE POLICY buyer_reads ON sale_claims FOR SELECT TO recourse_app
    USING (buyer_organisation_id = (SELECT current_organisation()) AND EXISTS (SELECT 1 FROM sales s
           WHERE s.id = sale_id AND s.status IN ('deed', 'transferred', 'final')));
CREATE POLICY seller_writes ON sale_claims FOR INSERT TO recourse_app
    WITH CHECK (seller_organisation_id = (SELECT current_organisation()));
CREATE POLICY seller_changes ON sale_claims FOR UPDATE TO recourse_app
    USING (seller_organisation_id = (SELECT current_organisation()));
REVOKE UPDATE ON sale_claims FROM recourse_app, recourse_platform;
GRANT UPDATE (receipts_minor, price_minor, dropped_reason) ON sale_claims TO recourse_app;
CREATE FUNCTION keep_schedule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sales s WHERE s.id = coalesce(OLD.sale_id, NEW.sale_id)
               AND s.status IN ('paid', 'deed', 'transferred', 'final')) THEN
        RAISE check_violation USING MESSAGE = 'the schedule is frozen once the price is paid';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_schedule BEFORE UPDATE ON sale_claims FOR EACH ROW EXECUTE FUNCTION keep_schedule();

CREATE TABLE acceptances (
    id uuid PRIMARY KEY,
    sale_id uuid NOT NULL REFERENCES sales ON DELETE RESTRICT,
    what varchar(16) NOT NULL CHECK (what IN ('contract', 'adjusted_price', 'deed')),
    organisation_id uuid NOT NULL,
    other_organisation_id uuid NOT NULL,
    person_id uuid NOT NULL,
    document_sha256 bytea,
    shown_minor bigint,
    currency char(3),
    statement varchar(500) NOT NULL,
    accepted_at timestamptz NOT NULL,
    ip varchar(45),
    UNIQUE (sale_id, what, organisation_id, document_sha256, shown_minor)
);
SELECT see_as_two_parties('acceptances', 'organisation_id', 'other_organisation_id');
SELECT append_only('acceptances');
