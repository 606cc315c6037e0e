/* dlinfo. Of glibc's questions those about search paths have an answer that
   says: none. */
#include "address.h"

/* The number of the library that the handle is of, or DLW_NONE. What is loaded
   has a link_map, which is its handle, even if no dlopen has named it. */
static uint32_t loaded_number(const void *handle) {
  uintptr_t distance = (uintptr_t)handle - (uintptr_t)__dlweld_state;
  if (distance % sizeof(dlw_state) != 0 ||
      distance / sizeof(dlw_state) >= dlw_header()->library_count)
    return DLW_NONE;
  uint32_t number = (uint32_t)(distance / sizeof(dlw_state));
  return __dlweld_state[number].stage != DLW_STAGE_CLOSED ? number : DLW_NONE;
}

/* The directory of a path, as $ORIGIN would be. */
static void put_origin(char *to, const char *path) {
  size_t size = 0;
  for (size_t i = 0; path[i] != 0; i++)
    if (path[i] == '/')
      size = i == 0 ? 1 : i;
  for (size_t i = 0; i < size; i++)
    to[i] = path[i];
  if (size == 0)
    to[size++] = '.';
  to[size] = 0;
}

static size_t answer_size(int what) {
  switch (what) {
  case RTLD_DI_SERINFO:
  case RTLD_DI_SERINFOSIZE:
    return offsetof(Dl_serinfo, dls_serpath);
  case RTLD_DI_ORIGIN:
    return 1;
  default:
    return sizeof(void *);
  }
}

static int answer_with(uint32_t number, int what, void *answer) {
  static DLW_THREAD_LOCAL dlw_headers headers;
  dlw_state *state = &__dlweld_state[number];
  void *block;
  switch (what) {
  case RTLD_DI_LMID:
    *(Lmid_t *)answer = LM_ID_BASE;
    return 0;
  case RTLD_DI_LINKMAP:
    *(struct link_map **)answer = (struct link_map *)state;
    return 0;
  case RTLD_DI_SERINFO:
  case RTLD_DI_SERINFOSIZE:
    ((Dl_serinfo *)answer)->dls_size = offsetof(Dl_serinfo, dls_serpath);
    ((Dl_serinfo *)answer)->dls_cnt = 0;
    return 0;
  case RTLD_DI_ORIGIN:
    put_origin(answer, state->soname);
    return 0;
  case RTLD_DI_TLS_MODID:
    *(size_t *)answer = __dlweld_tls_module(number, &block);
    return 0;
  case RTLD_DI_TLS_DATA:
    __dlweld_tls_module(number, answer);
    return 0;
  case RTLD_DI_PHDR:
    __dlweld_headers(number, &headers);
    *(const ElfW(Phdr) **)answer = headers.at;
    return (int)headers.count;
  default:
    __dlweld_fail(DLW_FAULT_REQUEST, (const void *)(intptr_t)what);
    return -1;
  }
}

static int answer_or_fail(void *handle, int what, void *answer) {
  if (!dlw_ready())
    return -1;
  uint32_t number = loaded_number(handle);
  if (number == DLW_NONE) {
    __dlweld_fail(DLW_FAULT_HANDLE, handle);
    return -1;
  }
  if (!dlw_writable(answer, answer_size(what))) {
    __dlweld_fail(DLW_FAULT_ANSWER, answer);
    return -1;
  }
  return answer_with(number, what, answer);
}

int __dlweld_dlinfo(void *handle, int what, void *answer) {
  dlw_lock();
  int result = answer_or_fail(handle, what, answer);
  dlw_unlock();
  return result;
}
