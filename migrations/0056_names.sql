-- A debtor is found by any part of the name, written with or without its accents. Without an index the whole side was
-- read: at a million cases 360 ms against 10 at ten thousand. The organisation comes first, so that a common name is
-- sought among its own debtors; what the index costs acceptance and transfer is told in ADR 0033.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE FUNCTION as_sought(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT translate(lower(name), 'áàâäãåāăąćčçďđéèêëēęěėğíìîïīįłľĺñńňóòôöõøőŕřśšşșťţțúùûüūůűýÿźżž',
                                  'aaaaaaaaacccddeeeeeeeegiiiiiilllnnnooooooorrsssstttuuuuuuuyyzzz') $$;
CREATE INDEX parties_by_name ON parties USING gin (organisation_id, as_sought(name) gin_trgm_ops);

-- What is found is planned without regard to how few are wanted: a rare name taken for a common one would have the side
-- read until the few are found, which they never are. A firm's few claims are read; of many, the name decides.
CREATE OR REPLACE FUNCTION find_debtors(wanted text, instructed boolean, most integer) RETURNS TABLE (claim_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 50 SET search_path = public, pg_temp AS $$
DECLARE
    here uuid := current_organisation();
    pattern text := '%' || replace(replace(replace(as_sought(trim(wanted)), '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
    IF here IS NULL OR length(trim(wanted)) < 2 THEN
        RETURN;
    ELSIF NOT instructed THEN
        RETURN QUERY EXECUTE 'WITH named AS MATERIALIZED (SELECT p.claim_id FROM parties p WHERE p.organisation_id = $1'
            ' AND as_sought(p.name) LIKE $2) SELECT DISTINCT f.claim_id FROM (SELECT n.claim_id FROM named n LIMIT $3) f'
            USING here, pattern, most;
    ELSIF (SELECT count(*) FROM (SELECT FROM claims c WHERE c.firm_organisation_id = here LIMIT 2000) few) < 2000 THEN
        RETURN QUERY EXECUTE 'SELECT DISTINCT f.claim_id FROM (SELECT p.claim_id FROM claims c JOIN parties p'
            ' ON p.claim_id = c.id WHERE c.firm_organisation_id = $1 AND as_sought(p.name) LIKE $2 LIMIT $3) f'
            USING here, pattern, most;
    ELSE
        RETURN QUERY EXECUTE 'WITH named AS MATERIALIZED (SELECT p.claim_id FROM parties p WHERE as_sought(p.name) LIKE $2)'
            ' SELECT DISTINCT f.claim_id FROM (SELECT n.claim_id FROM named n WHERE (SELECT c.firm_organisation_id'
            ' FROM claims c WHERE c.id = n.claim_id) = $1 LIMIT $3) f' USING here, pattern, most;
    END IF;
END $$;

-- One person's cases, and those of one law, are few among a side's many.
CREATE INDEX cases_by_person ON cases (organisation_id, person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX cases_by_person_firm ON cases (firm_organisation_id, person_id, id)
    WHERE person_id IS NOT NULL AND firm_organisation_id IS NOT NULL;
CREATE INDEX cases_by_jurisdiction ON cases (organisation_id, jurisdiction, id);
CREATE INDEX cases_by_jurisdiction_firm ON cases (firm_organisation_id, jurisdiction, id)
    WHERE firm_organisation_id IS NOT NULL;

-- What came last waits in a list that every search reads through: after a bulk command it goes into the index at once.
CREATE OR REPLACE FUNCTION count_anew(tables text[]) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY tables LOOP
        IF one NOT IN ('claims', 'claim_items', 'claim_titles', 'parties', 'proceedings', 'lot_claims', 'sale_claims',
                       'cases', 'case_holds', 'deadlines', 'tape_findings', 'tape_rejects') THEN
            RAISE insufficient_privilege USING MESSAGE = format('%s is not filled in bulk', one);
        END IF;
        EXECUTE format('ANALYZE %I', one);
        IF one = 'parties' THEN
            PERFORM gin_clean_pending_list('parties_by_name');
        END IF;
    END LOOP;
END $$;
