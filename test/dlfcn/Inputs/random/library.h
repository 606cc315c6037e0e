/* What a library of the random test tells the program. */
typedef struct vtable {
  void *(*find_default)(const char *name); /* dlsym from the library */
  void *(*find_next)(const char *name);
  int (*count)(void); /* how often it has been called since it was loaded */
  void (*at_exit)(int number);
} vtable;

/* The program's: '+' from a constructor, '-' from a destructor. */
void hook(int what, int library, const vtable *table);
