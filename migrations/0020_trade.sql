-- Deposits and prices that the provider carries need the word of both sides; what the platform was paid, its operator
-- receives and gives back. And nobody writes another house's people into his own.

ALTER TABLE acceptances DROP CONSTRAINT acceptances_what_check, ADD CONSTRAINT acceptances_what_check
    CHECK (what IN ('contract', 'adjusted_price', 'deed', 'deposit', 'card_payment'));
ALTER TABLE charges
    ADD COLUMN payee_account varchar(40) CHECK (payee_account ~ '^acct_[A-Za-z0-9]{4,34}$'),
    ADD COLUMN refund_reason varchar(300),
    ADD COLUMN refund_asked_at timestamptz,
    ADD CHECK ((refund_reason IS NULL) = (refund_asked_at IS NULL));
GRANT UPDATE (payee_account) ON charges TO recourse_app;
INSERT INTO role_permissions VALUES ('operator', 'charges.receive'), ('operator', 'charges.refund');

-- What its operator receives and gives back is done in the platform's role, the key of the form with it.
SELECT platform_works_on('idempotency_keys');

-- As 0019_charges.sql; and a deposit falls due by what both agreed to, the provider carries a price only if both chose
-- it, and only the payee says to which account.
CREATE OR REPLACE FUNCTION keep_charge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    held boolean := true;
BEGIN
    IF TG_OP = 'INSERT' THEN
        held := NEW.status = 'due' AND num_nonnulls(NEW.payer_confirmed_at, NEW.payee_confirmed_at, NEW.provider_id,
            NEW.paid_at, NEW.payee_account, NEW.refund_asked_at) = 0;
        IF NEW.kind = 'price' THEN
            held := held AND NEW.method = 'bank' AND EXISTS (SELECT 1 FROM sales s WHERE s.id = NEW.sale_id
                AND s.status = 'closing'
                AND s.buyer_organisation_id = NEW.organisation_id AND s.currency = NEW.currency
                AND s.seller_organisation_id = NEW.payee_organisation_id AND s.adjusted_price_minor = NEW.amount_minor
                AND both_accepted(s.id, 'adjusted_price', NULL, NEW.amount_minor));
        ELSIF NEW.kind = 'deposit' THEN
            held := held AND NEW.payee_organisation_id IS NULL AND EXISTS (SELECT 1 FROM sales s
                WHERE s.id = NEW.sale_id AND s.status IN ('awarded', 'signed', 'closing')
                AND s.buyer_organisation_id = NEW.organisation_id AND s.currency = NEW.currency
                AND both_accepted(s.id, 'deposit', NULL, NEW.amount_minor));
        ELSE
            held := held AND NEW.organisation_id = current_organisation();
        END IF;
        IF held IS NOT TRUE THEN
            RAISE insufficient_privilege USING MESSAGE = 'nothing makes this amount due';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.status <> 'due'
       OR NEW.payer_confirmed_at IS DISTINCT FROM OLD.payer_confirmed_at AND (OLD.payer_confirmed_at IS NOT NULL
           OR OLD.organisation_id IS DISTINCT FROM current_organisation())
       OR NEW.payee_confirmed_at IS DISTINCT FROM OLD.payee_confirmed_at AND (OLD.payee_confirmed_at IS NOT NULL
           OR OLD.payee_organisation_id IS DISTINCT FROM current_organisation())
       OR NEW.provider_id IS DISTINCT FROM OLD.provider_id AND OLD.organisation_id IS DISTINCT FROM current_organisation()
       OR NEW.payee_account IS DISTINCT FROM OLD.payee_account AND (OLD.provider_id IS NOT NULL OR OLD.method <> 'bank'
           OR OLD.payee_organisation_id IS DISTINCT FROM current_organisation())
       OR NEW.paid_at IS DISTINCT FROM OLD.paid_at AND NEW.status <> 'paid' THEN
        RAISE insufficient_privilege USING MESSAGE = 'each side of a charge confirms for itself, once';
    END IF;
    IF NEW.method <> OLD.method AND NOT (NEW.method = 'stripe' AND OLD.kind = 'price' AND NEW.payee_account IS NOT NULL
        AND num_nonnulls(OLD.payer_confirmed_at, OLD.payee_confirmed_at, OLD.provider_id) = 0
        AND both_accepted(OLD.sale_id, 'card_payment', NULL, OLD.amount_minor)
        -- Either side goes back to the bank while the provider has made no page to pay on.
        OR NEW.method = 'bank' AND OLD.provider_id IS NULL AND current_organisation() IN
           (OLD.organisation_id, coalesce(OLD.payee_organisation_id, OLD.organisation_id))) THEN
        RAISE insufficient_privilege USING MESSAGE = 'both sides choose that the provider carries a price';
    END IF;
    IF NEW.status = 'paid' THEN
        held := OLD.method = 'bank' AND num_nonnulls(OLD.payer_confirmed_at, OLD.payee_confirmed_at) = 2
            AND EXISTS (SELECT 1 FROM ledger_entries e WHERE e.charge_id = OLD.id
                        AND e.cause = OLD.kind || ':' || OLD.id);
    ELSIF NEW.status = 'cancelled' THEN
        held := OLD.kind IN ('price', 'deposit') AND OLD.payer_confirmed_at IS NULL
            AND EXISTS (SELECT 1 FROM sales s WHERE s.id = OLD.sale_id AND s.status = 'cancelled');
    ELSIF NEW.status <> 'due' THEN
        held := false;
    END IF;
    IF held IS NOT TRUE THEN
        RAISE insufficient_privilege USING MESSAGE = format('this charge cannot become %s by one side''s word',
            NEW.status);
    END IF;
    RETURN NEW;
END $$;

-- Whoever is not of the house comes in by an invitation, which the platform's role accepts for him.
CREATE FUNCTION keep_own_people() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM memberships m WHERE m.organisation_id = NEW.organisation_id
                   AND m.person_id = NEW.person_id AND m.until IS NULL) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this person does not belong to the organisation';
    END IF;
    IF TG_ARGV[0] = 'itself' AND NEW.person_id IS DISTINCT FROM current_person() THEN
        RAISE insufficient_privilege USING MESSAGE = 'everybody makes what is his own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_own_people BEFORE INSERT ON memberships FOR EACH ROW
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION keep_own_people('colleague');
CREATE TRIGGER keep_own_people BEFORE INSERT ON api_tokens FOR EACH ROW
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION keep_own_people('itself');
CREATE TRIGGER keep_own_people BEFORE INSERT ON calendar_feeds FOR EACH ROW
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION keep_own_people('itself');
REVOKE EXECUTE ON FUNCTION keep_own_people FROM recourse_app, recourse_platform;

-- Whether everybody here who can bind the organisation signs in with a second factor; the operator's people always do.
ALTER TABLE organisations ADD COLUMN demands_second_factor boolean NOT NULL DEFAULT false;
