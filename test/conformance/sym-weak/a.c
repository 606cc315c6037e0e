__attribute__((weak)) int both(void) { return 1; }
__attribute__((weak)) int weak_data = 10;
