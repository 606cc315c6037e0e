int in_b = 5;
