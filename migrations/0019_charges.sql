-- The fences around money; 0017_fences.sql says how they are built.

-- A charge falls due by what both agreed to; each side confirms for itself; what the provider carries, the platform books.
CREATE OR REPLACE FUNCTION keep_charge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    held boolean := true;
BEGIN
    IF TG_OP = 'INSERT' THEN
        held := NEW.status = 'due' AND num_nonnulls(NEW.payer_confirmed_at, NEW.payee_confirmed_at, NEW.provider_id,
            NEW.paid_at) = 0;
        IF NEW.kind = 'price' THEN
            held := held AND EXISTS (SELECT 1 FROM sales s WHERE s.id = NEW.sale_id AND s.status = 'closing'
                AND s.buyer_organisation_id = NEW.organisation_id AND s.currency = NEW.currency
                AND s.seller_organisation_id = NEW.payee_organisation_id AND s.adjusted_price_minor = NEW.amount_minor
                AND both_accepted(s.id, 'adjusted_price', NULL, NEW.amount_minor));
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
       OR NEW.method <> OLD.method AND num_nonnulls(OLD.payer_confirmed_at, OLD.payee_confirmed_at, OLD.provider_id) > 0
       OR NEW.paid_at IS DISTINCT FROM OLD.paid_at AND NEW.status <> 'paid' THEN
        RAISE insufficient_privilege USING MESSAGE = 'each side of a charge confirms for itself, once';
    END IF;
    IF NEW.status = 'paid' THEN
        held := OLD.method = 'bank' AND num_nonnulls(OLD.payer_confirmed_at, OLD.payee_confirmed_at) = 2
            AND EXISTS (SELECT 1 FROM ledger_entries e WHERE e.charge_id = OLD.id
                        AND e.cause = OLD.kind || ':' || OLD.id);
    ELSIF NEW.status = 'cancelled' THEN
        held := OLD.kind = 'price' AND OLD.payer_confirmed_at IS NULL
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
CREATE OR REPLACE TRIGGER keep_charge BEFORE INSERT OR UPDATE ON charges FOR EACH ROW
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION keep_charge();

-- As before; and a member's transaction books what both confirmed, once, under the charge's own cause. Without an
-- organisation only the platform books.
CREATE OR REPLACE FUNCTION ledger_book(entry uuid, charge uuid, what varchar, because varchar, booked_at timestamptz,
                                       debit_code varchar, debit_organisation uuid,
                                       credit_code varchar, credit_organisation uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    c charges%ROWTYPE;
    debit uuid;
    credit uuid;
    platform boolean := current_organisation() IS NULL AND pg_has_role(session_user, 'recourse_platform', 'USAGE');
BEGIN
    SELECT * INTO c FROM charges WHERE id = charge FOR UPDATE;
    IF c.id IS NULL OR NOT platform AND (current_organisation() IS NULL
        OR current_organisation() NOT IN (c.organisation_id, coalesce(c.payee_organisation_id, c.organisation_id)))
    THEN
        RAISE no_data_found USING MESSAGE = 'no such charge';
    END IF;
    IF coalesce(debit_organisation, c.organisation_id) NOT IN
           (c.organisation_id, coalesce(c.payee_organisation_id, c.organisation_id))
       OR coalesce(credit_organisation, c.organisation_id) NOT IN
           (c.organisation_id, coalesce(c.payee_organisation_id, c.organisation_id)) THEN
        RAISE check_violation USING MESSAGE = 'a booking names the parties of its charge only';
    END IF;
    IF because NOT IN (c.kind || ':' || c.id, 'refund:' || c.id) THEN
        RAISE check_violation USING MESSAGE = 'a booking has its charge for its cause';
    END IF;
    IF NOT platform AND (because LIKE 'refund:%' OR c.method <> 'bank'
        OR num_nonnulls(c.payer_confirmed_at, c.payee_confirmed_at) < 2) THEN
        RAISE check_violation USING MESSAGE = 'both sides confirm a payment before it is booked';
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
REVOKE EXECUTE ON FUNCTION keep_charge FROM recourse_app, recourse_platform;
