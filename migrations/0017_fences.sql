-- What one organisation cannot do to another, held by the database itself: rows hang on one's own things only, terms do
-- not move once shown, and no side consents, confirms or decides for the other. Row-level security says whose a row is;
-- foreign keys are checked past it, so they alone let a stranger's row hang on anything.
--
-- A trigger's WHEN runs as whoever wrote the statement: definer functions and the platform's role are not held up.

-- Arguments: the parent's table, the column that names it, the columns of the owner there and here, and `firm` where an
-- instructed firm may write for the owner.
CREATE FUNCTION refuse_strays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stray boolean;
    own text := 'n.%4$I = current_organisation()';
BEGIN
    IF TG_ARGV[4] = 'firm' THEN
        own := '(n.%4$I = current_organisation() OR p.firm_organisation_id = current_organisation())';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM fresh n LEFT JOIN %1$I p ON p.id = n.%2$I WHERE n.%2$I IS NOT NULL'
        ' AND (p.%3$I = n.%4$I AND ' || own || ') IS NOT TRUE)', TG_ARGV[0], TG_ARGV[1], TG_ARGV[2], TG_ARGV[3])
        INTO stray;
    IF stray THEN
        RAISE insufficient_privilege USING MESSAGE =
            format('a row of %s hangs on somebody else''s row of %s', TG_TABLE_NAME, TG_ARGV[0]);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION hangs_on(target regclass, parent regclass, by_column name, owner name DEFAULT 'organisation_id',
                         here name DEFAULT 'organisation_id', firm boolean DEFAULT false) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %s REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT'
        ' WHEN (current_user = ''recourse_app'') EXECUTE FUNCTION refuse_strays(%L, %L, %L, %L, %L)',
        'hangs_on_' || by_column, target, parent, by_column, owner, here, CASE WHEN firm THEN 'firm' ELSE '' END);
END $$;
SELECT hangs_on(one::regclass, 'claims', 'claim_id', firm => true)
FROM unnest('{claim_items,parties,claim_titles,claim_payments,proceedings,cases}'::text[]) AS one;
SELECT hangs_on(one::regclass, 'cases', 'case_id', firm => true)
FROM unnest('{case_holds,case_events,case_exhibits,case_particulars,filings,deadlines}'::text[]) AS one;
SELECT hangs_on(one::regclass, 'tapes', 'tape_id') FROM unnest('{claims,tape_findings,tape_rejects}'::text[]) AS one;
SELECT hangs_on(one::regclass, 'listings', 'listing_id')
FROM unnest('{lots,listing_reserves,listing_invitees,lot_claims,releases}'::text[]) AS one;
SELECT hangs_on('lot_claims', 'lots', 'lot_id');
SELECT hangs_on('lot_claims', 'claims', 'claim_id');
SELECT hangs_on('sale_claims', 'sales', 'sale_id', 'seller_organisation_id', 'seller_organisation_id');
SELECT hangs_on('sale_claims', 'claims', 'claim_id', 'organisation_id', 'seller_organisation_id');
SELECT hangs_on(one::regclass, 'data_keys', 'data_key_id') FROM unnest('{tapes,releases}'::text[]) AS one;
SELECT hangs_on('tapes', 'data_keys', 'file_key_id');
SELECT hangs_on('mandates', 'documents', 'power_document_id');

-- An exhibit opens its document to the case's firm, so only who may read a document hangs it on a case. The policy of
-- documents asks exhibits back; a function that looks past both ends the circle.
CREATE FUNCTION may_read_document(wanted uuid) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM documents d WHERE d.id = wanted AND (
        d.organisation_id = current_organisation() OR d.firm_organisation_id = current_organisation()
        OR (d.other_organisation_id = current_organisation()
            AND (d.kind <> 'deed_of_assignment' OR d.sealed_at IS NOT NULL))
        OR EXISTS (SELECT 1 FROM case_exhibits e WHERE e.document_id = d.id AND e.removed_at IS NULL
                   AND e.firm_organisation_id = current_organisation()))) $$;
CREATE POLICY what_one_reads ON case_exhibits AS RESTRICTIVE FOR INSERT TO recourse_app
    WITH CHECK (may_read_document(document_id));

