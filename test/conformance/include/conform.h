/* What every case uses. The same source is compiled natively (glibc, musl), for
   WASI, and without a C library for wasm64 (CONFORM_FREESTANDING), so say() has
   few conversions and no libc function behind it but fwrite. All is static: a
   library that includes this exports nothing by it. */
#ifndef CONFORM_H
#define CONFORM_H

#include <dlfcn.h>
#include <stdarg.h>
#include <stddef.h>

#ifdef CONFORM_FREESTANDING
#ifdef __cplusplus
extern "C"
#endif
__attribute__((import_module("conform"), import_name("put")))
void conform_put(const char *text, size_t size);
#else
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#endif

/* musl has none; then it means nothing. */
#ifndef RTLD_DEEPBIND
#define RTLD_DEEPBIND 0
#endif

#define CONFORM_STATIC static __attribute__((unused))

CONFORM_STATIC void conform_write(const char *text, size_t size) {
#ifdef CONFORM_FREESTANDING
  conform_put(text, size);
#else
  fwrite(text, 1, size, stdout);
  fflush(stdout); /* so that the order holds, whatever ends the program */
#endif
}

CONFORM_STATIC size_t conform_number(char *end, unsigned value, unsigned base) {
  size_t size = 0;
  do {
    *--end = "0123456789abcdef"[value % base];
    size++;
  } while (value /= base);
  return size;
}

/* A line of output: printf's %s %d %u %x %c %% and no others. The newline is
   added. */
__attribute__((format(printf, 1, 2), unused)) static void
say(const char *format, ...) {
  char line[512], digits[32];
  size_t used = 0;
  va_list args;
  va_start(args, format);
  for (; *format; format++) {
    const char *text = format;
    size_t size = 1;
    if (*format == '%') {
      char letter = 0;
      int number;
      switch (*++format) {
      case 's':
        text = va_arg(args, const char *);
        if (!text) text = "(null)";
        for (size = 0; text[size];) size++;
        break;
      case 'c':
        letter = (char)va_arg(args, int);
        digits[0] = letter;
        text = digits;
        break;
      case 'd':
        number = va_arg(args, int);
        size = conform_number(digits + sizeof digits,
                              number < 0 ? 0u - (unsigned)number
                                         : (unsigned)number, 10);
        if (number < 0) digits[sizeof digits - ++size] = '-';
        text = digits + sizeof digits - size;
        break;
      case 'u':
      case 'x':
        size = conform_number(digits + sizeof digits, va_arg(args, unsigned),
                              *format == 'x' ? 16 : 10);
        text = digits + sizeof digits - size;
        break;
      case '%':
        text = "%";
        break;
      default:
        text = "<say: no such conversion>";
        size = 25;
      }
    }
    if (size > sizeof line - 1 - used) size = sizeof line - 1 - used;
    for (size_t i = 0; i < size; i++) line[used + i] = text[i];
    used += size;
  }
  va_end(args);
  line[used++] = '\n';
  conform_write(line, used);
}

CONFORM_STATIC const char *yes(int condition) { return condition ? "yes" : "no"; }

CONFORM_STATIC int same(const char *a, const char *b) {
  if (!a || !b) return a == b;
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

CONFORM_STATIC int has(const char *text, const char *part) {
  for (; text && *text; text++) {
    size_t i = 0;
    while (part[i] && text[i] == part[i]) i++;
    if (!part[i]) return 1;
  }
  return 0;
}

/* What follows the last slash: file names without what natively depends on the
   directory the case was built in. */
CONFORM_STATIC const char *base(const char *path) {
  const char *result = path;
  for (; path && *path; path++)
    if (*path == '/') result = path + 1;
  return result ? result : "(null)";
}

/* Reads dlerror: "no error", "error" or, where the text has `part` in it,
   "error that names it". */
CONFORM_STATIC const char *error_with(const char *part) {
  const char *text = dlerror();
  return !text ? "no error"
         : part && has(text, part) ? "error that names it" : "error";
}
CONFORM_STATIC const char *error(void) { return error_with(NULL); }

/* dlopen and dlsym for where they are not what is tested: says what failed, and
   the program ends. */
CONFORM_STATIC void conform_fail(const char *what, const char *name) {
  const char *text = dlerror();
  say("%s of %s failed", what, name);
#ifdef CONFORM_FREESTANDING
  say("%s", text);
  __builtin_trap();
#else
  fprintf(stderr, "%s\n", text ? text : "and dlerror is null");
  exit(99);
#endif
}
CONFORM_STATIC void *opened(const char *name, int flags) {
  void *handle = dlopen(name, flags);
  if (!handle) conform_fail("dlopen", name);
  return handle;
}
CONFORM_STATIC void *found(void *handle, const char *name) {
  void *address = dlsym(handle, name);
  if (!address) conform_fail("dlsym", name);
  return address;
}

/* Calls int name(void) and void name(void) of a handle. */
CONFORM_STATIC int call(void *handle, const char *name) {
  return ((int (*)(void))found(handle, name))();
}
CONFORM_STATIC void run(void *handle, const char *name) {
  ((void (*)(void))found(handle, name))();
}
/* The int called name. */
CONFORM_STATIC int value(void *handle, const char *name) {
  return *(int *)found(handle, name);
}

#endif
