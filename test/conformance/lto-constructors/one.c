#include "both.h"
int state, seen;
static int constant;
__attribute__((constructor)) static void begin(void) {
  say("%s one begins, %d", TEXT(NAME), state++);
  constant = 42;
}
__attribute__((constructor(200))) static void early(void) {
  say("%s one early, %d", TEXT(NAME), state++);
}
__attribute__((constructor(300))) static void set(void) { seen = 7; }
__attribute__((destructor)) static void end(void) {
  say("%s one ends, %d", TEXT(NAME), state++);
}
__attribute__((destructor(200))) static void last(void) {
  say("%s one last, %d", TEXT(NAME), state++);
}
int get(void) { return constant; }