-- The other side of a contract reads it. It neither adds a version nor makes itself the firm that works on it, and no
-- document is put on another's desk but that of a sale between the two.
DROP POLICY tenant ON documents;
CREATE POLICY tenant ON documents FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR firm_organisation_id = (SELECT current_organisation())
           OR (other_organisation_id = (SELECT current_organisation())
               AND (kind <> 'deed_of_assignment' OR sealed_at IS NOT NULL)));
CREATE POLICY write_own ON documents FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()));
CREATE POLICY change_own ON documents FOR UPDATE TO recourse_app
    USING (organisation_id = (SELECT current_organisation()) OR firm_organisation_id = (SELECT current_organisation()));
CREATE FUNCTION keep_to_the_parties() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- A power of attorney is put into the vault before the mandate that rests on it.
    IF NEW.subject_kind <> 'mandate' AND NOT EXISTS (
        SELECT 1 FROM sales s WHERE s.id = NEW.subject_id AND NEW.subject_kind = 'sale'
        AND NEW.organisation_id IN (s.seller_organisation_id, s.buyer_organisation_id)
        AND NEW.other_organisation_id IN (s.seller_organisation_id, s.buyer_organisation_id)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a document for another side belongs to a sale between the two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_to_the_parties BEFORE INSERT ON documents FOR EACH ROW
    WHEN (current_user = 'recourse_app' AND NEW.other_organisation_id IS NOT NULL)
    EXECUTE FUNCTION keep_to_the_parties();
DROP POLICY with_document ON document_versions;
CREATE POLICY with_document ON document_versions FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM documents d WHERE d.id = document_id));
CREATE POLICY write_own ON document_versions FOR INSERT TO recourse_app
    WITH CHECK (EXISTS (SELECT 1 FROM documents d WHERE d.id = document_id
                        AND (d.organisation_id = (SELECT current_organisation())
                             OR d.firm_organisation_id = (SELECT current_organisation())))
                AND EXISTS (SELECT 1 FROM data_keys k WHERE k.id = data_key_id
                            AND k.organisation_id = (SELECT current_organisation())));

-- A key is made once and may be destroyed, but not by a former owner, nor under a paper that another side holds.
REVOKE UPDATE ON data_keys FROM recourse_app;
GRANT UPDATE (wrapped, destroyed_at) ON data_keys TO recourse_app;
CREATE FUNCTION keep_others_keys() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.wrapped IS NOT NULL OR OLD.wrapped IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'a key is destroyed or stays as it is';
    ELSIF EXISTS (SELECT 1 FROM tapes t JOIN claims c ON c.tape_id = t.id
                  WHERE t.data_key_id = OLD.id AND c.organisation_id <> OLD.organisation_id)
       OR EXISTS (SELECT 1 FROM document_versions v JOIN documents d ON d.id = v.document_id
                  WHERE v.data_key_id = OLD.id
                  AND (d.organisation_id <> OLD.organisation_id OR d.other_organisation_id IS NOT NULL)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'somebody else holds what this key opens';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_others_keys BEFORE UPDATE ON data_keys FOR EACH ROW
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION keep_others_keys();

-- Facts are written in one's own name.
DROP POLICY write_own ON facts;
CREATE POLICY write_own ON facts FOR INSERT TO recourse_app
    WITH CHECK (organisation_id IS NOT DISTINCT FROM (SELECT current_organisation())
                AND (person_id IS NULL OR person_id = (SELECT current_person())));

-- The agent of a mandate lays it down; only the principal makes it longer.
CREATE FUNCTION keep_mandate_short() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.until_on IS NULL OR NEW.until_on > OLD.until_on THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the principal makes a mandate longer';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_mandate_short BEFORE UPDATE ON mandates FOR EACH ROW
    WHEN (current_user = 'recourse_app' AND current_organisation() IS DISTINCT FROM OLD.organisation_id)
    EXECUTE FUNCTION keep_mandate_short();

-- The operator decides about an organisation's standing and touches nothing else of it, its bank account least of all.
CREATE FUNCTION keep_details() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(NEW) - '{status,status_reason,version}'::text[])
       IS DISTINCT FROM (to_jsonb(OLD) - '{status,status_reason,version}'::text[]) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only the organisation changes its own details';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_details BEFORE UPDATE ON organisations FOR EACH ROW
    WHEN (current_user = 'recourse_app' AND current_organisation() IS DISTINCT FROM OLD.id)
    EXECUTE FUNCTION keep_details();

