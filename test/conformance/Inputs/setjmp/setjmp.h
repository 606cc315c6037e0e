/* setjmp for WASI, whose libc in Debian has none: with -mllvm
   -wasm-enable-sjlj clang makes calls of setjmp and longjmp into calls of the
   three functions in setjmp.c. */
#ifndef CONFORM_SETJMP_H
#define CONFORM_SETJMP_H

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  void *frame;
  unsigned label;
  struct {
    void *env;
    int value;
  } thrown;
} jmp_buf[1];

int setjmp(jmp_buf) __attribute__((returns_twice));
void longjmp(jmp_buf, int) __attribute__((noreturn));
#define setjmp setjmp

#ifdef __cplusplus
}
#endif
#endif
