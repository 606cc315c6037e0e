#include "conform.h"
#include "shapes.h"

int main() {
  static const char names[] = "abd";
  shape *(*make[3])(int);
  int (*look[3])(shape *);
  for (int i = 0; i < 3; i++) {
    char file[] = "lib?.so", m[] = "?_make", l[] = "?_look";
    file[3] = m[0] = l[0] = names[i];
    void *handle = opened(file, RTLD_NOW);
    make[i] = (shape * (*)(int)) found(handle, m);
    look[i] = (int (*)(shape *))found(handle, l);
  }
  for (int from = 0; from < 3; from++)
    for (int kind = 0; kind < 4; kind++) {
      shape *s = make[from](kind);
      for (int to = 0; to < 3; to++)
        say("%d %d %d: %d", from, kind, to, look[to](s));
      say("%s %s", yes(dynamic_cast<square *>(s) != nullptr),
          yes(typeid(*s) == typeid(square)));
      say("%s", yes(typeid(*s) == typeid(box<short>)));
      delete s;
    }
  square own;
  for (int to = 0; to < 3; to++) say("%d", look[to](&own));
  return 0;
}
