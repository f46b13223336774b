"""The Training Hub API: routes > services > repositories. Who calls is a parameter of every service; the request's unit of work commits."""
