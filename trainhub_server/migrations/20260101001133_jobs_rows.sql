-- Offers that stand when this is run lapse by a job, as later ones do.
INSERT INTO jobs (id, kind, key, body, state, due, made)
SELECT 'seats-before-jobs-' || webinar, 'seats', webinar || '/before-jobs', '{}', 'waiting', min(offered_until), min(offered_until)
FROM registrations WHERE offered_until IS NOT NULL GROUP BY webinar;
