-- How long papers are kept, who says so, what stops their end, and how they go: key and bytes destroyed, the proof kept.

ALTER TABLE cases ADD COLUMN closed_on date;
UPDATE cases k SET closed_on = coalesce((SELECT max(f.at) FROM facts f WHERE f.subject_id = k.id
    AND f.organisation_id = k.organisation_id), k.opened_at)::date WHERE k.status = 'closed';
CREATE FUNCTION note_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = 'closed' AND OLD.status <> 'closed' THEN
        NEW.closed_on := (house_clock() AT TIME ZONE 'UTC')::date;
    ELSIF NEW.status <> 'closed' THEN
        NEW.closed_on := NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER note_closing BEFORE UPDATE OF status ON cases FOR EACH ROW EXECUTE FUNCTION note_closing();

-- `locked_until` and `held_by_store`: what the object store itself refuses, written by the job that asked it.
ALTER TABLE documents ADD COLUMN locked_until timestamptz, ADD COLUMN destroyed_at timestamptz,
    ADD COLUMN held_by_store boolean NOT NULL DEFAULT false,
    ADD CHECK (destroyed_at IS NULL OR title = 'destroyed');
CREATE INDEX documents_to_lock ON documents (sealed_at) WHERE sealed_at IS NOT NULL AND locked_until IS NULL
    AND destroyed_at IS NULL;
GRANT UPDATE (locked_until, held_by_store) ON documents TO recourse_app;
CREATE OR REPLACE FUNCTION stay_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.destroyed_at IS NOT NULL AND (NEW.destroyed_at IS DISTINCT FROM OLD.destroyed_at
        OR NEW.title <> OLD.title OR NEW.status <> OLD.status) THEN
        RAISE check_violation USING MESSAGE = 'a destroyed document stays destroyed';
    ELSIF NEW.destroyed_at IS NOT NULL AND OLD.destroyed_at IS NULL AND current_user IN ('recourse_app',
        'recourse_platform') THEN
        RAISE insufficient_privilege USING MESSAGE = 'a document is destroyed by destroy_document alone';
    ELSIF OLD.sealed_at IS NOT NULL AND (NEW.sealed_at IS DISTINCT FROM OLD.sealed_at
        OR (NEW.title IS DISTINCT FROM OLD.title AND NEW.destroyed_at IS NULL)
        OR NEW.status IN ('drafted', 'approved')) THEN
        RAISE check_violation USING MESSAGE = 'a sealed document does not change';
    END IF;
    RETURN NEW;
END $$;

-- The classes in which periods are set.
CREATE FUNCTION retention_class(subject_kind varchar, kind varchar) RETURNS varchar LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE
        WHEN subject_kind = 'mandate' THEN 'mandate'
        WHEN subject_kind IN ('sale', 'listing', 'tape') THEN 'trade'
        WHEN kind IN ('court_paper', 'incoming_paper', 'incoming_mail') THEN 'court'
        WHEN subject_kind = 'claim' OR kind IN ('contract', 'invoice', 'delivery_note', 'statement', 'termination',
            'delivery_proof', 'assignment', 'notice', 'masc', 'power', 'fee', 'guarantee') THEN 'evidence'
        WHEN subject_kind = 'case' THEN 'filing'
        ELSE 'other' END $$;

-- Dated and never changed: the newest that has begun counts, one for a country before one for all.
CREATE TABLE retention_rules (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    document_class varchar(12) NOT NULL CHECK (document_class IN ('evidence', 'filing', 'court', 'trade', 'mandate',
        'other')),
    country char(2) CHECK (country ~ '^[A-Z]{2}$'),
    -- None: kept without end.
    months integer CHECK (months BETWEEN 1 AND 1200),
    counts_from varchar(12) NOT NULL CHECK (counts_from IN ('stored', 'case_closed')),
    -- `duty`: the organisation names the law that obliges it; `practice`: its own policy.
    basis varchar(8) NOT NULL CHECK (basis IN ('duty', 'practice')),
    ground varchar(300) NOT NULL CHECK (ground <> ''),
    from_on date NOT NULL,
    set_by uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    set_at timestamptz NOT NULL
);
CREATE INDEX retention_rules_in_order ON retention_rules (organisation_id, document_class, from_on DESC, set_at DESC);
SELECT see_as_tenant('retention_rules');
SELECT append_only('retention_rules');
-- The nightly job asks who has rules; for what they mean it becomes the organisation.
CREATE POLICY platform ON retention_rules FOR SELECT TO recourse_platform USING (true);
REVOKE INSERT ON retention_rules FROM recourse_platform;

