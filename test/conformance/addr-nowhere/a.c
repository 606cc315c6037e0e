int in_a;
