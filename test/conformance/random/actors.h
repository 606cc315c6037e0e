/* What the program of the randomised test and its libraries offer each other.
   dlopen and dlsym depend on who calls them, so every library has functions of
   its own that call them; and it tells the program when it begins and ends. */
#ifndef ACTORS_H
#define ACTORS_H

struct actor {
  void *(*open)(const char *name, int mode);
  void *(*find)(void *handle, const char *name);
  int (*at_exit)(unsigned handler); /* one of three */
  int (*call_needed)(void);         /* calls a function of each dependency */
};

/* Called by libraries; number 0 is the program. */
void actor_begins(unsigned number, const struct actor *actor);
void actor_ends(unsigned number);
void actor_handles(unsigned number, unsigned handler);

#endif
