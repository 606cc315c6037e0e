int function(void) { return 1; }
int data = 2;
const char text[] = "text";
static int inner = 3;
__attribute__((visibility("hidden"))) int hidden(void) { return inner; }
__attribute__((weak)) void weak(void) {}
int dotted __asm__("with.dots") = 4;
