-- Postgres alone. An upload is its author's; what arrived whole any author may offer.
CALL trainhub.close('uploads');
CALL trainhub.open('uploads', 'author', 'SELECT', 'author = (SELECT trainhub.caller())');
CALL trainhub.open('uploads', 'system', 'SELECT, INSERT, UPDATE, DELETE');
CALL trainhub.close('uploaded_files');
CALL trainhub.open('uploaded_files', 'author', 'SELECT');
CALL trainhub.open('uploaded_files', 'system', 'SELECT, INSERT, UPDATE, DELETE');