CREATE TABLE retention_policies (
    organisation_id uuid PRIMARY KEY REFERENCES organisations ON DELETE RESTRICT,
    four_eyes boolean NOT NULL,
    set_by uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    set_at timestamptz NOT NULL
);
SELECT see_as_tenant('retention_policies');
REVOKE ALL ON retention_policies FROM recourse_platform;

-- A hold of a person is by hash, so that it covers every claim against the person, those that come later too.
CREATE TABLE legal_holds (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    scope varchar(8) NOT NULL CHECK (scope IN ('document', 'case', 'person')),
    subject_id uuid NOT NULL,
    person_hash bytea,
    reason varchar(300) NOT NULL CHECK (reason <> ''),
    placed_by uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    placed_at timestamptz NOT NULL,
    lifted_by uuid REFERENCES people ON DELETE RESTRICT,
    lifted_at timestamptz,
    lift_reason varchar(300) CHECK (lift_reason <> ''),
    -- When the object store was told of the placing or lifting.
    told_at timestamptz,
    version integer NOT NULL DEFAULT 0,
    CHECK ((scope = 'person') = (person_hash IS NOT NULL)),
    CHECK (num_nonnulls(lifted_by, lifted_at, lift_reason) IN (0, 3))
);
CREATE INDEX legal_holds_standing ON legal_holds (organisation_id, scope, subject_id) WHERE lifted_at IS NULL;
CREATE INDEX legal_holds_by_person ON legal_holds (organisation_id, person_hash) WHERE person_hash IS NOT NULL;
SELECT see_as_tenant('legal_holds');
REVOKE UPDATE, DELETE ON legal_holds FROM recourse_app;
REVOKE ALL ON legal_holds FROM recourse_platform;
GRANT UPDATE (lifted_by, lifted_at, lift_reason, told_at, version) ON legal_holds TO recourse_app;

-- A hold that is placed while something is destroyed comes wholly before it or wholly after.
CREATE FUNCTION hold_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('holds of ' || NEW.organisation_id, 0));
    RETURN NEW;
END $$;
CREATE TRIGGER hold_first BEFORE INSERT ON legal_holds FOR EACH ROW EXECUTE FUNCTION hold_first();

-- The papers a hold covers: itself; of a case its papers, its exhibits and its claim's; of a person the same of every claim.
CREATE FUNCTION held_documents(organisation uuid)
    RETURNS TABLE (document_id uuid, hold_id uuid) LANGUAGE sql STABLE AS $$
    WITH standing AS (
        SELECT h.id, h.scope, h.subject_id, h.person_hash FROM legal_holds h
        WHERE h.organisation_id = organisation AND h.lifted_at IS NULL
    ), on_claims AS (
        SELECT s.id AS hold_id, k.claim_id FROM standing s JOIN cases k ON s.scope = 'case' AND k.id = s.subject_id
        UNION SELECT s.id, p.claim_id FROM standing s JOIN parties p ON s.scope = 'person'
            AND p.organisation_id = organisation AND p.person_hash = s.person_hash
    )
    SELECT s.subject_id, s.id FROM standing s WHERE s.scope = 'document'
    UNION SELECT d.id, o.hold_id FROM on_claims o JOIN documents d ON d.organisation_id = organisation
        AND d.subject_kind = 'claim' AND d.subject_id = o.claim_id
    UNION SELECT d.id, o.hold_id FROM on_claims o JOIN cases k ON k.claim_id = o.claim_id
        JOIN documents d ON d.organisation_id = organisation AND d.subject_kind = 'case' AND d.subject_id = k.id
    UNION SELECT e.document_id, o.hold_id FROM on_claims o JOIN cases k ON k.claim_id = o.claim_id
        JOIN case_exhibits e ON e.case_id = k.id AND e.removed_at IS NULL $$;

