#include "conform.h"

typedef int function(int);

int f_program(int x) { return x + 1000; }

static void *symbol(void *handle, const char *name, char of) {
  char text[32];
  size_t n = 0;
  for (; name[n]; n++) text[n] = name[n];
  text[n++] = of;
  text[n] = 0;
  return found(handle, text);
}

int main(void) {
  static const char names[] = "abde";
  void *handle[4];
  function *own[4];
  for (int i = 0; i < 4; i++) {
    char file[] = "lib?.so";
    file[3] = names[i];
    handle[i] = opened(file, RTLD_NOW);
    own[i] = (function *)symbol(handle[i], "f_", names[i]);
  }
  for (int i = 0; i < 4; i++) {
    int next = (i + 1) % 4;
    function *of[] = {own[i], own[next], f_program, own[i]};
    function *(*in_data)(int), *(*in_code)(int);
    in_data = (function * (*)(int)) symbol(handle[i], "in_data_", names[i]);
    in_code = (function * (*)(int)) symbol(handle[i], "in_code_", names[i]);
    for (int k = 0; k < 4; k++)
      say("%c %d: %s", names[i], k, yes(in_data(k) == of[k]));
    for (int k = 0; k < 3; k++)
      say("%c %d: %s %d", names[i], k, yes(in_code(k) == of[k]), in_code(k)(k));
    int *(*data)(int) = (int *(*)(int))symbol(handle[i], "data_", names[i]);
    say("%s %s", yes(data(0) == symbol(handle[i], "d_", names[i])),
        yes(data(1) == symbol(handle[next], "d_", names[next])));
    *data(1) += 10;
    say("%d", *data(0));
    /* Each function, handed to the library. */
    int (*is[3])(function *);
    is[0] = (int (*)(function *))symbol(handle[i], "is_own_", names[i]);
    is[1] = (int (*)(function *))symbol(handle[i], "is_next_", names[i]);
    is[2] = (int (*)(function *))symbol(handle[i], "is_program_", names[i]);
    for (int k = 0; k < 3; k++)
      say("%d%d%d%d %d", is[k](own[0]), is[k](own[1]), is[k](own[2]),
          is[k](own[3]), is[k](f_program));
  }
  return 0;
}
