int in_b = 2, in_all = 2;
