-- What the seller decided for single columns of the released tape; a column not named is generalised.
ALTER TABLE listings ADD COLUMN column_roles jsonb NOT NULL DEFAULT '{}';

-- A listing that ends without a sale gives its claims back: they may be listed again.
CREATE FUNCTION free_claims() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE lot_claims SET live = false WHERE listing_id = NEW.id AND live;
    RETURN NEW;
END $$;
CREATE TRIGGER free_claims AFTER UPDATE OF status ON listings FOR EACH ROW
    WHEN (NEW.status IN ('failed', 'withdrawn') AND OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION free_claims();
REVOKE EXECUTE ON FUNCTION free_claims FROM recourse_app, recourse_platform;
