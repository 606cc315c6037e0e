int api_one(void) { return 1; }
int api_two = 2;
int other(void) { return 3; }