-- Every paper of an organisation with its class, the rule that counts for it, until when it says, and what stops its end.
CREATE FUNCTION retention_states(organisation uuid, today date)
    RETURNS TABLE (document_id uuid, document_class varchar, country char(2), stored_on date, counted_from date,
                   rule_id uuid, keep_until date, stop varchar) LANGUAGE sql STABLE AS $$
    WITH papers AS (
        SELECT d.id, d.subject_kind, d.subject_id, d.created_at::date AS stored_on, d.other_organisation_id,
               retention_class(d.subject_kind, d.kind) AS document_class
        FROM documents d WHERE d.organisation_id = organisation AND d.destroyed_at IS NULL
    ), on_claims AS (
        SELECT p.id, p.subject_id AS claim_id FROM papers p WHERE p.subject_kind = 'claim'
        UNION SELECT p.id, k.claim_id FROM papers p JOIN cases k ON k.id = p.subject_id WHERE p.subject_kind = 'case'
        UNION SELECT p.id, k.claim_id FROM papers p JOIN case_exhibits e ON e.document_id = p.id
            AND e.removed_at IS NULL JOIN cases k ON k.id = e.case_id
    ), claimed AS (
        SELECT o.id, min(c.country) AS country, max(k.closed_on) AS closed_on,
               coalesce(bool_or(k.status <> 'closed'), false) AS open_case,
               bool_or(EXISTS (SELECT 1 FROM lot_claims l WHERE l.claim_id = o.claim_id AND l.live)) AS offered
        FROM on_claims o LEFT JOIN claims c ON c.id = o.claim_id LEFT JOIN cases k ON k.claim_id = o.claim_id
        GROUP BY o.id
    ), held AS (SELECT DISTINCT h.document_id FROM held_documents(organisation) h)
    SELECT p.id, p.document_class, w.country, p.stored_on, w.counted_from, r.id,
           (w.counted_from + make_interval(months => r.months))::date,
           CASE WHEN h.document_id IS NOT NULL THEN 'hold' WHEN w.open_case THEN 'open_case'
                WHEN w.offered THEN 'offered' WHEN p.other_organisation_id IS NOT NULL THEN 'two_sides'
                WHEN r.id IS NULL THEN 'no_rule' WHEN r.months IS NULL THEN 'without_end' ELSE '' END
    FROM papers p LEFT JOIN claimed c ON c.id = p.id LEFT JOIN held h ON h.document_id = p.id
    LEFT JOIN LATERAL (SELECT x.id, x.months, x.counts_from FROM retention_rules x
        WHERE x.organisation_id = organisation AND x.document_class = p.document_class AND x.from_on <= today
        AND (x.country IS NULL OR x.country = c.country)
        ORDER BY x.country NULLS LAST, x.from_on DESC, x.set_at DESC LIMIT 1) r ON true
    CROSS JOIN LATERAL (SELECT c.country, coalesce(c.open_case, false) AS open_case, coalesce(c.offered, false) AS offered,
        CASE WHEN r.counts_from = 'case_closed' THEN coalesce(c.closed_on, p.stored_on) ELSE p.stored_on END
        AS counted_from) w $$;

-- What is to be destroyed, why, and who said so.
CREATE TABLE destructions (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    cause varchar(10) NOT NULL CHECK (cause IN ('retention', 'erasure')),
    status varchar(10) NOT NULL CHECK (status IN ('proposed', 'approved', 'done', 'refused')),
    version integer NOT NULL DEFAULT 0,
    four_eyes boolean NOT NULL,
    proposed_by uuid REFERENCES people ON DELETE RESTRICT,
    proposed_at timestamptz NOT NULL,
    first_by uuid REFERENCES people ON DELETE RESTRICT,
    first_at timestamptz,
    approved_by uuid REFERENCES people ON DELETE RESTRICT,
    approved_at timestamptz,
    refused_by uuid REFERENCES people ON DELETE RESTRICT,
    refused_reason varchar(300),
    done_at timestamptz,
    CHECK ((status IN ('approved', 'done')) = (approved_by IS NOT NULL)),
    CHECK (approved_by IS NULL OR NOT four_eyes OR (first_by IS NOT NULL AND first_by <> approved_by)),
    CHECK ((status = 'refused') = (num_nonnulls(refused_by, refused_reason) = 2)),
    CHECK ((status = 'done') = (done_at IS NOT NULL))
);
CREATE INDEX destructions_in_order ON destructions (organisation_id, status, proposed_at DESC);
SELECT see_as_tenant('destructions');
REVOKE UPDATE, DELETE ON destructions FROM recourse_app;
REVOKE ALL ON destructions FROM recourse_platform;
GRANT UPDATE (status, version, first_by, first_at, approved_by, approved_at, refused_by, refused_reason, done_at)
    ON destructions TO recourse_app;

