#include "index/welded.h"

dlw_str dlw_welded_title(const dlw_welded *x, uint32_t library) {
  return library ? x->libraries[library].soname : DLW_STR("the program");
}
