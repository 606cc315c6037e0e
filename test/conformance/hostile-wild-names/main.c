#include "conform.h"
#ifdef __wasm__
#include <stdint.h>

/* How many of seven calls fail with an error; dlopen of no name is no fault. */
static void try(const char *what, void *a, const char *name) {
  void *handles[] = {a, RTLD_DEFAULT, RTLD_NEXT};
  int refused = name == NULL;
  dlerror();
  if (name) refused += dlopen(name, RTLD_NOW) == NULL && dlerror() != NULL;
  for (int i = 0; i < 3; i++) {
    refused += dlsym(handles[i], name) == NULL && dlerror() != NULL;
    refused += dlvsym(handles[i], name, "V1") == NULL && dlerror() != NULL;
  }
  say("%s: %d of 7 refused", what, refused);
}

int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  uintptr_t size = (uintptr_t)__builtin_wasm_memory_size(0) * 65536;
  try("nothing", a, NULL);
  try("the last address", a, (const char *)UINTPTR_MAX);
  try("an address near it", a, (const char *)(UINTPTR_MAX - 17));
  try("the address behind memory", a, (const char *)size);
  /* The volatile byte: what the compiler makes of the end of memory is its own
     business. */
  for (uintptr_t length = 1; length < 20; length += 6) {
    char old[20];
    volatile char *end = (volatile char *)(size - length);
    for (uintptr_t i = 0; i < length; i++) old[i] = end[i], end[i] = 'f';
    try("up to the end of memory", a, (const char *)end);
    end[length - 1] = 0;
    say("ends in time: %s", yes(dlsym(a, (const char *)end) == NULL));
    if (length > 1) {
      end[length - 2] = 'f';
      say("f: %s", yes(dlsym(a, (const char *)end + length - 2) == found(a, "f")));
    }
    for (uintptr_t i = 0; i < length; i++) end[i] = old[i];
  }
}
#else
int main(void) { say("undefined"); }
#endif
