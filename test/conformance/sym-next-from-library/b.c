int in_all = 2, in_b = 2;
