-- What the database itself holds of a sale: terms that do not move, consent only in one's own name, ownership by deed.

-- The terms of the award are fixed when the sale opens.
REVOKE UPDATE ON sales FROM recourse_app;
GRANT UPDATE (status, adjusted_price_minor, contract_document_id, contract_sha256, deed_document_id, deed_sha256,
    transferred_at, putback_until, cancelled_reason, version) ON sales TO recourse_app;
REVOKE UPDATE ON charges FROM recourse_app;
GRANT UPDATE (status, payer_confirmed_at, payee_confirmed_at, provider_id, method, version, paid_at) ON charges
    TO recourse_app;

-- Both sides read what was accepted; nobody accepts for the other.
DROP POLICY two_party ON acceptances;
CREATE POLICY read_both ON acceptances FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR other_organisation_id = (SELECT current_organisation()));
CREATE POLICY accept_own ON acceptances FOR INSERT TO recourse_app
    WITH CHECK (organisation_id = (SELECT current_organisation()));

-- The deed names debtors. Until it is executed the buyer reads a copy without them.
DROP POLICY tenant ON documents;
CREATE POLICY tenant ON documents TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR firm_organisation_id = (SELECT current_organisation())
           OR (other_organisation_id = (SELECT current_organisation())
               AND (kind <> 'deed_of_assignment' OR sealed_at IS NOT NULL)))
    WITH CHECK (organisation_id = (SELECT current_organisation())
           OR firm_organisation_id = (SELECT current_organisation()));

