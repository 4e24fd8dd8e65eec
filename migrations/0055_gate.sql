-- Why a filing was recorded although the step that the law wants before court is not proven; stays with the event.
ALTER TABLE chain_links ADD COLUMN despite varchar(300) CHECK (btrim(despite) <> '');
