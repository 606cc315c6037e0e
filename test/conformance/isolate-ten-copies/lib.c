int initialised = 5, zero;
static int of_file;
static int started;
__attribute__((constructor)) static void begin(void) { started++; }
int *step(int by) {
  static int of_function;
  initialised += by, zero += by, of_file += by, of_function += by;
  return of_file == of_function && zero == of_file && started == 1
             ? &initialised
             : 0;
}
int *of_library(void) { return &zero; }
