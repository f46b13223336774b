-- No server of the version before asks for it either: it stays away. Where it is missed:
-- CREATE INDEX CONCURRENTLY courses_skills ON courses USING gin ((body -> 'skills') jsonb_path_ops);
SELECT 1;
