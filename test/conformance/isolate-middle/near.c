const char *who(void) { return "near"; }
