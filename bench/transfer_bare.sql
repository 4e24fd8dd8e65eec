-- The bare writing of a transfer: ownership, title, cases, holds and deadlines of every claim of one sale, set-based.
-- No policy, no check of payment or deed, no law, no fact; the new rows come from files.
UPDATE bare_claims c SET organisation_id = (SELECT buyer_organisation_id FROM bare_sale), firm_organisation_id = NULL
    FROM bare_sale_claims x WHERE x.dropped_reason IS NULL AND c.id = x.claim_id;
UPDATE bare_claim_items i SET organisation_id = (SELECT buyer_organisation_id FROM bare_sale)
    FROM bare_sale_claims x WHERE x.dropped_reason IS NULL AND i.claim_id = x.claim_id;
UPDATE bare_parties p SET organisation_id = (SELECT buyer_organisation_id FROM bare_sale)
    FROM bare_sale_claims x WHERE x.dropped_reason IS NULL AND p.claim_id = x.claim_id;
UPDATE bare_proceedings p SET organisation_id = (SELECT buyer_organisation_id FROM bare_sale)
    FROM bare_sale_claims x WHERE x.dropped_reason IS NULL AND p.claim_id = x.claim_id;
UPDATE bare_claim_titles t SET organisation_id = (SELECT buyer_organisation_id FROM bare_sale), current = false
    FROM bare_sale_claims x WHERE x.dropped_reason IS NULL AND t.claim_id = x.claim_id;
UPDATE bare_lot_claims SET live = false;
COPY bare_claim_titles FROM STDIN;
COPY bare_cases FROM STDIN;
COPY bare_case_holds FROM STDIN;
COPY bare_deadlines FROM STDIN;
