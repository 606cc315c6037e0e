/* A program with a startup library, which opens two others. */
#include <dlfcn.h>
#include <stdio.h>

int startup_work(int);
int startup_kept(int);
int helper(int x) { return x - 7; }
int program_add(int a, int b) { return a + b * 2; }
__attribute__((noinline)) int program_kept(int x) { return x ^ 5; }

static int ask(const char *name, const char *function, int x) {
  void *library = dlopen(name, RTLD_NOW);
  int (*work)(int);
  if (library == NULL)
    return puts(dlerror()), 0;
  *(void **)&work = dlsym(library, function);
  return work ? work(x) : 0;
}

int main(int argc, char **argv) {
  printf("%d\n", helper(argc));
  printf("%d\n", startup_work(argc));
  printf("%d\n", startup_kept(argc) + program_kept(argc));
  printf("%d\n", ask("libfirst.so", "first_work", argc));
  printf("%d\n", ask("libsecond.so", "second_work", argc));
  printf("%d\n", ask("libsecond.so", "third_kept", argc));
  printf("%d\n", ask("libfirst.so", "helper", argc));
  return 0;
}