-- `spared`: something came in between. `sha256` is of the newest version: what was there, for whoever holds a copy.
CREATE TABLE destruction_items (
    id uuid PRIMARY KEY,
    destruction_id uuid NOT NULL REFERENCES destructions ON DELETE RESTRICT,
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    document_class varchar(12) NOT NULL,
    rule_id uuid REFERENCES retention_rules ON DELETE RESTRICT,
    due_on date,
    status varchar(10) NOT NULL CHECK (status IN ('waiting', 'spared', 'destroyed')),
    spared_for varchar(12) CHECK (spared_for IN ('hold', 'open_case', 'offered', 'two_sides', 'duty', 'others', 'gone',
        'refused', 'no_rule', 'without_end', 'not_due')),
    sha256 bytea,
    destroyed_at timestamptz,
    -- The bytes go when the store's own lock lets them; without their key they are noise before.
    locked_until timestamptz,
    bytes_gone_at timestamptz,
    UNIQUE (destruction_id, document_id),
    CHECK ((status = 'spared') = (spared_for IS NOT NULL)),
    CHECK ((status = 'destroyed') = (num_nonnulls(sha256, destroyed_at) = 2)),
    CHECK (bytes_gone_at IS NULL OR status = 'destroyed')
);
CREATE UNIQUE INDEX destruction_items_waiting ON destruction_items (document_id) WHERE status = 'waiting';
CREATE INDEX destruction_items_of_document ON destruction_items (organisation_id, document_id);
CREATE INDEX destruction_items_bytes ON destruction_items (organisation_id, locked_until)
    WHERE status = 'destroyed' AND bytes_gone_at IS NULL;
SELECT see_as_tenant('destruction_items');
SELECT hangs_on('destruction_items', 'destructions', 'destruction_id');
SELECT hangs_on('destruction_items', 'documents', 'document_id');
REVOKE UPDATE, DELETE ON destruction_items FROM recourse_app;
REVOKE ALL ON destruction_items FROM recourse_platform;
CREATE POLICY platform ON destruction_items FOR SELECT TO recourse_platform USING (true);
GRANT SELECT ON destruction_items TO recourse_platform;
GRANT UPDATE (status, spared_for, locked_until, bytes_gone_at) ON destruction_items TO recourse_app;
CREATE FUNCTION keep_destroyed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'waiting' AND NEW.status <> OLD.status THEN
        RAISE check_violation USING MESSAGE = 'what became of a document does not change';
    ELSIF NEW.status = 'destroyed' AND OLD.status <> 'destroyed' AND current_user = 'recourse_app' THEN
        RAISE insufficient_privilege USING MESSAGE = 'a document is destroyed by destroy_document alone';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_destroyed BEFORE UPDATE ON destruction_items FOR EACH ROW EXECUTE FUNCTION keep_destroyed();

