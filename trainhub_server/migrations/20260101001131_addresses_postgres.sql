-- Postgres alone. An address is its learner's to see, and the hub's to write to.
CALL trainhub.close('addresses');
CALL trainhub.open('addresses', 'system', 'SELECT, INSERT, UPDATE, DELETE');
CALL trainhub.open('addresses', 'app', 'SELECT', 'learner = (SELECT trainhub.caller())');
