int in_y = 3, in_both = 3;
