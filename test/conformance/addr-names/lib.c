__attribute__((weak)) int weak(void) { return 1; }
int dotted(void) __asm__("with.dots.in.it");
int dotted(void) { return 2; }
int clash(void) { return 3; }
int g\u00fcnther = 4;
