-- The scrub before a sale: what a seller does about each ground that keeps a debt from being sold, and what came of it.

CREATE TABLE scrub_policies (
    organisation_id uuid PRIMARY KEY REFERENCES organisations ON DELETE RESTRICT,
    policy jsonb NOT NULL,
    saved_by uuid,
    saved_at timestamptz NOT NULL
);
SELECT see_as_tenant('scrub_policies');

-- The policy a tape was checked under goes with it to its acceptance; the report becomes a schedule of the contract.
ALTER TABLE tapes ADD COLUMN scrub_policy jsonb;
ALTER TABLE tapes ADD COLUMN scrub_report jsonb;
ALTER TABLE tapes ADD COLUMN readiness jsonb;
