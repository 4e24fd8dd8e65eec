-- One person's deadlines without a day: few among the many without one, and found without reading those.
CREATE INDEX deadlines_mine_dateless ON deadlines (organisation_id, person_id, created_at, id)
    WHERE status = 'open' AND (outcome = 'barred' OR safe_on IS NULL) AND person_id IS NOT NULL;
CREATE INDEX deadlines_mine_dateless_firm ON deadlines (firm_organisation_id, person_id, created_at, id)
    WHERE status = 'open' AND (outcome = 'barred' OR safe_on IS NULL) AND person_id IS NOT NULL
        AND firm_organisation_id IS NOT NULL;
