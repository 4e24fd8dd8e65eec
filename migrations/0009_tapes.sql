-- A tape's file has a key of its own: destroying it erases the file, and the parties' columns stay readable.

ALTER TABLE tapes ADD COLUMN file_key_id uuid REFERENCES data_keys ON DELETE RESTRICT;
-- What detection saw of the file: samples of cells and the first rows, sealed with the tape's key.
ALTER TABLE tapes ADD COLUMN look bytea;
-- One tape has one successor at most.
CREATE UNIQUE INDEX tapes_superseded_once ON tapes (supersedes_tape_id)
    WHERE supersedes_tape_id IS NOT NULL AND status <> 'rejected';
