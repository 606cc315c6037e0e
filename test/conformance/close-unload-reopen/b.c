int in_b;
__attribute__((constructor)) static void begin(void) { in_b += 2; }
