"""Every number a learner sees: pure functions over models, used by the server and by the client."""
