-- What a later issue of a tape changes: accounts added, gone, or owing another amount, against the claims of the former.

CREATE TABLE tape_differences (
    tape_id uuid NOT NULL REFERENCES tapes ON DELETE RESTRICT,
    organisation_id uuid NOT NULL,
    reference varchar(60) NOT NULL,
    kind varchar(8) NOT NULL CHECK (kind IN ('added', 'gone', 'changed')),
    currency char(3) NOT NULL,
    before_minor bigint,
    after_minor bigint,
    PRIMARY KEY (tape_id, reference),
    CHECK ((before_minor IS NULL) = (kind = 'added') AND (after_minor IS NULL) = (kind = 'gone'))
);
CREATE INDEX tape_differences_by_organisation ON tape_differences (organisation_id, tape_id, kind);
SELECT see_as_tenant('tape_differences');
GRANT DELETE ON tape_differences TO recourse_app;
