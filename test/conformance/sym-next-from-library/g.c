int in_all = 6, in_g = 6;
