-- Which version of whose letterhead a paper was made with: of nobody's where it was not noted, of no version where there
-- was none yet.
ALTER TABLE filings ADD COLUMN letterhead_of uuid REFERENCES organisations ON DELETE RESTRICT;
ALTER TABLE filings ADD COLUMN letterhead_version integer;
ALTER TABLE filings ADD CONSTRAINT filings_letterhead FOREIGN KEY (letterhead_of, letterhead_version)
    REFERENCES letterheads ON DELETE RESTRICT;
ALTER TABLE filings ADD CONSTRAINT filings_letterhead_of_somebody
    CHECK (letterhead_version IS NULL OR letterhead_of IS NOT NULL);
