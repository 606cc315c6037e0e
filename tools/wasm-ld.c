/* wasm-ld, a front end: with --plugin it hosts linker plugins; in all else it
   becomes the toolchain's own wasm-ld. See lib/host/host.h. */
#include "host/host.h"

int main(int argc, char **argv) {
  dlw_host_request request = {.argc = argc, .argv = (const char *const *)argv};
  return dlw_host_run(&request);
}
