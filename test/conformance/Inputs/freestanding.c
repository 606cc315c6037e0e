/* What a case needs of a C library where there is none: the start of the program,
   and the list of functions that run when it ends. */
#include <stddef.h>

void __wasm_call_ctors(void);
/* The name of a main with parameters, unless it was compiled as freestanding. */
__attribute__((weak)) int main(int argc, char **argv);
__attribute__((weak)) int __main_argc_argv(int argc, char **argv);

static struct {
  void (*function)(void *);
  void *argument;
} at_exit[64];
static unsigned at_exit_count;

int __cxa_atexit(void (*function)(void *), void *argument, void *dso) {
  (void)dso;
  if (at_exit_count == sizeof at_exit / sizeof *at_exit) return -1;
  at_exit[at_exit_count].function = function;
  at_exit[at_exit_count++].argument = argument;
  return 0;
}

static void call(void *function) { ((void (*)(void))function)(); }
int atexit(void (*function)(void)) {
  return __cxa_atexit(call, (void *)function, NULL);
}

__attribute__((export_name("conform_start"))) int conform_start(void) {
  static char *argv[] = {"program", NULL};
  __wasm_call_ctors();
  int code = __main_argc_argv ? __main_argc_argv(1, argv) : main(1, argv);
  while (at_exit_count) {
    at_exit_count--;
    at_exit[at_exit_count].function(at_exit[at_exit_count].argument);
  }
  return code;
}
