const char *who(void) { return "bottom"; }
