CALL trainhub.take_down_wall('jobs');
