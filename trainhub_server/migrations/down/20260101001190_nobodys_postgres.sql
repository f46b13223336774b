DROP POLICY system_update ON packages;
DROP POLICY system_update ON publications;
DROP POLICY system_update ON uploaded_files;
DROP POLICY system_select ON uploaded_files;
REVOKE UPDATE (author) ON packages, publications, uploaded_files FROM trainhub_system;
REVOKE SELECT ON uploaded_files FROM trainhub_system;
