#include "plugin/installed.h"

#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>

/* Of a program, unlike a shared library, the loader knows only by what name it
   was called. */
static char *own_path(void) {
  Dl_info info;
  struct link_map *map = NULL;
  if (!dladdr1((void *)own_path, &info, (void **)&map, RTLD_DL_LINKMAP) || !map)
    return NULL;
  return realpath(map->l_name[0] ? map->l_name : "/proc/self/exe", NULL);
}

dlw_str dlw_installed_file(dlw_ctx *cx, const char *path) {
  char *own = own_path();
  if (!own)
    return (dlw_str){0};
  dlw_str directory = dlw_str_of(own);
  directory.n -= dlw_str_basename(directory).n;
  dlw_str found = dlw_sprintf(cx, "%.*s../%s", DLW_FMT(directory), path);
  free(own);
  return found;
}
