-- What a paper needs beyond the tape: facts of a case, the documents that go with it, who was written to and how it ended.

CREATE TABLE case_particulars (
    case_id uuid PRIMARY KEY REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    agreement_form varchar(10) CHECK (agreement_form IN ('written', 'oral')),
    seat varchar(120),
    details jsonb NOT NULL CHECK (jsonb_typeof(details) = 'object'),
    version integer NOT NULL DEFAULT 0
);
SELECT see_as_tenant_or_firm('case_particulars');
REVOKE UPDATE ON case_particulars FROM recourse_app, recourse_platform;
GRANT UPDATE (firm_organisation_id, agreement_form, seat, details, version) ON case_particulars TO recourse_app;

-- One document may serve many cases: a deed, a power of attorney, the receipt of a fee.
CREATE TABLE case_exhibits (
    id uuid PRIMARY KEY,
    case_id uuid NOT NULL REFERENCES cases ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    firm_organisation_id uuid,
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    kind varchar(30) NOT NULL,
    title varchar(300) NOT NULL,
    dated_on date,
    added_by uuid,
    added_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE UNIQUE INDEX case_exhibits_once ON case_exhibits (case_id, document_id, kind) WHERE removed_at IS NULL;
CREATE INDEX case_exhibits_by_document ON case_exhibits (document_id, firm_organisation_id);
SELECT see_as_tenant_or_firm('case_exhibits');
REVOKE UPDATE ON case_exhibits FROM recourse_app, recourse_platform;
GRANT UPDATE (firm_organisation_id, removed_at) ON case_exhibits TO recourse_app;

-- A firm reads what goes with its cases, though the document is its client's and serves other firms too.
CREATE POLICY read_as_exhibit ON documents FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM case_exhibits e WHERE e.document_id = documents.id
                   AND e.firm_organisation_id = (SELECT current_organisation()) AND e.removed_at IS NULL));

-- How a debtor answered, and which of several the event is about.
ALTER TABLE case_events ADD COLUMN outcome varchar(40), ADD COLUMN party_id uuid REFERENCES parties ON DELETE RESTRICT;

-- Filings are prepared in batches; a chunk is what one job takes.
ALTER TABLE filings ADD COLUMN batch_id uuid, ADD COLUMN chunk integer;
CREATE INDEX filings_by_batch ON filings (batch_id, chunk) WHERE batch_id IS NOT NULL;
CREATE INDEX filings_in_order ON filings (organisation_id, id);
CREATE INDEX filings_in_order_firm ON filings (firm_organisation_id, id) WHERE firm_organisation_id IS NOT NULL;

-- Whoever gave a mandate sees who may sign for the agent.
CREATE POLICY principal_reads ON signatories FOR SELECT TO recourse_app
    USING (organisation_id IN (SELECT m.agent_organisation_id FROM mandates m
                               WHERE m.organisation_id = (SELECT current_organisation())));
REVOKE UPDATE ON signatories FROM recourse_app;
GRANT UPDATE (until_on) ON signatories TO recourse_app;

CREATE INDEX cases_in_order ON cases (organisation_id, id);
CREATE INDEX cases_in_order_firm ON cases (firm_organisation_id, id) WHERE firm_organisation_id IS NOT NULL;
CREATE INDEX cases_by_sale ON cases (organisation_id, sale_id, status, id);

-- Names are searched here and nowhere else: under a policy a text match would read the whole table.
CREATE FUNCTION find_debtors(wanted text, instructed boolean, most integer) RETURNS TABLE (claim_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    pattern text := '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
    IF current_organisation() IS NULL OR length(trim(wanted)) < 2 THEN
        RETURN;
    ELSIF instructed THEN
        RETURN QUERY SELECT DISTINCT p.claim_id FROM claims c JOIN parties p ON p.claim_id = c.id
            WHERE c.firm_organisation_id = current_organisation() AND p.name ILIKE pattern LIMIT most;
    ELSE
        RETURN QUERY SELECT DISTINCT p.claim_id FROM parties p
            WHERE p.organisation_id = current_organisation() AND p.name ILIKE pattern LIMIT most;
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION find_debtors FROM recourse_platform;

-- A document added to a claim or case later is seen by the firm that works it already.
CREATE FUNCTION follow_firm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.firm_organisation_id IS NULL AND NEW.subject_kind = 'claim' THEN
        SELECT c.firm_organisation_id INTO NEW.firm_organisation_id FROM claims c
        WHERE c.id = NEW.subject_id AND c.organisation_id = NEW.organisation_id;
    ELSIF NEW.firm_organisation_id IS NULL AND NEW.subject_kind = 'case' THEN
        SELECT k.firm_organisation_id INTO NEW.firm_organisation_id FROM cases k
        WHERE k.id = NEW.subject_id AND k.organisation_id = NEW.organisation_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER follow_firm BEFORE INSERT ON documents FOR EACH ROW EXECUTE FUNCTION follow_firm();
