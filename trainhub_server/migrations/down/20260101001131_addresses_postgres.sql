CALL trainhub.take_down_wall('addresses');
