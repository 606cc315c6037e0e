#include "conform.h"
int global = 1;
static int local_data = 2;
static int local_function(void) { return local_data; }
int function(void) { return local_function(); }
int main(void) {
  static const char *names[] = {"global", "local_data", "local_function",
                                "function", "in_more", "weak_in_more", "main"};
  void *(*find)(const char *) =
      (void *(*)(const char *))found(opened("liba.so", RTLD_NOW), "find");
  void *program = opened(NULL, RTLD_NOW);
  for (int i = 0; i < 6; i++)
    say("%s: %s %s %s", names[i], yes(dlsym(program, names[i]) != NULL),
        yes(dlsym(RTLD_DEFAULT, names[i]) != NULL),
        yes(find(names[i]) != NULL));
  say("%d %d", call(program, "function"), call(program, "weak_in_more"));
}
