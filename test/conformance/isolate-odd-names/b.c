int f(void) __asm__("f");
int f(void) { return 9; }
int f_dot(void) __asm__("f.");
int f_dot(void) { return 10; }
int dots(void) __asm__("f.liba.so");
int dots(void) { return 11; }
