const char *name(void) { return "library"; }
const char *other(void) { return "library"; }
int level = 1;
const char *name_a(void) { return name(); }
const char *other_a(void) { return other(); }
int level_a(void) { return level; }
