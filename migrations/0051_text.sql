-- What documents say, kept to be found again: the text under the document's own data key, and the words of it for
-- whoever may read the document. Both go when that key is destroyed (docs/adr/0036).

CREATE TABLE document_texts (
    version_id uuid PRIMARY KEY REFERENCES document_versions ON DELETE RESTRICT,
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    state varchar(10) NOT NULL CHECK (state IN ('waiting', 'read', 'partly', 'unreadable', 'erased')),
    reason varchar(500),
    sealed bytea,
    languages varchar(2)[],
    pages integer CHECK (pages >= 0),
    attempts integer NOT NULL CHECK (attempts >= 0),
    taken_at timestamptz,
    read_at timestamptz,
    indexed_at timestamptz,
    CHECK ((state IN ('read', 'partly')) = (sealed IS NOT NULL)),
    CHECK (state NOT IN ('partly', 'unreadable') OR reason IS NOT NULL)
);
CREATE INDEX document_texts_by_document ON document_texts (document_id);
CREATE INDEX document_texts_waiting ON document_texts (version_id) WHERE state = 'waiting';
CREATE INDEX document_texts_unindexed ON document_texts (version_id)
    WHERE indexed_at IS NULL AND state IN ('read', 'partly', 'unreadable');
ALTER TABLE document_texts ENABLE ROW LEVEL SECURITY;
CREATE POLICY with_document ON document_texts FOR SELECT TO recourse_app
    USING (EXISTS (SELECT 1 FROM documents d WHERE d.id = document_id));
REVOKE INSERT, UPDATE ON document_texts FROM recourse_app;
SELECT platform_works_on('document_texts');

-- One row for each reader, every lexeme of it under the reader's mark: what a search costs does not grow with what
-- others keep here. Nobody reads the table itself.
CREATE TABLE document_words (
    document_id uuid NOT NULL REFERENCES documents ON DELETE RESTRICT,
    reader_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    subject_id uuid NOT NULL,
    kind varchar(60) NOT NULL,
    made_at timestamptz NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (document_id, reader_id)
);
-- A list of what is still to be sorted in would be read by every search.
CREATE INDEX document_words_by_word ON document_words USING gin (words) WITH (fastupdate = off);
CREATE INDEX document_words_by_age ON document_words (reader_id, made_at DESC, document_id DESC);
ALTER TABLE document_words ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON document_words FROM recourse_app, recourse_platform;

-- Every version waits to be read from the moment it is there; what was there before waits from now on.
INSERT INTO document_texts (version_id, document_id, state, attempts)
    SELECT DISTINCT ON (v.document_id) v.id, v.document_id, 'waiting', 0 FROM document_versions v
    JOIN data_keys k ON k.id = v.data_key_id WHERE k.wrapped IS NOT NULL ORDER BY v.document_id, v.number DESC;
CREATE FUNCTION await_reading() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM document_words w USING fresh f WHERE w.document_id = f.document_id AND f.number > 1;
    INSERT INTO document_texts (version_id, document_id, state, attempts)
        SELECT f.id, f.document_id, 'waiting', 0 FROM fresh f ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER await_reading AFTER INSERT ON document_versions REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION await_reading();

-- Who may read a document; the words are kept for each of them, and for nobody else.
CREATE FUNCTION readers_of(wanted uuid) RETURNS uuid[] LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT array_agg(DISTINCT r.id) FROM (
        SELECT unnest(ARRAY[d.organisation_id, d.firm_organisation_id,
            CASE WHEN d.kind <> 'deed_of_assignment' OR d.sealed_at IS NOT NULL THEN d.other_organisation_id END]) AS id
            FROM documents d WHERE d.id = wanted
        UNION SELECT e.firm_organisation_id FROM case_exhibits e WHERE e.document_id = wanted AND e.removed_at IS NULL
    ) r WHERE r.id IS NOT NULL $$;
