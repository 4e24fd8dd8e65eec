-- Under which recorded authority a person executed a deed: kept as it stood, since the register of signatories is each
-- side's own and the other side, and a court, must see it in the extract.
ALTER TABLE acceptances
    ADD COLUMN signatory_name varchar(200),
    ADD COLUMN signatory_position varchar(200),
    ADD COLUMN signatory_authority varchar(300),
    ADD CONSTRAINT acceptances_signatory_whole CHECK (
        (signatory_name IS NULL) = (signatory_position IS NULL) AND (signatory_name IS NULL) = (signatory_authority IS NULL));

-- A statement of account, a plan or a settlement is of its own day: one that has left makes room for the next.
DROP INDEX filings_one_live;
CREATE UNIQUE INDEX filings_one_live ON filings (case_id, kind) WHERE status NOT IN ('withdrawn', 'rejected')
    AND NOT (kind IN ('account_statement', 'payment_plan', 'settlement') AND status IN ('filed', 'served'));
