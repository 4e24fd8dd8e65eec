-- By which data of each law open deadlines were last reckoned: when a release brings other data, they are reckoned again.
CREATE TABLE law_followed (
    jurisdiction varchar(10) PRIMARY KEY,
    digest bytea NOT NULL CHECK (length(digest) = 32),
    followed_at timestamptz NOT NULL
);
ALTER TABLE law_followed ENABLE ROW LEVEL SECURITY;
SELECT platform_works_on('law_followed');
REVOKE ALL ON law_followed FROM recourse_app;
REVOKE DELETE ON law_followed FROM recourse_platform;

-- A date that stays, of which more is certain once a calendar is complete; a date that moves supersedes.
GRANT UPDATE (provisional) ON deadlines TO recourse_app;
