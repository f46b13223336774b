-- A seat that is held for somebody who waited, until this moment: its row counts as a seat until then.
ALTER TABLE registrations ADD COLUMN offered_until timestamptz;
CREATE INDEX registrations_offered ON registrations (offered_until) WHERE offered_until IS NOT NULL;
