/* What libpython calls and an older C library of WASI has not: threads, of
   which there is one, a network, of which there is none, and some of files. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

int h_errno;
void __wasi_init_tp(void) {}

/* --- Threads: locks are always free, and keys are the one thread's. */

#define NOTHING(f, ...)                                                        \
  int f(__VA_ARGS__) { return 0; }
NOTHING(pthread_mutex_init, void *m, const void *a)
NOTHING(pthread_mutex_destroy, void *m)
NOTHING(pthread_mutex_lock, void *m)
NOTHING(pthread_mutex_trylock, void *m)
NOTHING(pthread_mutex_unlock, void *m)
NOTHING(pthread_mutexattr_init, void *a)
NOTHING(pthread_mutexattr_settype, void *a, int type)
NOTHING(pthread_mutexattr_destroy, void *a)
NOTHING(pthread_cond_init, void *c, const void *a)
NOTHING(pthread_cond_destroy, void *c)
NOTHING(pthread_cond_signal, void *c)
NOTHING(pthread_cond_broadcast, void *c)
NOTHING(pthread_condattr_init, void *a)
NOTHING(pthread_condattr_setclock, void *a, const void *clock)
NOTHING(pthread_attr_init, void *a)
NOTHING(pthread_attr_destroy, void *a)
NOTHING(pthread_attr_setstacksize, void *a, size_t n)
int pthread_cond_wait(void *c, void *m) { return EDEADLK; }
int pthread_cond_timedwait(void *c, void *m, const void *t) {
  return ETIMEDOUT;
}
int pthread_create(void *t, const void *a, void *(*f)(void *), void *p) {
  return EAGAIN;
}
int pthread_join(void *t, void **result) { return ESRCH; }
int pthread_detach(void *t) { return ESRCH; }
int pthread_getattr_np(void *t, void *a) { return ENOSYS; }
int pthread_attr_getguardsize(const void *a, size_t *n) { return ENOSYS; }
int pthread_attr_getstack(const void *a, void **p, size_t *n) {
  return ENOSYS;
}

static const void *values[64];
static unsigned keys;
void *pthread_self(void) { return values; }
int pthread_key_create(unsigned *key, void (*destroy)(void *)) {
  if (keys == sizeof values / sizeof *values)
    return EAGAIN;
  *key = keys++;
  return 0;
}
int pthread_key_delete(unsigned key) { return 0; }
void *pthread_getspecific(unsigned key) { return (void *)values[key]; }
int pthread_setspecific(unsigned key, const void *value) {
  values[key] = value;
  return 0;
}

/* --- Files */

char *realpath(const char *path, char *to) {
  return to ? strcpy(to, path) : strdup(path);
}

#define NOT(f, ...)                                                            \
  int f(__VA_ARGS__) {                                                         \
    errno = ENOSYS;                                                            \
    return -1;                                                                 \
  }
NOT(fchmod, int file, unsigned mode)
NOT(fchmodat, int dir, const char *path, unsigned mode, int flags)
NOT(statvfs, const char *path, void *buf)

/* --- The network */

NOT(socket, int domain, int type, int protocol)
NOT(bind, int s, const void *addr, unsigned n)
NOT(listen, int s, int backlog)
NOT(connect, int s, const void *addr, unsigned n)
NOT(setsockopt, int s, int level, int name, const void *value, unsigned n)
NOT(getsockname, int s, void *addr, void *n)
NOT(getpeername, int s, void *addr, void *n)
NOT(recvfrom, int s, void *p, size_t n, int flags, void *addr, void *m)
NOT(sendto, int s, const void *p, size_t n, int flags, const void *addr,
    unsigned m)
NOT(gethostname, char *name, size_t n)
NOT(getaddrinfo, const char *node, const char *service, const void *hints,
    void *result)
NOT(getnameinfo, const void *addr, unsigned n, char *host, unsigned m,
    char *service, unsigned k, int flags)
void freeaddrinfo(void *list) {}
const char *gai_strerror(int code) { return "no network"; }
const char *hstrerror(int code) { return "no network"; }
void *gethostbyname(const char *name) { return NULL; }
void *gethostbyaddr(const void *addr, unsigned n, int type) { return NULL; }
void *getservbyname(const char *name, const char *protocol) { return NULL; }
void *getservbyport(int port, const char *protocol) { return NULL; }
void *getprotobyname(const char *name) { return NULL; }
char *inet_ntoa(unsigned addr) { return NULL; }
