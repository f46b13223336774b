"""All SQL of the server. Each function takes the connection of the unit of work; none commits."""
