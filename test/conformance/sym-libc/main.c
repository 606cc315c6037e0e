#include "conform.h"
static int compare(const void *a, const void *b) {
  return *(const int *)a - *(const int *)b;
}
int main(int argc, char **argv) {
  int numbers[] = {3, argc, 2};
  qsort(numbers, 3, sizeof *numbers, compare);
  say("%d", (int)strlen(argv[0]) > 0);
  void *a = opened("liba.so", RTLD_NOW);
  void *(*next)(const char *) = (void *(*)(const char *))found(a, "next");
  void *(*any)(const char *) = (void *(*)(const char *))found(a, "any");
  static const char *names[] = {"strlen", "qsort"};
  for (int i = 0; i < 2; i++) {
    void *first = dlsym(a, names[i]);
    say("%s: %s", names[i], yes(first != NULL));
    say("program %s, default %s, next %s",
        yes(dlsym(opened(NULL, RTLD_NOW), names[i]) == first),
        yes(dlsym(RTLD_DEFAULT, names[i]) == first),
        yes(dlsym(RTLD_NEXT, names[i]) == first));
    say("from a: default %s, next %s", yes(any(names[i]) == first),
        yes(next(names[i]) == first));
  }
  say("called: %d", (int)((size_t (*)(const char *))found(a, "strlen"))("seven"));
  say("the same: %s", yes(found(a, "strlen") == (void *)strlen));
}
