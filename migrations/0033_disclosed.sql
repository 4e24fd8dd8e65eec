-- Which account a ground of the scrub concerns: a tape of many rows an account finds it in any of them, and a contract
-- discloses accounts. Only of rows that stay: a row that is taken out leaves no reference behind.

ALTER TABLE tape_findings ADD COLUMN reference varchar(60);
UPDATE tape_findings f SET reference = c.reference FROM claims c
    WHERE c.tape_id = f.tape_id AND c.row_no = f.row_no AND f.severity = 'flag';
CREATE INDEX tape_findings_disclosed ON tape_findings (tape_id, reference) WHERE reference IS NOT NULL;
