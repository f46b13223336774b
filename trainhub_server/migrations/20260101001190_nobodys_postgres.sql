-- Postgres alone. Who had their data deleted is named no more in what they sent and published.
CALL trainhub.open('packages', 'system', 'UPDATE (author)');
CALL trainhub.open('publications', 'system', 'UPDATE (author)');
CALL trainhub.open('uploaded_files', 'system', 'SELECT, UPDATE (author)');
