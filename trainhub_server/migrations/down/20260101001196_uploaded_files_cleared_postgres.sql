REVOKE UPDATE (at) ON uploaded_files FROM trainhub_system, trainhub_author;
REVOKE DELETE ON uploaded_files FROM trainhub_system;
DROP POLICY system_delete ON uploaded_files;
