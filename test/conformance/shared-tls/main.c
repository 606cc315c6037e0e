#include "conform.h"

_Thread_local int p_tls = 7;

static void *my(void *handle, char of, const char *name) {
  char text[32] = {of};
  size_t n = 1;
  for (; name[n - 1]; n++) text[n] = name[n - 1];
  return found(handle, text);
}

int main(void) {
  static const char names[] = "abd";
  void *handle[3];
  for (int i = 0; i < 3; i++) {
    char file[] = "lib?.so";
    file[3] = names[i];
    handle[i] = opened(file, RTLD_NOW);
  }
  for (int turn = 0; turn < 2; turn++)
    for (int i = 0; i < 3; i++) {
      int next = (i + 1) % 3;
      say("%d", ((int (*)(int))my(handle[i], names[i], "_work"))(turn + 2));
      int *own = my(handle[i], names[i], "_tls");
      say("%s %s %s",
          yes(own == ((int *(*)(void))my(handle[i], names[i], "_address"))()),
          yes(my(handle[next], names[next], "_tls") ==
              ((int *(*)(void))my(handle[i], names[i], "_others"))()),
          yes(&p_tls ==
              ((int *(*)(void))my(handle[i], names[i], "_programs"))()));
      say("%d %d %d", *own, *(int *)my(handle[i], names[i], "_zero"), p_tls);
    }
  return 0;
}
