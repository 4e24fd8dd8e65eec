-- What interrupts or suspends limitation: an acknowledgement, a demand, a suit, a negotiation, each with its proof. Seen
-- with the claim, whoever recorded it, so that nothing has to move when the claim does. Part payments are in
-- claim_payments.

CREATE TABLE interruptions (
    id uuid PRIMARY KEY,
    claim_id uuid NOT NULL REFERENCES claims ON DELETE RESTRICT,
    tape_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    kind varchar(16) NOT NULL CHECK (kind IN ('acknowledged', 'demanded', 'filed', 'negotiated', 'mediated')),
    on_date date NOT NULL,
    until_on date CHECK (until_on >= on_date),
    form varchar(16) NOT NULL CHECK (form IN ('signed_writing', 'writing', 'conduct', 'oral')),
    proof varchar(200) NOT NULL,
    document_id uuid REFERENCES documents ON DELETE RESTRICT,
    recorded_by uuid,
    recorded_at timestamptz NOT NULL,
    withdrawn_at timestamptz
);
CREATE INDEX interruptions_by_claim ON interruptions (claim_id, on_date);
ALTER TABLE interruptions ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON interruptions TO recourse_app
    USING (EXISTS (SELECT 1 FROM claims c WHERE c.id = claim_id))
    WITH CHECK (EXISTS (SELECT 1 FROM claims c WHERE c.id = claim_id)
                AND organisation_id = (SELECT current_organisation()));
REVOKE UPDATE ON interruptions FROM recourse_app, recourse_platform;
GRANT UPDATE (until_on, withdrawn_at) ON interruptions TO recourse_app;
