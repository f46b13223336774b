-- Postgres alone. An upload is its author's; what arrived whole any author may offer.
CALL trainhub.close('uploads');
CALL trainhub.open('uploads', 'author', 'SELECT, INSERT, DELETE', 'author = (SELECT trainhub.caller())');
CALL trainhub.open('uploads', 'system', 'SELECT, DELETE');
CALL trainhub.close('uploaded_files');
CALL trainhub.open('uploaded_files', 'author', 'SELECT, UPDATE (format, media_type)');
CALL trainhub.open('uploaded_files', 'author', 'INSERT', 'author = (SELECT trainhub.caller())');
