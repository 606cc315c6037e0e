/* dlopen for the plain link that the welded one is compared with. */
void *dlopen(const char *name, int mode) { return 0; }
void *dlsym(void *handle, const char *name) { return 0; }
int dlclose(void *handle) { return 0; }
char *dlerror(void) { return "no dlopen in this program"; }
