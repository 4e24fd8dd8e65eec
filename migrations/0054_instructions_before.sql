-- Firms that were put on cases before there were instructions: one accepted instruction for each owner and firm, without
-- terms, so that it can be withdrawn, returned or ended like any other.

INSERT INTO instructions (id, organisation_id, firm_organisation_id, number, status, version, currency, note, drafted_at,
    sent_at, accepted_at)
SELECT uuidv7(), k.organisation_id, k.firm_organisation_id, 'I-' || lpad(nextval('instruction_numbers')::text, 6, '0'),
    'accepted', 0, min(c.currency), 'The cases worked by the firm before instructions were kept.', now(), now(), now()
FROM cases k JOIN claims c ON c.id = k.claim_id WHERE k.firm_organisation_id IS NOT NULL
    AND k.firm_organisation_id <> k.organisation_id
GROUP BY k.organisation_id, k.firm_organisation_id;

INSERT INTO instruction_cases (id, instruction_id, case_id, claim_id, organisation_id, firm_organisation_id, reference,
    country, balance_minor, currency, status)
SELECT uuidv7(), i.id, k.id, k.claim_id, k.organisation_id, k.firm_organisation_id, k.reference, c.country,
    c.balance_minor, c.currency, 'taken'
FROM cases k JOIN claims c ON c.id = k.claim_id JOIN instructions i ON i.organisation_id = k.organisation_id
    AND i.firm_organisation_id = k.firm_organisation_id AND i.status = 'accepted';
