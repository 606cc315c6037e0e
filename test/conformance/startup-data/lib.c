int counter = 40;
const char text[] = "text of the library";
int numbers[4] = {1, 2, 3, 4};
int *counter_address(void) { return &counter; }
int add(int by) { return counter += by; }
int (*add_address(void))(int) { return add; }