CREATE FUNCTION country_of(wanted uuid) RETURNS varchar LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT c.country FROM claims c WHERE c.id = d.subject_id),
        (SELECT c.country FROM cases k JOIN claims c ON c.id = k.claim_id WHERE k.id = d.subject_id), o.country)
    FROM documents d JOIN organisations o ON o.id = d.organisation_id WHERE d.id = wanted $$;
-- Keeps what was read (or, without a state, only its words anew). False where others than these read the document now:
-- the caller makes the words for them and comes again. The document is locked before its text, as a transfer does.
CREATE FUNCTION keep_text(of_version uuid, new_state varchar, why varchar, new_sealed bytea, spoken varchar[],
                          page_count integer, kept_at timestamptz, readers uuid[], vectors text[]) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here documents%ROWTYPE;
BEGIN
    SELECT d.* INTO here FROM document_versions v JOIN documents d ON d.id = v.document_id
        WHERE v.id = of_version FOR UPDATE OF d;
    IF readers IS DISTINCT FROM readers_of(here.id) THEN
        RETURN false;
    END IF;
    UPDATE document_texts t SET state = coalesce(new_state, t.state), reason = coalesce(why, t.reason),
        sealed = coalesce(new_sealed, t.sealed), languages = coalesce(spoken, t.languages),
        pages = coalesce(page_count, t.pages), read_at = coalesce(t.read_at, kept_at), indexed_at = kept_at
    WHERE t.version_id = of_version AND t.state <> 'erased' AND (new_state IS NULL OR t.state = 'waiting');
    IF FOUND AND NOT EXISTS (SELECT 1 FROM document_versions v JOIN document_versions n ON n.document_id = v.document_id
                             AND n.number > v.number WHERE v.id = of_version) THEN
        DELETE FROM document_words w WHERE w.document_id = here.id;
        INSERT INTO document_words (document_id, reader_id, subject_id, kind, made_at, words)
            SELECT here.id, r.reader, here.subject_id, here.kind, here.created_at, r.vector::tsvector
            FROM unnest(readers, vectors) AS r(reader, vector);
    END IF;
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION readers_of, country_of, keep_text FROM recourse_app;

-- Whoever loses sight of a document loses its words in the same statement; the job makes those of its new readers.
CREATE FUNCTION lose_words(changed uuid[]) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF cardinality(changed) > 0 THEN
        DELETE FROM document_words w WHERE w.document_id = ANY (changed);
        UPDATE document_texts t SET indexed_at = NULL WHERE t.document_id = ANY (changed) AND t.indexed_at IS NOT NULL;
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION lose_words FROM recourse_app, recourse_platform;
CREATE FUNCTION follow_readers() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM lose_words(ARRAY(SELECT n.id FROM fresh n JOIN former o ON o.id = n.id
        WHERE (n.organisation_id, n.firm_organisation_id) IS DISTINCT FROM (o.organisation_id, o.firm_organisation_id)
        OR (n.other_organisation_id IS NOT NULL AND n.sealed_at IS DISTINCT FROM o.sealed_at)));
    RETURN NULL;
END $$;
CREATE TRIGGER follow_readers AFTER UPDATE ON documents REFERENCING OLD TABLE AS former NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION follow_readers();
CREATE FUNCTION follow_exhibits() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM lose_words(ARRAY(SELECT DISTINCT n.document_id FROM fresh n WHERE n.firm_organisation_id IS NOT NULL
        AND (n.removed_at IS NULL) <> EXISTS (SELECT 1 FROM document_words w WHERE w.document_id = n.document_id
                                              AND w.reader_id = n.firm_organisation_id)));
    RETURN NULL;
END $$;
CREATE TRIGGER follow_exhibits AFTER INSERT ON case_exhibits REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION follow_exhibits();
CREATE FUNCTION follow_exhibits_changed() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM lose_words(ARRAY(SELECT DISTINCT n.document_id FROM fresh n JOIN former o ON o.id = n.id
        WHERE (n.firm_organisation_id, n.removed_at) IS DISTINCT FROM (o.firm_organisation_id, o.removed_at)));
    RETURN NULL;
