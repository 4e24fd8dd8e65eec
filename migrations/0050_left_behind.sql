-- What of a claim the law lets nobody assign stays with the seller when the claim is transferred.

-- A fixed compensation for recovery costs is a fee with a law of its own.
ALTER TABLE claim_items ADD COLUMN fixed_compensation boolean NOT NULL DEFAULT false
    CONSTRAINT compensation_is_a_fee CHECK (NOT fixed_compensation OR kind = 'fee');

-- What the balance of the schedule does without, and the article; a claim of which nothing else is left is dropped.
ALTER TABLE sale_claims ADD COLUMN left_minor bigint NOT NULL DEFAULT 0 CHECK (left_minor >= 0),
    ADD COLUMN left_law varchar(200),
    ADD CONSTRAINT left_by_a_law CHECK (left_minor = 0 OR left_law IS NOT NULL);
CREATE INDEX sale_claims_leaving ON sale_claims (sale_id) WHERE left_minor > 0;

CREATE TABLE items_left (
    -- The item's own id.
    id uuid PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    tape_id uuid NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    sale_id uuid NOT NULL REFERENCES sales ON DELETE RESTRICT,
    kind varchar(12) NOT NULL,
    reference varchar(60),
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    due_on date,
    law varchar(200) NOT NULL,
    left_on date NOT NULL
);
CREATE INDEX items_left_by_owner ON items_left (organisation_id, sale_id);
CREATE INDEX items_left_by_claim ON items_left (claim_id);
SELECT see_as_tenant('items_left');
-- Nobody writes here but items_stay.
REVOKE INSERT, UPDATE, DELETE ON items_left FROM recourse_app, recourse_platform;

-- Takes from the claims a sale has just moved what its schedule says stays with the seller. Beside claims_assign, in
-- the same transaction, as the buyer; doing it again finds nothing.
CREATE FUNCTION items_stay(sale uuid, stayed_on date) RETURNS bigint LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    s sales%ROWTYPE;
    stayed bigint;
BEGIN
    SELECT * INTO s FROM sales WHERE id = sale FOR UPDATE;
    IF s.id IS NULL OR current_organisation() IS DISTINCT FROM s.buyer_organisation_id THEN
        RAISE no_data_found USING MESSAGE = 'no such sale';
    END IF;
    IF s.status <> 'deed' THEN
        RAISE check_violation USING MESSAGE = 'the deed of assignment is not executed: the sale is ' || s.status;
    END IF;
    WITH gone AS (
        DELETE FROM claim_items i USING sale_claims x, claim_titles t
        WHERE x.sale_id = sale AND x.left_minor > 0 AND x.dropped_reason IS NULL AND i.claim_id = x.claim_id
            AND i.fixed_compensation AND i.organisation_id = s.buyer_organisation_id
            AND t.claim_id = x.claim_id AND t.sale_id = sale AND t.current
        RETURNING i.id, i.claim_id, i.tape_id, i.kind, i.reference, i.amount_minor, i.currency, i.due_on, x.left_law
    ), kept AS (
        INSERT INTO items_left (id, claim_id, tape_id, organisation_id, sale_id, kind, reference, amount_minor,
            currency, due_on, law, left_on)
        SELECT g.id, g.claim_id, g.tape_id, s.seller_organisation_id, sale, g.kind, g.reference, g.amount_minor,
            g.currency, g.due_on, g.left_law, stayed_on FROM gone g
        RETURNING claim_id, amount_minor
    ), lessened AS (
        UPDATE claims c SET costs_minor = greatest(c.costs_minor - k.amount, 0),
            balance_minor = c.balance_minor - k.amount
        FROM (SELECT claim_id, sum(amount_minor)::bigint AS amount FROM kept GROUP BY claim_id) k
        WHERE c.id = k.claim_id RETURNING 1
    ) SELECT count(*) INTO stayed FROM kept;
    RETURN stayed;
END $$;
REVOKE EXECUTE ON FUNCTION items_stay FROM recourse_platform;
