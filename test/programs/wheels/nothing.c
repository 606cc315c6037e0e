/* A program that opens what it is told to: there is something to weld with. */
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++)
    puts(dlopen(argv[i], RTLD_NOW) ? argv[i] : dlerror());
}
