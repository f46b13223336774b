-- The organisation that runs the programme: its admins look after every organisation, its authors publish.
ALTER TABLE organisations ADD COLUMN programme boolean NOT NULL DEFAULT false;
