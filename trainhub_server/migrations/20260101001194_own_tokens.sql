-- Tokens that a learner made for themselves: they publish for as long as their owner may. Those an operator gave out do so as they were given.
ALTER TABLE tokens ADD COLUMN own boolean NOT NULL DEFAULT false;
