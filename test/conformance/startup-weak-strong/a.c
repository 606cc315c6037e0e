__attribute__((weak)) const char *hook(void) { return "a, weak"; }
__attribute__((weak)) int level = 1;
__attribute__((weak)) const char *spare(void) { return "a, weak"; }
const char *ask_a(void) { return hook(); }
int level_a(void) { return level; }
