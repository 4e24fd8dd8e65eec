-- A bulk command fills a table that the planner still takes for empty: until autovacuum comes round, the next query over
-- it may take minutes instead of a second. Only an owner may ANALYZE, hence this function over a fixed list.
CREATE FUNCTION count_anew(tables text[]) RETURNS void LANGUAGE plpgsql
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
    END LOOP;
END $$;