-- The one way a paper goes: approved by the owner's people, held by nobody. Its keys are destroyed, its names blanked; its
-- row, its hashes, its seal and every fact stay, so that the proof of what was there goes on verifying.
CREATE FUNCTION destroy_document(paper uuid, by_destruction uuid, at timestamptz)
    RETURNS TABLE (object_key varchar, sha256 bytea) LANGUAGE plpgsql VOLATILE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    d documents%ROWTYPE;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('holds of ' || current_organisation(), 0));
    SELECT * INTO d FROM documents WHERE id = paper AND organisation_id = current_organisation() FOR UPDATE;
    IF d.id IS NULL THEN
        RAISE no_data_found USING MESSAGE = 'no such document';
    ELSIF d.destroyed_at IS NOT NULL THEN
        RETURN;
    ELSIF d.other_organisation_id IS NOT NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'the other side holds this document too';
    ELSIF EXISTS (SELECT 1 FROM held_documents(d.organisation_id) h WHERE h.document_id = paper) THEN
        RAISE check_violation USING MESSAGE = 'a legal hold lies on this document';
    ELSIF NOT EXISTS (SELECT 1 FROM destruction_items i JOIN destructions x ON x.id = i.destruction_id
                      WHERE i.destruction_id = by_destruction AND i.document_id = paper AND i.status = 'waiting'
                      AND x.status = 'approved' AND x.organisation_id = d.organisation_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'nobody approved the destruction of this document';
    END IF;
    UPDATE destruction_items i SET status = 'destroyed', destroyed_at = at, locked_until = d.locked_until,
        sha256 = (SELECT v.sha256 FROM document_versions v WHERE v.document_id = paper ORDER BY v.number DESC LIMIT 1)
    WHERE i.destruction_id = by_destruction AND i.document_id = paper;
    UPDATE documents SET title = 'destroyed', destroyed_at = at WHERE id = paper;
    UPDATE document_versions SET file_name = 'destroyed' WHERE document_id = paper;
    UPDATE data_keys k SET wrapped = NULL, destroyed_at = at WHERE k.wrapped IS NOT NULL
        AND k.id IN (SELECT v.data_key_id FROM document_versions v WHERE v.document_id = paper)
        AND NOT EXISTS (SELECT 1 FROM document_versions v JOIN documents o ON o.id = v.document_id
                        WHERE v.data_key_id = k.id AND o.id <> paper AND o.destroyed_at IS NULL);
    UPDATE case_exhibits SET title = 'destroyed' WHERE document_id = paper;
    UPDATE delivered_files SET path = 'destroyed', reference = NULL, title = NULL WHERE document_id = paper;
    UPDATE incoming_papers SET said = NULL WHERE document_id = paper;
    RETURN QUERY SELECT v.object_key, v.sha256 FROM document_versions v WHERE v.document_id = paper;
END $$;
REVOKE EXECUTE ON FUNCTION destroy_document FROM recourse_platform;

-- A person who asks to be erased, or whose time is over: one request, what of it could be done, and what could not.
CREATE TABLE erasure_requests (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    party_id uuid NOT NULL REFERENCES parties ON DELETE RESTRICT,
    ground varchar(20) NOT NULL CHECK (ground IN ('not_needed', 'consent_withdrawn', 'objection', 'unlawful',
        'legal_duty')),
    asked_on date NOT NULL,
    status varchar(10) NOT NULL CHECK (status IN ('opened', 'approved', 'done', 'refused')),
    version integer NOT NULL DEFAULT 0,
    four_eyes boolean NOT NULL,
    opened_by uuid NOT NULL REFERENCES people ON DELETE RESTRICT,
    opened_at timestamptz NOT NULL,
    approved_by uuid REFERENCES people ON DELETE RESTRICT,
    approved_at timestamptz,
    refused_by uuid REFERENCES people ON DELETE RESTRICT,
    refused_reason varchar(300),
    destruction_id uuid REFERENCES destructions ON DELETE RESTRICT,
    done_at timestamptz,
    CHECK ((status IN ('approved', 'done')) = (approved_by IS NOT NULL)),
    CHECK (approved_by IS NULL OR NOT four_eyes OR approved_by <> opened_by),
    CHECK ((status = 'refused') = (num_nonnulls(refused_by, refused_reason) = 2)),
    CHECK ((status = 'done') = (done_at IS NOT NULL))
);
CREATE UNIQUE INDEX erasure_requests_open ON erasure_requests (party_id) WHERE status IN ('opened', 'approved');
CREATE INDEX erasure_requests_in_order ON erasure_requests (organisation_id, opened_at DESC);
SELECT see_as_tenant('erasure_requests');
SELECT hangs_on('erasure_requests', 'parties', 'party_id');
REVOKE UPDATE, DELETE ON erasure_requests FROM recourse_app;
REVOKE ALL ON erasure_requests FROM recourse_platform;
GRANT UPDATE (status, version, approved_by, approved_at, refused_by, refused_reason, destruction_id, done_at)
    ON erasure_requests TO recourse_app;

-- What was kept at the end of a request: what, how many, why, until when. No name.
CREATE TABLE erasure_remains (
    id uuid PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES erasure_requests ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    position integer NOT NULL,
    what varchar(20) NOT NULL CHECK (what IN ('row', 'document', 'schedule', 'tape')),
    subject_id uuid NOT NULL,
    why varchar(12) NOT NULL,
    until_on date,
    UNIQUE (request_id, position)
);
SELECT see_as_tenant('erasure_remains');
SELECT hangs_on('erasure_remains', 'erasure_requests', 'request_id');
SELECT append_only('erasure_remains');
REVOKE ALL ON erasure_remains FROM recourse_platform;

-- A person under a hold is not erased, whoever asks and however.
CREATE FUNCTION erase_not_held() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL AND EXISTS (SELECT 1 FROM legal_holds h
        WHERE h.organisation_id = OLD.organisation_id AND h.lifted_at IS NULL AND (h.person_hash = OLD.person_hash
        OR (h.scope = 'case' AND h.subject_id IN (SELECT k.id FROM cases k WHERE k.claim_id = OLD.claim_id)))) THEN
        RAISE check_violation USING MESSAGE = 'a legal hold lies on this person';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER erase_not_held BEFORE UPDATE OF erased_at ON parties FOR EACH ROW EXECUTE FUNCTION erase_not_held();

INSERT INTO role_permissions (role, permission) VALUES
    ('administrator', 'retention.set'), ('administrator', 'destructions.approve'), ('administrator', 'holds.place'),
    ('lawyer', 'holds.place');
