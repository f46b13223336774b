-- Publishing is a scope like the others.
UPDATE tokens SET scopes = scopes || ' author' WHERE author;
ALTER TABLE tokens DROP COLUMN author;
