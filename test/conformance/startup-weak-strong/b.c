const char *hook(void), *spare(void);
extern int level;
const char *ask_b(void) { return hook(); }
const char *spare_b(void) { return spare(); }
int level_b(void) { return level; }