-- A listing's terms, lots and reserve are written once; the seller moves its status along, and never opens what the
-- close has closed.
REVOKE UPDATE ON listings, lots, listing_reserves, listing_invitees, lot_claims FROM recourse_app;
GRANT UPDATE (status, status_reason, opens_at, version) ON listings TO recourse_app;
GRANT UPDATE (live, released_reference) ON lot_claims TO recourse_app;
CREATE FUNCTION keep_listing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.opens_at IS DISTINCT FROM OLD.opens_at AND OLD.status <> 'draft' THEN
        RAISE insufficient_privilege USING MESSAGE = 'a listing opens once';
    ELSIF NEW.status <> OLD.status AND OLD.status || '>' || NEW.status NOT IN ('draft>open', 'draft>withdrawn',
        'open>withdrawn', 'bidding>withdrawn', 'closed>awarded', 'closed>failed', 'awarded>sold', 'awarded>failed') THEN
        RAISE insufficient_privilege USING MESSAGE = format('a seller does not move a listing from %s to %s',
            OLD.status, NEW.status);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_listing BEFORE UPDATE ON listings FOR EACH ROW
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION keep_listing();

-- The confidentiality agreement is accepted by the bidder himself, on a listing he sees.
DROP POLICY two_party ON nda_acceptances;
CREATE POLICY read_both ON nda_acceptances FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR seller_organisation_id = (SELECT current_organisation()));
CREATE POLICY accept_own ON nda_acceptances FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()) AND EXISTS (SELECT 1 FROM listings l
                WHERE l.id = listing_id AND l.organisation_id = seller_organisation_id AND l.status <> 'draft'));

-- Bidders of the circle take turns; a stranger can neither hold up the others nor use numbers up.
CREATE OR REPLACE FUNCTION bids_take_number(listing uuid) RETURNS integer LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    l listings%ROWTYPE;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM listings x WHERE x.id = listing AND x.organisation_id <> current_organisation()
        AND (x.circle = 'open' OR EXISTS (SELECT 1 FROM listing_invitees i WHERE i.listing_id = x.id
                                          AND i.invited_organisation_id = current_organisation()))) THEN
        RETURN NULL;
    END IF;
    SELECT * INTO l FROM listings WHERE id = listing FOR UPDATE;
    -- The clock is read after the lock is held: who waits for the lock past the close is late.
    IF l.id IS NULL OR l.status NOT IN ('open', 'bidding')
       OR house_clock() < l.bids_open_at OR house_clock() >= l.bids_close_at THEN
        RETURN NULL;
    END IF;
    UPDATE listings SET last_bid_number = last_bid_number + 1 WHERE id = listing;
    RETURN l.last_bid_number + 1;
END $$;

