static void *kept;
void register_function(void *function) { kept = function; }
void *registered_function(void) { return kept; }
int registered(void) { return kept != 0; }
