-- Postgres alone: what accounts and addresses may still ask for, told to each other by the processes of one server. Not in the write-ahead log:
-- after a crash everybody has a full bucket again. `remaining` is as of `at`, by the database's clock, and may be a debt.
CREATE UNLOGGED TABLE spending (
    account text PRIMARY KEY,
    remaining double precision NOT NULL,
    at timestamptz NOT NULL
) WITH (fillfactor = 50);
CALL trainhub.close('spending');
CALL trainhub.open('spending', 'system', 'SELECT, INSERT, UPDATE, DELETE');
