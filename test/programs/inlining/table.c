/* What stands for dlopen in the plain link. */
#include <string.h>

int first_work(int), second_work(int), third_scale(int), third_kept(int);
int startup_work(int), startup_kept(int);
extern int third_count;

void *dlopen(const char *name, int mode) {
  return (void *)((name && mode) ? "x" : 0);
}
void *dlsym(void *handle, const char *name) {
  static const struct {
    const char *name;
    void *address;
  } table[] = {
      {"first_work", (void *)first_work},
      {"second_work", (void *)second_work},
      {"third_scale", (void *)third_scale},
      {"third_kept", (void *)third_kept},
      {"third_count", &third_count},
      {"startup_work", (void *)startup_work},
      {"startup_kept", (void *)startup_kept},
  };
  for (unsigned i = 0; i < sizeof table / sizeof *table; i++)
    if (handle && strcmp(table[i].name, name) == 0)
      return table[i].address;
  return 0;
}
char *dlerror(void) { return (char *)"no such symbol"; }
