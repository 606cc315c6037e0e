#include "together.h"
extern "C" int in_startup() {
  widget w, *p = &w;
  return together() * 100 + p->size();
}
extern "C" widget *make_widget() {
  static widget w;
  return &w;
}
