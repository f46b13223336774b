CALL trainhub.take_down_wall('uploads');
CALL trainhub.take_down_wall('uploaded_files');
