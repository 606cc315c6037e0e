int in_c = 3, in_all = 3;
