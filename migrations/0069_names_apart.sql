-- A court's form takes given name and family name apart: kept where a tape told them apart or a person did; never guessed
-- from the whole name. They go with the person when the person is erased.

ALTER TABLE parties ADD COLUMN given_name varchar(200), ADD COLUMN family_name varchar(200);
GRANT UPDATE (given_name, family_name) ON parties TO recourse_app;
ALTER TABLE parties ADD CONSTRAINT parties_names_erased CHECK (erased_at IS NULL
    OR num_nonnulls(given_name, family_name) = 0);
CREATE TRIGGER erase_once_names BEFORE UPDATE OF given_name, family_name ON parties
    FOR EACH ROW EXECUTE FUNCTION erase_once();
