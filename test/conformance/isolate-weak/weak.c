__attribute__((weak)) const char *hook(void) { return "weak"; }
__attribute__((weak)) int level = 1;
const char *ask(void) { return hook(); }
int ask_level(void) { return level; }
