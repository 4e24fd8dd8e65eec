-- Who bought a claim before it came here names date and deed of that assignment once; what a sale here wrote stays.
GRANT UPDATE (from_on, deed) ON claim_titles TO recourse_app;
CREATE FUNCTION keep_title() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.from_on, NEW.deed) IS NOT DISTINCT FROM (OLD.from_on, OLD.deed) THEN
        RETURN NEW;
    ELSIF OLD.sale_id IS NOT NULL OR OLD.position = 0
        OR OLD.organisation_id IS DISTINCT FROM current_organisation()
        OR NEW.from_on IS DISTINCT FROM OLD.from_on AND OLD.from_on IS NOT NULL
        OR NEW.deed IS DISTINCT FROM OLD.deed AND OLD.deed IS NOT NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'a link of the chain of title is completed once, by the owner';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_title BEFORE UPDATE ON claim_titles FOR EACH ROW
    WHEN (current_user = 'recourse_app') EXECUTE FUNCTION keep_title();
REVOKE EXECUTE ON FUNCTION keep_title FROM recourse_app, recourse_platform;
