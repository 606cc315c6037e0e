int registry_count = N;
int registry_add(void) { return registry_count += 100; }
static int own = N;
int use(void) { return registry_add() + own; }