-- A booking is between the charge's own parties and the platform, and names no other organisation.
CREATE OR REPLACE FUNCTION ledger_book(entry uuid, charge uuid, what varchar, because varchar, booked_at timestamptz,
                                       debit_code varchar, debit_organisation uuid,
                                       credit_code varchar, credit_organisation uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    c charges%ROWTYPE;
    debit uuid;
    credit uuid;
BEGIN
    SELECT * INTO c FROM charges WHERE id = charge;
    IF c.id IS NULL OR (current_organisation() IS NOT NULL
        AND current_organisation() NOT IN (c.organisation_id, coalesce(c.payee_organisation_id, c.organisation_id)))
    THEN
        RAISE no_data_found USING MESSAGE = 'no such charge';
    END IF;
    IF coalesce(debit_organisation, c.organisation_id) NOT IN
           (c.organisation_id, coalesce(c.payee_organisation_id, c.organisation_id))
       OR coalesce(credit_organisation, c.organisation_id) NOT IN
           (c.organisation_id, coalesce(c.payee_organisation_id, c.organisation_id)) THEN
        RAISE check_violation USING MESSAGE = 'a booking names the parties of its charge only';
    END IF;
    INSERT INTO ledger_entries VALUES (entry, booked_at, what, charge, c.organisation_id, c.payee_organisation_id,
        because) ON CONFLICT (cause) DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO ledger_accounts VALUES (uuidv7(), debit_organisation, debit_code, c.currency),
        (uuidv7(), credit_organisation, credit_code, c.currency) ON CONFLICT DO NOTHING;
    SELECT id INTO debit FROM ledger_accounts WHERE organisation_id IS NOT DISTINCT FROM debit_organisation
        AND code = debit_code AND currency = c.currency;
    SELECT id INTO credit FROM ledger_accounts WHERE organisation_id IS NOT DISTINCT FROM credit_organisation
        AND code = credit_code AND currency = c.currency;
    INSERT INTO ledger_postings VALUES (uuidv7(), entry, debit, c.amount_minor, c.currency),
        (uuidv7(), entry, credit, -c.amount_minor, c.currency);
    RETURN true;
END $$;

-- As before, and the deed must be the very file that both accepted, and the price must be in the ledger.
CREATE OR REPLACE FUNCTION claims_assign(sale uuid, assigned_on date) RETURNS bigint LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    s sales%ROWTYPE;
    deed_title varchar;
    buyer_name varchar;
    wanted bigint;
    moved bigint;
BEGIN
    SELECT * INTO s FROM sales WHERE id = sale FOR UPDATE;
    IF s.id IS NULL OR current_organisation() IS DISTINCT FROM s.buyer_organisation_id THEN
        RAISE no_data_found USING MESSAGE = 'no such sale';
    END IF;
    IF s.status <> 'deed' THEN
        RAISE check_violation USING MESSAGE = 'the deed of assignment is not executed: the sale is ' || s.status;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM charges c JOIN ledger_entries e ON e.charge_id = c.id AND e.cause = 'price:' || c.id
                   WHERE c.sale_id = sale AND c.kind = 'price' AND c.status = 'paid'
                   AND c.amount_minor = s.adjusted_price_minor AND c.currency = s.currency) THEN
        RAISE check_violation USING MESSAGE = 'the price is not paid';
    END IF;
    SELECT d.title INTO deed_title FROM documents d JOIN document_versions v ON v.document_id = d.id
        WHERE d.id = s.deed_document_id AND d.sealed_at IS NOT NULL AND v.sha256 = s.deed_sha256;
    IF deed_title IS NULL THEN
        RAISE check_violation USING MESSAGE = 'the deed of assignment is not sealed';
    END IF;
    IF (SELECT count(DISTINCT a.organisation_id) FROM acceptances a WHERE a.sale_id = sale AND a.what = 'deed'
        AND a.document_sha256 = s.deed_sha256
        AND a.organisation_id IN (s.seller_organisation_id, s.buyer_organisation_id)) <> 2 THEN
        RAISE check_violation USING MESSAGE = 'the deed of assignment is not accepted by both';
    END IF;
    SELECT name INTO buyer_name FROM organisations WHERE id = s.buyer_organisation_id;
    SELECT count(*) INTO wanted FROM sale_claims WHERE sale_id = sale AND dropped_reason IS NULL;

    UPDATE claims c SET organisation_id = s.buyer_organisation_id, firm_organisation_id = NULL
    FROM sale_claims x WHERE x.sale_id = sale AND x.dropped_reason IS NULL AND c.id = x.claim_id
        AND c.organisation_id = s.seller_organisation_id AND c.status = 'live';
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved <> wanted OR moved = 0 THEN
        RAISE check_violation USING MESSAGE =
            format('%s of %s claims are the seller''s to assign; the others were moved or closed', moved, wanted);
    END IF;
    UPDATE claim_items i SET organisation_id = s.buyer_organisation_id
    FROM sale_claims x WHERE x.sale_id = sale AND x.dropped_reason IS NULL AND i.claim_id = x.claim_id;
    UPDATE parties p SET organisation_id = s.buyer_organisation_id
    FROM sale_claims x WHERE x.sale_id = sale AND x.dropped_reason IS NULL AND p.claim_id = x.claim_id;
    UPDATE claim_payments p SET organisation_id = s.buyer_organisation_id
    FROM sale_claims x WHERE x.sale_id = sale AND x.dropped_reason IS NULL AND p.claim_id = x.claim_id;
    UPDATE proceedings p SET organisation_id = s.buyer_organisation_id
    FROM sale_claims x WHERE x.sale_id = sale AND x.dropped_reason IS NULL AND p.claim_id = x.claim_id;
    UPDATE documents d SET organisation_id = s.buyer_organisation_id, firm_organisation_id = NULL
    FROM sale_claims x WHERE x.sale_id = sale AND x.dropped_reason IS NULL
        AND d.subject_kind = 'claim' AND d.subject_id = x.claim_id AND d.organisation_id = s.seller_organisation_id;
    UPDATE claim_titles t SET organisation_id = s.buyer_organisation_id, current = false
    FROM sale_claims x WHERE x.sale_id = sale AND x.dropped_reason IS NULL AND t.claim_id = x.claim_id;
    INSERT INTO claim_titles (id, claim_id, tape_id, organisation_id, holder_organisation_id, holder_name, position,
        from_on, sale_id, deed_document_id, deed, current)
    SELECT uuidv7(), x.claim_id, x.tape_id, s.buyer_organisation_id, s.buyer_organisation_id, buyer_name,
        1 + coalesce((SELECT max(t.position) FROM claim_titles t WHERE t.claim_id = x.claim_id), -1),
        assigned_on, sale, s.deed_document_id, deed_title, true
    FROM sale_claims x WHERE x.sale_id = sale AND x.dropped_reason IS NULL;
    UPDATE lot_claims SET live = false WHERE lot_id = s.lot_id;
    RETURN moved;
END $$;
