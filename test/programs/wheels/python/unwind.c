/* What Rust's library calls where panics unwind: they are exceptions. */
__asm__(".globl __cpp_exception\n"
        ".tagtype __cpp_exception i32\n"
        "__cpp_exception:\n");

typedef struct exception {
  unsigned long long class;
  void (*cleanup)(int reason, struct exception *);
} exception;

int _Unwind_RaiseException(exception *e) { __builtin_wasm_throw(0, e); }
void _Unwind_DeleteException(exception *e) {
  if (e->cleanup)
    e->cleanup(1, e); /* a foreign exception was caught */
}