END $$;
CREATE TRIGGER follow_exhibits_changed AFTER UPDATE ON case_exhibits REFERENCING OLD TABLE AS former NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION follow_exhibits_changed();

-- The destroyed key takes the text with it, whoever destroys it.
CREATE FUNCTION erase_text() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM document_words w USING document_versions v
        WHERE v.data_key_id = NEW.id AND w.document_id = v.document_id;
    UPDATE document_texts t SET state = 'erased', reason = NULL, sealed = NULL, languages = NULL, pages = NULL
        FROM document_versions v WHERE v.data_key_id = NEW.id AND t.version_id = v.id;
    RETURN NULL;
END $$;
CREATE TRIGGER erase_text AFTER UPDATE OF wrapped ON data_keys FOR EACH ROW
    WHEN (OLD.wrapped IS NOT NULL AND NEW.wrapped IS NULL) EXECUTE FUNCTION erase_text();
CREATE FUNCTION forget_text(forgotten uuid[]) RETURNS bigint LANGUAGE plpgsql VOLATILE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    many bigint;
BEGIN
    WITH mine AS (SELECT d.id FROM documents d WHERE d.id = ANY (forgotten)
                  AND (session_user = 'recourse_platform' OR d.organisation_id = current_organisation())),
    words AS (DELETE FROM document_words w USING mine m WHERE w.document_id = m.id),
    texts AS (UPDATE document_texts t SET state = 'erased', reason = NULL, sealed = NULL, languages = NULL, pages = NULL
              FROM mine m WHERE t.document_id = m.id AND t.state <> 'erased' RETURNING 1)
    SELECT count(*) INTO many FROM texts;
    RETURN many;
END $$;

-- The lists that a search without words gives.
CREATE INDEX documents_by_age ON documents (organisation_id, created_at DESC, id DESC);
CREATE INDEX documents_by_age_firm ON documents (firm_organisation_id, created_at DESC, id DESC)
    WHERE firm_organisation_id IS NOT NULL;
CREATE INDEX documents_by_kind ON documents (organisation_id, kind, created_at DESC, id DESC);
CREATE INDEX documents_by_kind_firm ON documents (firm_organisation_id, kind, created_at DESC, id DESC)
    WHERE firm_organisation_id IS NOT NULL;
-- What the scanner said last; a file that was made here has no word of its.
CREATE FUNCTION scan_of(wanted uuid) RETURNS varchar LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT s.state FROM document_versions v JOIN document_scans s ON s.version_id = v.id
        WHERE v.document_id = wanted ORDER BY v.number DESC, s.at DESC, s.id DESC LIMIT 1), 'made_here') $$;

-- The claims and cases a reference or a party's name means, for whoever owns them or works on them as a firm.
CREATE FUNCTION subjects_named(reference_wanted text, party_wanted text) RETURNS uuid[] LANGUAGE plpgsql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    here uuid := current_organisation();
    found uuid[];
    named uuid[];
BEGIN
    IF reference_wanted IS NOT NULL THEN
        WITH RECURSIVE held(tape_id) AS (
            (SELECT c.tape_id FROM claims c WHERE c.organisation_id = here ORDER BY c.tape_id LIMIT 1)
            UNION ALL SELECT (SELECT c.tape_id FROM claims c WHERE c.organisation_id = here AND c.tape_id > h.tape_id
                ORDER BY c.tape_id LIMIT 1) FROM held h WHERE h.tape_id IS NOT NULL)
        SELECT array_agg(x.id) INTO found FROM (
            SELECT c.id FROM held h JOIN claims c ON c.tape_id = h.tape_id AND c.reference = reference_wanted
                AND c.organisation_id = here
            UNION SELECT k.claim_id FROM cases k WHERE k.id IN (
                SELECT f.case_id FROM find_cases(reference_wanted, false, 200) f
                UNION SELECT f.case_id FROM find_cases(reference_wanted, true, 200) f)) x;
    END IF;
    IF party_wanted IS NOT NULL THEN
        SELECT array_agg(x.claim_id) INTO named FROM (SELECT f.claim_id FROM find_debtors(party_wanted, false, 500) f
            UNION SELECT f.claim_id FROM find_debtors(party_wanted, true, 500) f) x
        WHERE reference_wanted IS NULL OR x.claim_id = ANY (found);
        found := named;
    END IF;
    RETURN ARRAY(SELECT unnest(found) UNION SELECT k.id FROM cases k WHERE k.claim_id = ANY (found)
                 AND (k.organisation_id = here OR k.firm_organisation_id = here));
