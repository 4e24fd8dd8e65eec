-- The vault's index (the bytes live in the object store) and the money.

CREATE TABLE documents (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    other_organisation_id uuid,
    subject_kind varchar(20) NOT NULL CHECK (subject_kind IN
        ('tape', 'listing', 'sale', 'claim', 'case', 'organisation', 'mandate', 'statement')),
    subject_id uuid NOT NULL,
    kind varchar(60) NOT NULL,
    title varchar(300) NOT NULL,
    language varchar(10) NOT NULL,
    status varchar(10) NOT NULL CHECK (status IN ('drafted', 'approved', 'sealed', 'filed', 'served')),
    version integer NOT NULL DEFAULT 0,
    created_by uuid,
    created_at timestamptz NOT NULL,
    sealed_at timestamptz,
    CHECK (status IN ('drafted', 'approved') OR sealed_at IS NOT NULL)
);
CREATE INDEX documents_by_subject ON documents (organisation_id, subject_id, created_at);
CREATE INDEX documents_by_firm ON documents (firm_organisation_id, subject_id) WHERE firm_organisation_id IS NOT NULL;
CREATE INDEX documents_by_other ON documents (other_organisation_id, subject_id)
    WHERE other_organisation_id IS NOT NULL;
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON documents TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR firm_organisation_id = (SELECT current_organisation())
           OR other_organisation_id = (SELECT current_organisation()))
    WITH CHECK (organisation_id = (SELECT current_organisation())
           OR firm_organisation_id = (SELECT current_organisation()));
SELECT platform_works_on('documents');
REVOKE UPDATE ON documents FROM recourse_app;
GRANT UPDATE (title, status, version, sealed_at, firm_organisation_id) ON documents TO recourse_app;

CREATE TABLE document_versions (
    id uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    number integer NOT NULL CHECK (number > 0),
    file_name varchar(200) NOT NULL,
    media_type varchar(100) NOT NULL,
    object_key varchar(200) NOT NULL UNIQUE,
    data_key_id uuid NOT NULL REFERENCES data_keys ON DELETE RESTRICT,
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
    pages integer,
    source_digest bytea,
    made_by uuid,
    created_at timestamptz NOT NULL,
    UNIQUE (document_id, number)
);
-- Exactly once: the same data through the same template makes one version.
CREATE UNIQUE INDEX document_versions_once ON document_versions (document_id, source_digest)
    WHERE source_digest IS NOT NULL;
ALTER TABLE document_versions ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_document ON document_versions TO recourse_app
    USING (EXISTS (SELECT 1 FROM documents d WHERE d.id = document_id))
    WITH CHECK (EXISTS (SELECT 1 FROM documents d WHERE d.id = document_id));
SELECT platform_works_on('document_versions');
SELECT append_only('document_versions');

-- A sealed document keeps its bytes: no new version, no way back.
CREATE FUNCTION keep_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM documents d WHERE d.id = NEW.document_id AND d.sealed_at IS NOT NULL) THEN
        RAISE check_violation USING MESSAGE = 'a sealed document takes no further version';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_sealed BEFORE INSERT ON document_versions FOR EACH ROW EXECUTE FUNCTION keep_sealed();
CREATE FUNCTION stay_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sealed_at IS NOT NULL AND (NEW.sealed_at IS DISTINCT FROM OLD.sealed_at
        OR NEW.title IS DISTINCT FROM OLD.title OR NEW.status IN ('drafted', 'approved')) THEN
        RAISE check_violation USING MESSAGE = 'a sealed document does not change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stay_sealed BEFORE UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION stay_sealed();

ALTER TABLE mandates ADD FOREIGN KEY (power_document_id) REFERENCES documents ON DELETE RESTRICT;

