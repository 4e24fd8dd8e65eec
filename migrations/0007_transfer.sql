-- The one place where ownership changes, and the one way back before anything was built on a tape.

CREATE FUNCTION claims_assign(sale uuid, assigned_on date) RETURNS bigint LANGUAGE plpgsql
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
    IF NOT EXISTS (SELECT 1 FROM charges c WHERE c.sale_id = sale AND c.kind = 'price' AND c.status = 'paid'
                   AND c.amount_minor = s.adjusted_price_minor AND c.currency = s.currency) THEN
        RAISE check_violation USING MESSAGE = 'the price is not paid';
    END IF;
    SELECT title INTO deed_title FROM documents WHERE id = s.deed_document_id AND sealed_at IS NOT NULL;
    IF deed_title IS NULL THEN
        RAISE check_violation USING MESSAGE = 'the deed of assignment is not sealed';
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
REVOKE EXECUTE ON FUNCTION claims_assign FROM recourse_platform;

-- Taking back an acceptance: only the seller's own tape, only while no listing ever used it.
CREATE FUNCTION claims_unaccept(tape uuid) RETURNS bigint LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    PERFORM 1 FROM tapes WHERE id = tape AND organisation_id = current_organisation() FOR UPDATE;
    IF NOT FOUND THEN
        RAISE no_data_found USING MESSAGE = 'no such tape';
    END IF;
    IF EXISTS (SELECT 1 FROM lot_claims l JOIN claims c ON c.id = l.claim_id WHERE c.tape_id = tape)
       OR EXISTS (SELECT 1 FROM claims c WHERE c.tape_id = tape AND c.organisation_id <> current_organisation()) THEN
        RAISE check_violation USING MESSAGE = 'a listing uses this tape';
    END IF;
    DELETE FROM claim_titles WHERE tape_id = tape;
    DELETE FROM claim_payments WHERE tape_id = tape;
    DELETE FROM proceedings WHERE tape_id = tape;
    DELETE FROM parties WHERE tape_id = tape;
    DELETE FROM claim_items WHERE tape_id = tape;
    DELETE FROM claims WHERE tape_id = tape;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
REVOKE EXECUTE ON FUNCTION claims_unaccept FROM recourse_platform;

CREATE INDEX claim_titles_by_tape ON claim_titles (tape_id);
CREATE INDEX claim_items_by_tape ON claim_items (tape_id);
CREATE INDEX parties_by_tape ON parties (tape_id);
CREATE INDEX proceedings_by_tape ON proceedings (tape_id);
