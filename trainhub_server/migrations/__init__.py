"""Plain SQL, in order; a package so that the files ship with the wheel. `supabase/migrations` points here."""
