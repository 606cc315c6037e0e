#include "both.h"
extern int state, seen;
__attribute__((constructor)) static void begin(void) {
  say("%s two begins, %d, %d", TEXT(NAME), state++, seen);
}
__attribute__((constructor(250))) static void early(void) {
  say("%s two early, %d, %d", TEXT(NAME), state++, seen);
}
__attribute__((constructor(150))) static void first(void) {
  say("%s two first, %d, %d", TEXT(NAME), state++, seen);
}
__attribute__((destructor)) static void end(void) {
  say("%s two ends, %d", TEXT(NAME), state++);
}
__attribute__((destructor(150))) static void last(void) {
  say("%s two last, %d", TEXT(NAME), state++);
}
