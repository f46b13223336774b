-- What a personal access token may be used for: words of read, write, author, admin.
ALTER TABLE tokens ADD COLUMN scopes text NOT NULL DEFAULT 'read write';
