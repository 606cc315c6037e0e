/* dlopen and its family for WebAssembly modules that dlweld has linked: the
   libraries are in the module already, and dlopen finds them by name. Needs no
   other header and no C library. */
#ifndef DLWELD_DLFCN_H
#define DLWELD_DLFCN_H

/* Mode of dlopen: RTLD_LAZY or RTLD_NOW (in a welded module one is as good as
   the other, but one must be given), and any of the others. musl's values. */
#define RTLD_LAZY 1
#define RTLD_NOW 2
#define RTLD_LOCAL 0       /* wasi-libc's 8 is accepted, too */
#define RTLD_NOLOAD 4      /* succeed only if it is loaded already */
#define RTLD_GLOBAL 256    /* RTLD_DEFAULT finds its symbols from now on */
#define RTLD_NODELETE 4096 /* always so: nothing is ever unloaded */
/* Always so: a library's own definitions come first. FreeBSD's value, as
   glibc's 8 is RTLD_LOCAL of wasi-libc; either is accepted. */
#define RTLD_DEEPBIND 16384

/* Handles for dlsym: the global scope, then the caller's own; what follows the
   caller. */
#define RTLD_DEFAULT ((void *)0)
#define RTLD_NEXT ((void *)-1)

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

/* The address of a function or an object in the library or in what it depends
   on, or NULL. */
void *dlsym(void *__DLWELD_RESTRICT __handle,
            const char *__DLWELD_RESTRICT __name);

/* Takes one reference back. With the last one the handle becomes invalid; the
   library stays. 0, or -1 for what is no valid handle. */
int dlclose(void *__handle);

/* What went wrong since it was last called, or NULL. The text is good until
   the next call. */
char *dlerror(void);

#undef __DLWELD_RESTRICT

#ifdef __cplusplus
}
#endif

#endif
