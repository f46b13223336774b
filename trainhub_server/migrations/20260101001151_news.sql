-- Whoever tells those who listen reads the feed by its order, for all audiences at once.
CREATE INDEX IF NOT EXISTS changes_in_order ON changes (txid, seq);
