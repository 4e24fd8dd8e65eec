-- The bare side: the same rows copied from files into tables of the same shape, keys, checks and indexes.
CREATE TABLE bare_claims (LIKE claims INCLUDING ALL);
CREATE TABLE bare_claim_items (LIKE claim_items INCLUDING ALL);
CREATE TABLE bare_parties (LIKE parties INCLUDING ALL);
CREATE TABLE bare_claim_titles (LIKE claim_titles INCLUDING ALL);
CREATE TABLE bare_proceedings (LIKE proceedings INCLUDING ALL);
BEGIN;
COPY bare_claims FROM STDIN;
COPY bare_claim_items FROM STDIN;
COPY bare_parties FROM STDIN;
COPY bare_claim_titles FROM STDIN;
COPY bare_proceedings FROM STDIN;
COMMIT;
