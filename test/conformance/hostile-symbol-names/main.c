#include "conform.h"
static char large[(1 << 20) + 1];
static void try(const char *what, const char *name) {
  void *a = opened("liba.so", RTLD_NOW);
  void *handles[] = {a, opened(NULL, RTLD_NOW), RTLD_DEFAULT, RTLD_NEXT};
  unsigned missing = 0;
  for (int i = 0; i < 4; i++)
    missing += dlsym(handles[i], name) == NULL && dlerror() != NULL;
  say("%s: %u", what, missing);
}
static void fill(const char *with) {
  size_t length = 0;
  while (with[length]) length++;
  for (size_t i = 0; i < sizeof large - 1; i++) large[i] = with[i % length];
}
int main(void) {
  try("nothing", "");
  fill("f");
  try("a megabyte", large);
  fill("\xff\x01");
  try("a megabyte of no text", large);
  fill("%s%n");
  try("a megabyte of formats", large);
  static const char *const names[] = {
      " f", "f ", "_f", "f_", "F", "ff", "f.", "f.liba.so", "f\n", ".", "f@", "@f",
      "f@@", "f@V1", "liba.so", "f()", "%s", "\x01", "\xff", "\xc3\xa4", "0", "f\xcc\x88"};
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
    try(names[i][0] < ' ' || names[i][0] > '~' ? "odd" : names[i], names[i]);
  say("f: %d", call(opened("liba.so", RTLD_NOW), "f"));
}
