-- What a learner watched around a moment is looked up for every piece watched.
CREATE INDEX learning_events_watched ON learning_events (learner, at) WHERE type = 'watched';
