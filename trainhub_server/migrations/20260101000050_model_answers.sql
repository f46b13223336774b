-- The model answer of an exercise travels with its text.
ALTER TABLE lesson_texts ADD COLUMN model_answer text NOT NULL DEFAULT '';
