-- What whoever approves a paper is told of it though it stops nothing: sentences, as they stood when it was prepared.
ALTER TABLE filings ADD COLUMN remarks jsonb CHECK (remarks IS NULL OR jsonb_typeof(remarks) = 'array');
