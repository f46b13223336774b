-- Each start of a server begins an epoch of the change feed at the number that was the highest then. A cursor names the epoch it was given in:
-- one that is unknown here, or went further in it than this database did, is of a database that was replaced, or that went back to a backup.
CREATE TABLE feed_epochs (
    number bigint PRIMARY KEY,
    name text NOT NULL UNIQUE,
    begun bigint NOT NULL
);
