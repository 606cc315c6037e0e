/* Takes over the linker it is loaded into, and hosts itself there: what
   dlweld.so does, without the rest of it. For tests of the host. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/host.h"

static enum ld_plugin_status onload(struct ld_plugin_tv *tv) {
  ld_plugin_message message = NULL;
  for (; tv->tv_tag != LDPT_NULL; tv++) {
    if (tv->tv_tag == LDPT_MESSAGE)
      message = tv->tv_u.tv_message;
    if (tv->tv_tag == LDPT_OPTION)
      message(LDPL_INFO, "option %s", tv->tv_u.tv_string);
  }
  return LDPS_OK;
}

__attribute__((constructor)) static void take_over(void) {
  static char text[65536];
  static const char *argv[1024];
  static const char *const options[] = {"one", "two"};
  int argc = 0;
  if (dlw_host_is_child()) {
    dprintf(2, "loaded into the child\n");
    return;
  }
  int fd = open("/proc/self/cmdline", O_RDONLY);
  ssize_t n = read(fd, text, sizeof text - 1);
  close(fd);
  for (char *p = text; p < text + n; p += strlen(p) + 1)
    argv[argc++] = p;
  Dl_info info;
  dladdr(text, &info);
  dlw_host_request request = {.argc = argc,
                              .argv = argv,
                              .linker = "/proc/self/exe",
                              .plugin = onload,
                              .library = info.dli_fname,
                              .options = options,
                              .option_count = 2};
  _exit(dlw_host_run(&request));
}
