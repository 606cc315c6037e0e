int in_b = 2;
