/* python: the interpreter is a library. */
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
  void *python = dlopen("libpython3.14.so", RTLD_NOW | RTLD_GLOBAL);
  int (*run)(int, char **) =
      python ? (int (*)(int, char **))dlsym(python, "Py_BytesMain") : NULL;
  if (!run) {
    puts(dlerror());
    return 1;
  }
  return run(argc, argv);
}