END $$;
-- A document hung on a case belongs to the case too, whatever it was made for: a deed serves thousands.
CREATE FUNCTION hung_on(subjects uuid[]) RETURNS uuid[] LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT array_agg(DISTINCT e.document_id) FROM case_exhibits e WHERE e.case_id = ANY (subjects)
    AND e.removed_at IS NULL AND current_organisation() IN (e.organisation_id, e.firm_organisation_id) $$;
REVOKE EXECUTE ON FUNCTION scan_of, subjects_named, hung_on FROM recourse_platform;
REVOKE EXECUTE ON FUNCTION hung_on FROM recourse_app;

-- The search filters by reader itself: @@ is not leakproof, and under a policy it would read the whole table.
-- `asked` is a tsquery made by documents.search.query; `after_rank` and `after_at`, `after_id` are the last line shown.
-- A word of every document is met among the newest, one of hardly any through the index: the newest are looked through
-- first, and the index is asked for what is older, so that neither price grows with the number of hits. The best are
-- those of the newest 500 hits, since ranking opens every vector.
CREATE FUNCTION search_words(asked text, of_kind varchar, of_subjects uuid[], of_status varchar, of_scan varchar,
                             of_text varchar, from_at timestamptz, to_at timestamptz, ranked boolean, after_rank real,
                             after_at timestamptz, after_id uuid, most integer)
    RETURNS TABLE (document_id uuid, made_at timestamptz, rank real)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    here uuid := current_organisation();
    newest integer;
    -- No index but that of words serves a reader as text, and OFFSET 0 keeps every other condition out of its way.
    by_index text := '(SELECT * FROM document_words x WHERE x.words @@ $1::tsquery AND x.reader_id::text = $2::text'
        ' OFFSET 0)';
    met text := 'SELECT w.document_id, w.made_at, w.words FROM %s w WHERE true'
        || CASE WHEN of_kind IS NOT NULL THEN ' AND w.kind = $3' ELSE '' END
        || CASE WHEN of_subjects IS NOT NULL THEN
            ' AND (w.subject_id = ANY ($4) OR w.document_id = ANY (hung_on($4)))' ELSE '' END
        || CASE WHEN of_status IS NOT NULL THEN
            ' AND EXISTS (SELECT 1 FROM documents d WHERE d.id = w.document_id AND d.status = $5)' ELSE '' END
        || CASE WHEN of_scan IS NOT NULL THEN ' AND scan_of(w.document_id) = $6' ELSE '' END
        || CASE WHEN of_text IS NOT NULL THEN
            ' AND EXISTS (SELECT 1 FROM document_texts t WHERE t.document_id = w.document_id AND t.state = $7)'
            ELSE '' END
        || CASE WHEN from_at IS NOT NULL THEN ' AND w.made_at >= $8' ELSE '' END
        || CASE WHEN to_at IS NOT NULL THEN ' AND w.made_at < $9' ELSE '' END
        || ' AND %s ORDER BY w.made_at DESC, w.document_id DESC LIMIT %s';
    older text := '(w.made_at, w.document_id) < ($10, $11)';
    shown integer := 0;
    met_now integer;
