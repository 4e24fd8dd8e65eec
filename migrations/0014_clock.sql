-- The house's clock is the database's own, read at the moment of the call. Only the owner can shift it, for a
-- demonstration or a story in a test; a house in production refuses to start while it is shifted.

CREATE TABLE clock_shift (
    id boolean PRIMARY KEY CHECK (id),
    by interval NOT NULL
);
ALTER TABLE clock_shift ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON clock_shift FROM recourse_app, recourse_platform;

CREATE FUNCTION house_clock() RETURNS timestamptz LANGUAGE sql VOLATILE
    SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ SELECT clock_timestamp() + coalesce((SELECT s.by FROM clock_shift s), interval '0') $$;

CREATE OR REPLACE FUNCTION bids_take_number(listing uuid) RETURNS integer LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    l listings%ROWTYPE;
BEGIN
    SELECT * INTO l FROM listings WHERE id = listing FOR UPDATE;
    -- The clock is read after the lock is held: who waits for the lock past the close is late.
    IF l.id IS NULL OR l.status NOT IN ('open', 'bidding')
       OR house_clock() < l.bids_open_at OR house_clock() >= l.bids_close_at THEN
        RETURN NULL;
    END IF;
    UPDATE listings SET last_bid_number = last_bid_number + 1 WHERE id = listing;
    RETURN l.last_bid_number + 1;
END $$;
