int in_all = 3, in_c_and_d = 3;
