-- Postgres alone. The hub's own work; of what concerns them learners are told.
CALL trainhub.close('jobs');
CALL trainhub.open('jobs', 'system', 'SELECT, INSERT, UPDATE, DELETE');
CALL trainhub.open('jobs', 'app', 'SELECT', 'learner = (SELECT trainhub.caller())');
