__thread int of_b = 10;
__attribute__((constructor)) static void begin(void) { of_b *= 2; }
