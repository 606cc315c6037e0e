int f(void) __asm__("f");
int f(void) { return 1; }
int f_dot(void) __asm__("f.liba.so");
int f_dot(void) { return 2; }
int f_long(void) __asm__("f.liba.so.b");
int f_long(void) { return 3; }
int dollar(void) __asm__("f$2e");
int dollar(void) { return 4; }
int dots(void) __asm__("f..b.so");
int dots(void) { return 5; }
