-- Post that comes by mail: each organisation's own addresses, what each mail said of itself, and what it brought.

CREATE TABLE post_addresses (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    token varchar(40) NOT NULL UNIQUE CHECK (token ~ '^[a-z0-9]{20,40}$'),
    made_by uuid,
    made_at timestamptz NOT NULL,
    stopped_by uuid,
    stopped_at timestamptz
);
CREATE INDEX post_addresses_by_organisation ON post_addresses (organisation_id, made_at);
SELECT see_as_tenant('post_addresses');
-- Whose an address is must be known before anybody acts for an organisation.
SELECT platform_works_on('post_addresses');
REVOKE UPDATE, DELETE ON post_addresses FROM recourse_app, recourse_platform;
REVOKE INSERT ON post_addresses FROM recourse_platform;
GRANT UPDATE (stopped_by, stopped_at) ON post_addresses TO recourse_app;

CREATE TABLE incoming_mails (
    id uuid PRIMARY KEY,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    address_id uuid NOT NULL REFERENCES post_addresses ON DELETE RESTRICT,
    -- Over its Message-ID, its head and every part: the same mail sent again has the same one.
    digest bytea NOT NULL CHECK (length(digest) = 32),
    message_id varchar(300),
    sender varchar(320),
    says_from varchar(320),
    subject varchar(300),
    -- What the servers on its way wrote of its sender, as they wrote it; nothing here judges by it.
    checks varchar(1000),
    peer varchar(60),
    document_id uuid REFERENCES documents ON DELETE RESTRICT,
    refused varchar(300),
    received_at timestamptz NOT NULL,
    CHECK ((document_id IS NULL) = (refused IS NOT NULL))
);
CREATE UNIQUE INDEX incoming_mails_once ON incoming_mails (organisation_id, digest) WHERE document_id IS NOT NULL;
CREATE UNIQUE INDEX incoming_mails_refused ON incoming_mails (organisation_id, digest) WHERE refused IS NOT NULL;
CREATE INDEX incoming_mails_by_organisation ON incoming_mails (organisation_id, received_at DESC);
SELECT see_as_tenant('incoming_mails');
REVOKE UPDATE, DELETE ON incoming_mails FROM recourse_app, recourse_platform;
SELECT hangs_on('incoming_mails', 'post_addresses', 'address_id');
SELECT hangs_on('incoming_mails', 'documents', 'document_id');

ALTER TABLE incoming_papers ADD COLUMN mail_id uuid REFERENCES incoming_mails ON DELETE RESTRICT;

CREATE TABLE mail_parts (
    id uuid PRIMARY KEY,
    mail_id uuid NOT NULL REFERENCES incoming_mails ON DELETE RESTRICT,
    organisation_id uuid NOT NULL REFERENCES organisations ON DELETE RESTRICT,
    number integer NOT NULL CHECK (number > 0),
    name varchar(120) NOT NULL,
    size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
    -- In the tray as a paper of its own, or the reason why it stays in its message alone.
    paper_id uuid REFERENCES incoming_papers ON DELETE RESTRICT,
    reason varchar(300),
    UNIQUE (mail_id, number),
    CHECK ((paper_id IS NULL) = (reason IS NOT NULL))
);
SELECT see_as_tenant('mail_parts');
REVOKE UPDATE, DELETE ON mail_parts FROM recourse_app, recourse_platform;
SELECT hangs_on('mail_parts', 'incoming_mails', 'mail_id');
SELECT hangs_on('mail_parts', 'incoming_papers', 'paper_id');
