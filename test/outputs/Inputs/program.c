/* Opens every library of its module and writes down, in a text for the host, what
   dlsym and dladdr say of each export, and what calling `work` gives. There is
   no C library, so that it links in every way a linker has. */
#include <dlfcn.h>
#include <dlweld.h>

typedef __UINTPTR_TYPE__ word;
#define VISIBLE __attribute__((visibility("default")))
#define EXPORT(name) __attribute__((export_name(name), visibility("default")))

/* The startup library's. */
int start_greet(int);

/* Names that every library has, too. */
VISIBLE int value = 1;
VISIBLE int zeros[4];
VISIBLE int work(int x) { return x + value; }
static int helper(int x) { return x * 2 + 1; }
VISIBLE int (*const table[])(int) = {helper, work};
VISIBLE _Thread_local int local = 6;
static volatile int constructed = 100;
__attribute__((constructor)) static void begin(void) { constructed++; }

void *malloc(__SIZE_TYPE__ size);
void *malloc(__SIZE_TYPE__ size) {
  static _Alignas(16) char room[4096];
  static __SIZE_TYPE__ taken;
  __SIZE_TYPE__ at = taken;
  taken += (size + 15) & ~(__SIZE_TYPE__)15;
  return taken <= sizeof(room) ? room + at : 0;
}
int __cxa_atexit(void (*f)(void *), void *argument, void *dso);
int __cxa_atexit(void (*f)(void *), void *argument, void *dso) {
  return (void)f, (void)argument, (void)dso, 0;
}

static char written[1 << 14];
static unsigned used;

#ifndef UNCALLED
static void put(const char *s) {
  for (s = s ? s : "none"; *s && used < sizeof(written); s++)
    written[used++] = *s;
}
static void put_number(word n) {
  char digits[24], *p = digits + sizeof(digits);
  *--p = 0;
  do
    *--p = (char)('0' + n % 10);
  while (n /= 10);
  put(" ");
  put(p);
}
static void put_name(const char *s) {
  put(" ");
  put(s && *s ? s : "program");
}

static void show(const dlweld_library *l) {
  const char *soname = dlweld_soname(l), *name;
  void *h = dlopen(soname, RTLD_NOW);
  put("library");
  put_name(soname);
  put(h ? "\n" : " dlopen fails\n");
  for (__SIZE_TYPE__ n = 0; (name = dlweld_export(l, n)); n++) {
    static const char *const kinds[] = {"absent", "function", "data", "tls",
                                        "absolute"};
    int kind = dlweld_kind(l, name);
    void *p = kind ? dlsym(h, name) : 0;
    Dl_info info = {0};
    put(kinds[kind]);
    put_name(soname);
    put_name(name);
    put_number((word)p);
    if ((kind == DLWELD_FUNCTION || kind == DLWELD_DATA) && dladdr(p, &info)) {
      put_name(info.dli_fname);
      put_name(info.dli_sname);
    }
    put("\n");
  }
  int (*f)(int) = (int (*)(int))dlsym(h, "work");
  if (f) {
    put("work");
    put_name(soname);
    put_number((word)f(7));
    put("\n");
  }
}

static void report(void) {
  const char *error;
  dlerror();
  put("constructed");
  put_number((word)constructed);
  put("\ngreet");
  put_number((word)start_greet(1));
  put("\n");
  show(dlweld_find(0, 0));
  for (const dlweld_library *l = 0; (l = dlweld_iterate(l));)
    show(l);
#ifdef __wasm_atomics__
  put("tls-base");
  put_number((word)__builtin_wasm_tls_base());
  put("\n");
#endif
  put("local");
  put_number((word)local);
  put("\n");
  error = dlerror();
  if (error) {
    put(error);
    put("\n");
  }
}
#endif

EXPORT("text") char *text(void) { return written; }
EXPORT("length") unsigned length(void) { return used; }
#ifdef UNCALLED
/* Nothing here calls dlopen, nor by a pointer. */
EXPORT("run") void run(void) { used = 0; }
#else
EXPORT("run") void run(void) { report(); }
#endif
#ifdef COMMAND
void __wasm_call_ctors(void);
void _start(void);
void _start(void) { __wasm_call_ctors(), report(); }
#endif
#ifdef REACTOR
void __wasm_call_ctors(void);
EXPORT("_initialize") void _initialize(void) { __wasm_call_ctors(); }
#endif
