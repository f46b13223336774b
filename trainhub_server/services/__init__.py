"""What the server does. Every function takes the unit of work and who calls; none commits."""
