-- What a tape tells of a claim beyond the columns every claim has: charge-off and itemisation, prior owners and agencies,
-- how a debt was acknowledged, listing, direct debit, pledge, and which proofs the seller keeps. It moves with the claim.
ALTER TABLE claims ADD COLUMN told jsonb CHECK (jsonb_typeof(told) = 'object');
