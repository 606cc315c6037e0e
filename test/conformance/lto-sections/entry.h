struct entry { int number; int (*function)(int); };
#define ENTRY(name, n, f)                                                      \
  __attribute__((section("hooks"), used)) static struct entry name = {n, f}
extern struct entry __start_hooks[] __attribute__((visibility("hidden")));
extern struct entry __stop_hooks[] __attribute__((visibility("hidden")));
