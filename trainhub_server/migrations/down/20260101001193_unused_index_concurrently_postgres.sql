CREATE INDEX IF NOT EXISTS learning_events_body ON learning_events USING gin (body jsonb_path_ops);