BEGIN
    IF ranked THEN
        RETURN QUERY EXECUTE 'SELECT h.document_id, h.made_at, h.rank FROM (SELECT p.document_id, p.made_at,'
            ' ts_rank(p.words, $1::tsquery) AS rank FROM (' || format(met, by_index, 'true', 500) || ') p) h'
            || CASE WHEN after_id IS NOT NULL THEN ' WHERE (h.rank, h.document_id) < ($12, $11)' ELSE '' END
            || ' ORDER BY h.rank DESC, h.document_id DESC LIMIT $13'
            USING asked, here, of_kind, of_subjects, of_status, of_scan, of_text, from_at, to_at, after_at, after_id,
                  after_rank, most;
        RETURN;
    END IF;
    after_at := coalesce(after_at, 'infinity');
    after_id := coalesce(after_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
    -- Where one in fifty is a hit, the page is full before a thousand more are looked through.
    FOREACH newest IN ARRAY ARRAY[300, 1500] LOOP
        EXIT WHEN newest > 300 AND shown < 6;
        RETURN QUERY EXECUTE 'SELECT m.document_id, m.made_at, 0::real FROM (' || format(met, format('(SELECT * FROM'
            ' (SELECT * FROM document_words w WHERE w.reader_id = $2 AND %s ORDER BY w.made_at DESC, w.document_id DESC'
            ' LIMIT %s) n WHERE n.words @@ $1::tsquery)', older, newest), 'true', '$12') || ') m'
            USING asked, here, of_kind, of_subjects, of_status, of_scan, of_text, from_at, to_at, after_at, after_id,
                  most - shown;
        GET DIAGNOSTICS met_now = ROW_COUNT;
        shown := shown + met_now;
        IF shown >= most THEN
            RETURN;
        END IF;
        SELECT w.made_at, w.document_id INTO after_at, after_id FROM document_words w
            WHERE w.reader_id = here AND (w.made_at, w.document_id) < (after_at, after_id)
            ORDER BY w.made_at DESC, w.document_id DESC OFFSET newest - 1 LIMIT 1;
        IF after_id IS NULL THEN
            RETURN;
        END IF;
    END LOOP;
    RETURN QUERY EXECUTE 'SELECT m.document_id, m.made_at, 0::real FROM ('
        || format(met, by_index, older, '$12') || ') m'
        USING asked, here, of_kind, of_subjects, of_status, of_scan, of_text, from_at, to_at, after_at, after_id,
              most - shown;
END $$;

-- The same without words: the newest first, of one's own, of the cases one works on, of the contracts one is party to.
CREATE FUNCTION list_documents(of_kind varchar, of_subjects uuid[], of_status varchar, of_scan varchar, of_text varchar,
                               from_at timestamptz, to_at timestamptz, after_at timestamptz, after_id uuid,
                               most integer)
    RETURNS TABLE (document_id uuid, made_at timestamptz)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = public, pg_temp AS $$
DECLARE
    arm text := '(SELECT d.id, d.created_at FROM documents d WHERE %s'
        || CASE WHEN of_kind IS NOT NULL THEN ' AND d.kind = $1' ELSE '' END
        || CASE WHEN of_status IS NOT NULL THEN ' AND d.status = $3' ELSE '' END
        || CASE WHEN of_scan IS NOT NULL THEN ' AND scan_of(d.id) = $4' ELSE '' END
        || CASE WHEN of_text IS NOT NULL THEN
            ' AND EXISTS (SELECT 1 FROM document_texts t WHERE t.document_id = d.id AND t.state = $5)' ELSE '' END
        || CASE WHEN from_at IS NOT NULL THEN ' AND d.created_at >= $6' ELSE '' END
        || CASE WHEN to_at IS NOT NULL THEN ' AND d.created_at < $7' ELSE '' END
        || CASE WHEN after_at IS NOT NULL THEN ' AND (d.created_at, d.id) < ($8, $9)' ELSE '' END
        || ' ORDER BY d.created_at DESC, d.id DESC LIMIT $10)';
    mine text := ' AND ($11 IN (d.organisation_id, d.firm_organisation_id) OR (d.other_organisation_id = $11'
        ' AND (d.kind <> ''deed_of_assignment'' OR d.sealed_at IS NOT NULL)))';
    arms text[];
BEGIN
    IF of_subjects IS NULL THEN
        arms := ARRAY[format(arm, 'd.organisation_id = $11'), format(arm, 'd.firm_organisation_id = $11'),
            format(arm, 'd.other_organisation_id = $11' || mine)];
    ELSE
        arms := ARRAY[format(arm, 'd.organisation_id = $11 AND d.subject_id = ANY ($2)'),
            format(arm, 'd.firm_organisation_id = $11 AND d.subject_id = ANY ($2)'),
            format(arm, 'd.other_organisation_id = $11 AND d.subject_id = ANY ($2)' || mine),
            format(arm, 'd.id = ANY (hung_on($2))')];
    END IF;
    RETURN QUERY EXECUTE 'SELECT x.id, x.created_at FROM (' || array_to_string(arms, ' UNION ')
        || ') x ORDER BY x.created_at DESC, x.id DESC LIMIT $10'
        USING of_kind, of_subjects, of_status, of_scan, of_text, from_at, to_at, after_at, after_id, most,
              current_organisation();
END $$;

-- Open cases without a document of a class: neither of the case, nor of its claim, nor hung on it.
CREATE FUNCTION cases_without(of_kind varchar, instructed boolean, after_id uuid, most integer)
    RETURNS TABLE (case_id uuid, reference varchar, status varchar)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = public, pg_temp AS $$
DECLARE
    here uuid := current_organisation();
BEGIN
    RETURN QUERY EXECUTE format('SELECT k.id, k.reference, k.status FROM cases k WHERE k.%I = $1'
        ' AND k.status <> ''closed'' AND ($3::uuid IS NULL OR k.id > $3)'
        ' AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.organisation_id = k.organisation_id'
        ' AND d.subject_id IN (k.id, k.claim_id) AND d.kind = $2) AND NOT EXISTS (SELECT 1'
        ' FROM case_exhibits e WHERE e.case_id = k.id AND e.kind = $2 AND e.removed_at IS NULL) ORDER BY k.id LIMIT $4',
        CASE WHEN instructed THEN 'firm_organisation_id' ELSE 'organisation_id' END)
        USING here, of_kind, after_id, most;
END $$;
-- The classes of documents one has, found by leaps and not by reading the list.
CREATE FUNCTION kinds_of_documents() RETURNS SETOF varchar LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE own(kind) AS (
        (SELECT d.kind FROM documents d WHERE d.organisation_id = current_organisation() ORDER BY d.kind LIMIT 1)
        UNION ALL SELECT (SELECT d.kind FROM documents d WHERE d.organisation_id = current_organisation()
            AND d.kind > o.kind ORDER BY d.kind LIMIT 1) FROM own o WHERE o.kind IS NOT NULL),
    firm(kind) AS (
        (SELECT d.kind FROM documents d WHERE d.firm_organisation_id = current_organisation() ORDER BY d.kind LIMIT 1)
        UNION ALL SELECT (SELECT d.kind FROM documents d WHERE d.firm_organisation_id = current_organisation()
            AND d.kind > o.kind ORDER BY d.kind LIMIT 1) FROM firm o WHERE o.kind IS NOT NULL)
    SELECT kind FROM own WHERE kind IS NOT NULL UNION SELECT kind FROM firm WHERE kind IS NOT NULL ORDER BY 1 $$;
REVOKE EXECUTE ON FUNCTION search_words, list_documents, cases_without, kinds_of_documents FROM recourse_platform;

INSERT INTO role_permissions (role, permission) VALUES
    ('seller', 'documents.search'), ('buyer', 'documents.search'), ('lawyer', 'documents.search'),
    ('clerk', 'documents.search');
