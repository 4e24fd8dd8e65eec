-- The roles of the house and its database; run as superuser, as often as you like.
-- recourse_owner    owns the database: migrations, and copies of a template in tests
-- recourse_app      the application: owns nothing, row-level security holds
-- recourse_platform named jobs (sign-in, webhooks, sweeps, sealing): owns nothing
-- recourse_backup   reads every row for pg_dump, writes nothing
\set ON_ERROR_STOP on
\set QUIET on
\getenv owner_password RECOURSE_OWNER_PASSWORD
\getenv app_password RECOURSE_APP_PASSWORD
\getenv platform_password RECOURSE_PLATFORM_PASSWORD
\getenv backup_password RECOURSE_BACKUP_PASSWORD
SELECT format('CREATE ROLE %I', wanted)
  FROM unnest(ARRAY['recourse_owner', 'recourse_app', 'recourse_platform', 'recourse_backup']) AS wanted
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) \gexec
ALTER ROLE recourse_owner    LOGIN NOSUPERUSER CREATEDB   NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE recourse_app      LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'app_password';
ALTER ROLE recourse_platform LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'platform_password';
ALTER ROLE recourse_backup   LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS   PASSWORD :'backup_password';
ALTER ROLE recourse_backup   SET default_transaction_read_only = on;
GRANT pg_read_all_data TO recourse_backup;
SELECT 'CREATE DATABASE recourse OWNER recourse_owner'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'recourse') \gexec