-- A bid carries the number that its own transaction has just taken, for a lot of that listing, in the bidder's own name
-- or his principal's. The row lock of the number is still held here.
CREATE FUNCTION keep_bid() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    l listings%ROWTYPE;
BEGIN
    SELECT * INTO l FROM listings WHERE id = NEW.listing_id;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.status = NEW.status THEN
            RAISE insufficient_privilege USING MESSAGE = 'of a bid only the status moves';
        ELSIF NEW.status = 'withdrawn' THEN
            IF OLD.status <> 'placed' OR OLD.opened_at IS NOT NULL OR house_clock() >= l.bids_close_at
               OR OLD.organisation_id IS DISTINCT FROM current_organisation() THEN
                RAISE insufficient_privilege USING MESSAGE = 'only the bidder withdraws a bid, before the close';
            END IF;
        ELSIF OLD.status NOT IN ('placed', 'shortlisted') OR NEW.status NOT IN ('shortlisted', 'accepted', 'rejected')
            OR OLD.opened_at IS NULL OR OLD.seller_organisation_id IS DISTINCT FROM current_organisation() THEN
            RAISE insufficient_privilege USING MESSAGE = 'only the seller decides on a bid, after the close';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.status <> 'placed' OR NEW.seller_organisation_id <> l.organisation_id
       OR NEW.organisation_id = l.organisation_id OR NEW.number <> l.last_bid_number OR NEW.rank IS NOT NULL
       OR l.status NOT IN ('open', 'bidding') OR house_clock() < l.bids_open_at
       OR NOT EXISTS (SELECT 1 FROM lots t WHERE t.id = NEW.lot_id AND t.listing_id = l.id)
       OR NOT EXISTS (SELECT 1 FROM nda_acceptances a WHERE a.listing_id = l.id
                      AND a.organisation_id = NEW.organisation_id)
       OR NOT (NEW.purchaser_organisation_id = NEW.organisation_id OR EXISTS (SELECT 1 FROM mandates m
               WHERE m.organisation_id = NEW.purchaser_organisation_id
               AND m.agent_organisation_id = NEW.organisation_id AND m.kind = 'bidding')) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this is not a bid that its bidder could place';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_bid BEFORE INSERT OR UPDATE ON bids FOR EACH ROW
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION keep_bid();

