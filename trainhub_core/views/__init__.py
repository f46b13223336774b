"""What pages show, as pure functions of (catalogue, learner's state, now). The server answers with them, the client paints them."""
