-- Postgres alone. An uploaded file that nothing has named for a month goes; who sends it again, or has it offered, wants it.
CALL trainhub.open('uploaded_files', 'system', 'DELETE');
GRANT UPDATE (at) ON uploaded_files TO trainhub_system, trainhub_author;
