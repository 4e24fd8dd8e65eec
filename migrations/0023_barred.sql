-- Why a paper whose limitation is over goes out all the same, in the words of the person who signs it.
ALTER TABLE filings ADD COLUMN barred_reason varchar(300);
