/* Destructors of thread_local variables: Debian's libc++abi for wasm32-wasi has
   no __cxa_thread_atexit. There is one thread, and it ends with the program. */
int __cxa_atexit(void (*)(void *), void *, void *);

int __cxa_thread_atexit(void (*function)(void *), void *object, void *library) {
  return __cxa_atexit(function, object, library);
}
