DROP TABLE uploaded_files;
DROP TABLE uploads;
