int public_one(void) { return 1; }
int public_two = 2;
int private_three(void) { return 3; }
