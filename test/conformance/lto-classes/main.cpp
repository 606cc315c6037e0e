#include "conform.h"
#define N 3
#include "shape.h"
#include "together.h"
extern "C" int in_startup();
extern "C" widget *make_widget();
int main() {
  void *handles[] = {opened("liba.so", RTLD_NOW), opened("libb.so", RTLD_NOW)};
  for (int round = 0; round < 2; round++)
    for (void *handle : handles) {
      say("%d", call(handle, "areas"));
      say("%d", call(handle, "count"));
      say("%d", call(handle, "count_more"));
      shape *s = ((shape * (*)()) found(handle, "make"))();
      say("%d %d", s->area(), s->edges());
    }
  shape own;
  say("%d %d", own.area(), own.edges());
  say("%d", next());
  say("%d", counted<int>::add(1));
  say("%d", together());
  say("%d", in_startup());
  say("%d", make_widget()->size());
  say("%d", together());
}
