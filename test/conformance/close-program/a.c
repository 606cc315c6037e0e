int in_a = 1;
