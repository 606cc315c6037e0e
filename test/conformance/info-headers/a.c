int in_a[100] = {1};
