/* What clang's setjmp and longjmp call. A call of setjmp is recorded with its
   number within its function (label) and the address of the function's frame;
   longjmp throws a tag with the buffer and the value; whatever function calls
   setjmp catches it, asks whether one of its own calls is meant, and throws it
   on if not. */
#include <setjmp.h>

/* In WebAssembly a tag is a symbol like another. */
__asm__(".globl __c_longjmp\n"
        ".tagtype __c_longjmp i32\n"
        "__c_longjmp:\n");

#define TAG_LONGJMP 1

void __wasm_setjmp(void *env, unsigned label, void *frame) {
  (*(jmp_buf *)env)->label = label;
  (*(jmp_buf *)env)->frame = frame;
}

unsigned __wasm_setjmp_test(void *env, void *frame) {
  return (*(jmp_buf *)env)->frame == frame ? (*(jmp_buf *)env)->label : 0;
}

void __wasm_longjmp(void *env, int value) {
  jmp_buf *b = env;
  (*b)->thrown.env = env;
  (*b)->thrown.value = value ? value : 1;
  __builtin_wasm_throw(TAG_LONGJMP, &(*b)->thrown);
}
