ALTER TABLE organisations DROP COLUMN programme;
