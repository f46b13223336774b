-- Nothing looks into the bodies of events; they are found by learner. The index was a seventh of all that events take on the disk.
DROP INDEX IF EXISTS learning_events_body;
