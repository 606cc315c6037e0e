int in_all = 4, in_c_and_d = 4, in_d = 4;
