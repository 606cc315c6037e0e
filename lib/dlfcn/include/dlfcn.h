/* dlopen and its family for WebAssembly modules that dlweld has linked: the
   libraries are in the module already, and dlopen finds them by name. What is
   declared is what glibc 2.36 declares with _GNU_SOURCE, always. Needs no C
   library and no header but the compiler's own.

   Text that these functions return or store belongs to the module; it is never
   freed. Unless it says otherwise, a function that fails leaves a text for
   dlerror. No argument is too bad for an error, but a pointer to a place that
   is to be filled in must be one, or NULL. */
#ifndef DLWELD_DLFCN_H
#define DLWELD_DLFCN_H

#define __need_size_t
#include <stddef.h>

/* Mode of dlopen: RTLD_LAZY or RTLD_NOW (in a welded module one is as good as
   the other, but one must be given), and any of the others. musl's values. */
#define RTLD_LAZY 1
#define RTLD_NOW 2
#define RTLD_BINDING_MASK 3
#define RTLD_LOCAL 0       /* wasi-libc's 8 is accepted, too */
#define RTLD_NOLOAD 4      /* succeed only if it is loaded already */
#define RTLD_GLOBAL 256    /* RTLD_DEFAULT finds its symbols from now on */
#define RTLD_NODELETE 4096 /* the last dlclose does not take it down */
/* Always so: a library's own definitions come first. FreeBSD's value, as
   glibc's 8 is RTLD_LOCAL of wasi-libc; either is accepted. */
#define RTLD_DEEPBIND 16384

/* Handles for dlsym: the global scope, then the caller's own; what follows the
   caller. */
#define RTLD_DEFAULT ((void *)0)
#define RTLD_NEXT ((void *)-1)

/* Namespaces for dlmopen: a welded module has one. */
typedef long Lmid_t;
#define LM_ID_BASE 0
#define LM_ID_NEWLM (-1) /* refused */

/* What dladdr found. A member without a value is NULL. */
typedef struct {
  const char *dli_fname; /* soname of the library; "program" for the program */
  void *dli_fbase;       /* its handle, as an address that tells it apart */
  const char *dli_sname; /* the symbol's name in C */
  void *dli_saddr;       /* what dlsym returns for it */
} Dl_info;

/* What dladdr1 tells besides. */
#define RTLD_DL_SYMENT 1  /* const ElfW(Sym) *: see <link.h>; NULL without a
                             symbol. Good until the thread's next dladdr1. */
#define RTLD_DL_LINKMAP 2 /* struct link_map *: good while it is loaded */

/* What dlinfo can be asked, and the type that its last argument points to. */
#define RTLD_DI_LMID 1        /* Lmid_t: LM_ID_BASE */
#define RTLD_DI_LINKMAP 2     /* struct link_map *: good while it is loaded */
#define RTLD_DI_CONFIGADDR 3  /* refused, as in glibc */
#define RTLD_DI_SERINFO 4     /* Dl_serinfo: no library is searched for */
#define RTLD_DI_SERINFOSIZE 5 /* Dl_serinfo: dls_size and dls_cnt only */
#define RTLD_DI_ORIGIN 6      /* char[]: the soname's directories, or "." */
#define RTLD_DI_PROFILENAME 7 /* refused, as in glibc */
#define RTLD_DI_PROFILEOUT 8  /* refused, as in glibc */
#define RTLD_DI_TLS_MODID 9   /* size_t: 0 without thread-local variables */
#define RTLD_DI_TLS_DATA 10   /* void *: the thread's block of them, or NULL */
#define RTLD_DI_PHDR 11       /* const ElfW(Phdr) *: good until the thread's
                                 next such call. dlinfo returns how many. */
#define RTLD_DI_MAX 11

typedef struct {
  char *dls_name;
  unsigned int dls_flags;
} Dl_serpath;

typedef struct {
  size_t dls_size;           /* bytes of all of it */
  unsigned int dls_cnt;      /* 0 */
  Dl_serpath dls_serpath[1]; /* dls_cnt of them */
} Dl_serinfo;

#ifdef __cplusplus
extern "C" {
#define __DLWELD_RESTRICT __restrict
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 199901L
#define __DLWELD_RESTRICT restrict
#else
#define __DLWELD_RESTRICT
#endif

/* The library of that name (NULL or "": the program), its constructors run,
   its dependencies' before them; NULL if there is none. Each success counts
   one reference. */
void *dlopen(const char *__name, int __mode);

/* dlopen for the namespace LM_ID_BASE; NULL for any other. */
void *dlmopen(Lmid_t __space, const char *__name, int __mode);

/* The address of a function or an object in the library or in what it depends
   on, or NULL. NULL is the value of some symbols, too: dlerror knows. */
void *dlsym(void *__DLWELD_RESTRICT __handle,
            const char *__DLWELD_RESTRICT __name);

/* The same. Welded libraries have no symbol versions, so any will do. */
void *dlvsym(void *__DLWELD_RESTRICT __handle,
             const char *__DLWELD_RESTRICT __name,
             const char *__DLWELD_RESTRICT __version);

/* Takes one reference back. With the last one the handle becomes invalid; the
   library stays, unless it was linked to be unloaded. 0, or -1 for what is no
   valid handle. */
int dlclose(void *__handle);

/* What went wrong in this thread since it last asked, or NULL. The text is
   good until the thread's next call. */
char *dlerror(void);

/* Which loaded library has the function or the data at that address, and which
   of its exports. 0 if none, and then nothing is stored or left for dlerror.
   Data count up to their size; functions have no inside in WebAssembly. */
int dladdr(const void *__address, Dl_info *__info);

/* The same; and for RTLD_DL_* as `__what` stores that in `*__extra`. */
int dladdr1(const void *__address, Dl_info *__info, void **__extra, int __what);

/* Stores at `__answer` what RTLD_DI_* as `__what` asks about a library. 0 (for
   RTLD_DI_PHDR a number), or -1 for what is no valid handle or question. */
int dlinfo(void *__DLWELD_RESTRICT __handle, int __what,
           void *__DLWELD_RESTRICT __answer);

#undef __DLWELD_RESTRICT

#ifdef __cplusplus
}
#endif

#endif