-- The award is the seller's, of an opened bid at its own amount; then each step needs what both sides left behind.
CREATE FUNCTION both_accepted(sale uuid, wanted varchar, digest bytea, shown bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(DISTINCT a.organisation_id) = 2 FROM acceptances a JOIN sales s ON s.id = a.sale_id
    WHERE a.sale_id = sale AND a.what = wanted AND (digest IS NULL OR a.document_sha256 = digest)
    AND (shown IS NULL OR a.shown_minor = shown)
    AND a.organisation_id IN (s.seller_organisation_id, s.buyer_organisation_id) $$;
REVOKE EXECUTE ON FUNCTION both_accepted FROM recourse_app, recourse_platform;
CREATE FUNCTION open_sale_rightly() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.status <> 'awarded' OR NEW.seller_organisation_id IS DISTINCT FROM current_organisation()
       OR num_nonnulls(NEW.adjusted_price_minor, NEW.contract_document_id, NEW.contract_sha256, NEW.deed_document_id,
                       NEW.deed_sha256, NEW.transferred_at, NEW.putback_until) > 0
       OR NOT EXISTS (SELECT 1 FROM bids b JOIN listings l ON l.id = b.listing_id WHERE b.id = NEW.bid_id
            AND l.id = NEW.listing_id AND l.organisation_id = NEW.seller_organisation_id AND b.lot_id = NEW.lot_id
            AND b.status = 'accepted' AND b.opened_at IS NOT NULL AND b.amount_minor = NEW.price_minor
            AND b.currency = NEW.currency AND b.purchaser_organisation_id = NEW.buyer_organisation_id
            AND b.organisation_id = NEW.bidder_organisation_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a sale is opened by the seller, from the bid he accepted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER open_sale_rightly BEFORE INSERT ON sales FOR EACH ROW
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION open_sale_rightly();

CREATE FUNCTION keep_sale() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    seller boolean := current_organisation() = OLD.seller_organisation_id;
    step text := OLD.status || '>' || NEW.status;
    held boolean := true;
BEGIN
    IF (NEW.contract_document_id, NEW.contract_sha256) IS DISTINCT FROM (OLD.contract_document_id, OLD.contract_sha256)
       AND NOT (seller AND OLD.status = 'awarded' AND OLD.contract_document_id IS NULL)
       OR (NEW.deed_document_id, NEW.deed_sha256) IS DISTINCT FROM (OLD.deed_document_id, OLD.deed_sha256)
       AND NOT (seller AND OLD.status = 'paid' AND OLD.deed_document_id IS NULL) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a paper of a sale is drafted once, by the seller';
    END IF;
    IF NEW.adjusted_price_minor IS DISTINCT FROM OLD.adjusted_price_minor AND (NOT seller OR OLD.status <> 'closing'
       OR EXISTS (SELECT 1 FROM charges c WHERE c.sale_id = OLD.id AND c.kind = 'price' AND c.status <> 'cancelled'))
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'the seller adjusts the price, in the closing, until both agreed';
    END IF;
    IF (NEW.transferred_at, NEW.putback_until) IS DISTINCT FROM (OLD.transferred_at, OLD.putback_until)
       AND step <> 'deed>transferred' THEN
        RAISE insufficient_privilege USING MESSAGE = 'the transfer sets its own dates';
    END IF;
    IF NEW.status = OLD.status OR step IN ('signed>closing', 'transferred>final') THEN
        RETURN NEW;
    ELSIF step = 'awarded>signed' THEN
        held := OLD.contract_sha256 IS NOT NULL AND both_accepted(OLD.id, 'contract', OLD.contract_sha256, NULL);
    ELSIF step = 'closing>paid' THEN
        held := EXISTS (SELECT 1 FROM charges c JOIN ledger_entries e ON e.cause = 'price:' || c.id
            WHERE c.sale_id = OLD.id AND c.kind = 'price' AND c.status = 'paid' AND e.charge_id = c.id
            AND c.amount_minor = OLD.adjusted_price_minor AND c.currency = OLD.currency);
    ELSIF step = 'paid>deed' THEN
        held := OLD.deed_sha256 IS NOT NULL AND both_accepted(OLD.id, 'deed', OLD.deed_sha256, NULL)
            AND EXISTS (SELECT 1 FROM documents d WHERE d.id = OLD.deed_document_id AND d.sealed_at IS NOT NULL);
    ELSIF step = 'deed>transferred' THEN
        held := EXISTS (SELECT 1 FROM sale_claims x JOIN claim_titles t ON t.claim_id = x.claim_id
            WHERE x.sale_id = OLD.id AND t.sale_id = OLD.id);
    ELSIF NEW.status = 'cancelled' AND OLD.status IN ('awarded', 'signed', 'closing') THEN
        held := NOT EXISTS (SELECT 1 FROM charges c WHERE c.sale_id = OLD.id AND c.kind = 'price'
            AND (c.status = 'paid' OR c.status = 'due' AND c.payer_confirmed_at IS NOT NULL));
    ELSE
        held := false;
    END IF;
    IF held IS NOT TRUE THEN
        RAISE insufficient_privilege USING MESSAGE = format('the sale cannot go from %s to %s: what that needs of both'
            ' sides is not there', OLD.status, NEW.status);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_sale BEFORE UPDATE ON sales FOR EACH ROW
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION keep_sale();

-- The schedule is what the contract was drafted from, and what both agreed to.
CREATE FUNCTION keep_agreed_schedule() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM fresh n JOIN sales s ON s.id = n.sale_id WHERE s.status <> 'awarded'
                   OR s.contract_document_id IS NOT NULL OR s.buyer_organisation_id <> n.buyer_organisation_id) THEN
            RAISE insufficient_privilege USING MESSAGE = 'the schedule is written at the award';
        END IF;
    ELSIF EXISTS (SELECT 1 FROM charges c WHERE c.kind = 'price' AND c.status <> 'cancelled'
                  AND c.sale_id IN (SELECT DISTINCT n.sale_id FROM fresh n)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'both sides agreed to this schedule';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_first_schedule AFTER INSERT ON sale_claims REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION keep_agreed_schedule();
CREATE TRIGGER keep_agreed_schedule AFTER UPDATE ON sale_claims REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION keep_agreed_schedule();

-- Only seller and buyer accept, each for itself.
CREATE FUNCTION accept_as_party() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sales s WHERE s.id = NEW.sale_id
        AND (s.seller_organisation_id, s.buyer_organisation_id) IN ((NEW.organisation_id, NEW.other_organisation_id),
            (NEW.other_organisation_id, NEW.organisation_id))) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only seller and buyer accept what belongs to a sale';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accept_as_party BEFORE INSERT ON acceptances FOR EACH ROW
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION accept_as_party();
REVOKE EXECUTE ON FUNCTION refuse_strays, hangs_on, keep_to_the_parties, keep_others_keys, keep_bid, open_sale_rightly,
    keep_sale, keep_agreed_schedule, accept_as_party FROM recourse_app, recourse_platform;
