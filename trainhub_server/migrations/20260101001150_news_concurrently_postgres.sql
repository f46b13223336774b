CREATE INDEX CONCURRENTLY IF NOT EXISTS changes_in_order ON changes (txid, seq);
