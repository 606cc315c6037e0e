int in_x = 2;