CREATE TABLE charges (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    payee_organisation_id uuid REFERENCES organisations ON DELETE RESTRICT,
    sale_id uuid,
    kind varchar(16) NOT NULL CHECK (kind IN ('price', 'platform_fee', 'deposit')),
    method varchar(8) NOT NULL CHECK (method IN ('bank', 'stripe')),
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency char(3) NOT NULL,
    reference varchar(25) NOT NULL UNIQUE,
    status varchar(10) NOT NULL CHECK (status IN ('due', 'paid', 'refunded', 'cancelled')),
    payer_confirmed_at timestamptz,
    payee_confirmed_at timestamptz,
    provider_id varchar(120) UNIQUE,
    version integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    paid_at timestamptz
);
CREATE UNIQUE INDEX charges_once ON charges (sale_id, kind) WHERE status <> 'cancelled';
CREATE INDEX charges_by_payer ON charges (organisation_id, created_at);
CREATE INDEX charges_by_payee ON charges (payee_organisation_id, created_at);
SELECT see_as_two_parties('charges', 'organisation_id', 'payee_organisation_id');
SELECT platform_works_on('charges');

-- Accounts of the platform itself have no organisation.
CREATE TABLE ledger_accounts (
    id uuid PRIMARY KEY,
    organisation_id uuid REFERENCES organisations ON DELETE RESTRICT,
    code varchar(40) NOT NULL,
    currency char(3) NOT NULL,
    UNIQUE NULLS NOT DISTINCT (organisation_id, code, currency)
);
CREATE TABLE ledger_entries (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    kind varchar(40) NOT NULL,
    charge_id uuid NOT NULL REFERENCES charges ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    other_organisation_id uuid,
    cause varchar(120) NOT NULL UNIQUE
);
CREATE TABLE ledger_postings (
    id uuid PRIMARY KEY,
    entry_id uuid NOT NULL REFERENCES ledger_entries ON DELETE RESTRICT,
    account_id uuid NOT NULL REFERENCES ledger_accounts ON DELETE RESTRICT,
    amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
    currency char(3) NOT NULL
);
CREATE INDEX ledger_postings_by_entry ON ledger_postings (entry_id);
CREATE INDEX ledger_postings_by_account ON ledger_postings (account_id);
CREATE FUNCTION postings_balance() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_postings p WHERE p.entry_id = NEW.entry_id
               GROUP BY p.currency HAVING sum(p.amount_minor) <> 0) THEN
        RAISE check_violation USING MESSAGE = 'the postings of a ledger entry must add up to zero';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER postings_balance AFTER INSERT ON ledger_postings
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION postings_balance();
ALTER TABLE ledger_accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_own ON ledger_accounts FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation()) OR organisation_id IS NULL);
SELECT platform_works_on('ledger_accounts');
ALTER TABLE ledger_entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY two_party ON ledger_entries FOR SELECT TO recourse_app
    USING (organisation_id = (SELECT current_organisation())
           OR other_organisation_id = (SELECT current_organisation()));
SELECT platform_works_on('ledger_entries');
ALTER TABLE ledger_postings ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_entry ON ledger_postings FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM ledger_entries e WHERE e.id = entry_id));
SELECT platform_works_on('ledger_postings');
REVOKE INSERT, UPDATE ON ledger_accounts, ledger_entries, ledger_postings FROM recourse_app;
SELECT append_only('ledger_accounts');
SELECT append_only('ledger_entries');
SELECT append_only('ledger_postings');

-- One booking for one cause, made by whoever's transaction confirms the payment.
CREATE FUNCTION ledger_book(entry uuid, charge uuid, what varchar, because varchar, booked_at timestamptz,
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

CREATE TABLE webhook_events (
    id varchar(120) PRIMARY KEY,
    provider varchar(20) NOT NULL,
    kind varchar(80) NOT NULL,
    payload jsonb NOT NULL,
    received_at timestamptz NOT NULL,
    applied_at timestamptz,
    outcome varchar(200)
);
ALTER TABLE webhook_events ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON webhook_events FROM recourse_app;
SELECT platform_works_on('webhook_events');
