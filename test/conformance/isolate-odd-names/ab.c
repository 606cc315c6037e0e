int f(void) __asm__("f");
int f(void) { return 6; }
int f_dot(void) __asm__("f.liba");
int f_dot(void) { return 7; }
int dollar(void) __asm__("f$2e");
int dollar(void) { return 8; }
