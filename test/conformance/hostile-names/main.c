#include "conform.h"
static char large[(1 << 20) + 1];
static void try(const char *what, const char *name) {
  void *handle = dlopen(name, RTLD_NOW);
  int failed = error_with(NULL)[0] == 'e'; /* musl and glibc agree in no text */
  say("%s: %s, %s", what, handle ? "handle" : "null", yes(failed));
}
static void fill(const char *with) {
  size_t length = 0;
  while (with[length]) length++;
  for (size_t i = 0; i < sizeof large - 1; i++) large[i] = with[i % length];
}
int main(void) {
  opened("liba.so", RTLD_NOW);
  fill("x");
  try("a megabyte", large);
  fill("/");
  try("a megabyte of slashes", large);
  fill("../");
  try("a megabyte upwards", large);
  fill("liba.so");
  try("a megabyte of sonames", large);
  fill("\xff");
  try("a megabyte of no text", large);
  fill("%s%n");
  try("a megabyte of formats", large);
  static const char *const names[] = {
      "/", "//", ".", "..", "./", "../", "/.", "/..", "...", "liba.so/",
      "./liba.so/", "liba.so/.", "liba.so/..", "liba.so//", "liba.so/liba",
      " liba.so", "liba.so ", "liba.so\n", "\tliba.so", "LIBA.SO", "liba", "a",
      "so", ".so", "liba.so.", "liba.so.0", "liba.so;", "liba.so:liba.so",
      "xliba.so", "\\liba.so", "file:liba.so", "liba?so", "lib*.so", "*",
      "\xff\xfe", "\xc3", "\xf4\x90\x80\x80", "lib\xc3\xa4.so", "\x01", "\x7f",
      "%s%s%s%n", "$(liba.so)", "~/liba.so.x", "-", "--help", "liba.so\r"};
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
    try(names[i][0] < ' ' || names[i][0] > '~' ? "odd" : names[i], names[i]);
}
