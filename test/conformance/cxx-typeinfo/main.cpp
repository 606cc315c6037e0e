#include "conform.h"
#include "types.h"
int main() {
  using getter = const std::type_info *(*)(int);
  using maker = common *(*)(int);
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  getter of_a = (getter)found(a, "type"), of_b = (getter)found(b, "type");
  const std::type_info *own[] = {&typeid(common),           &typeid(derived),
                                 &typeid(box<colour>),      &typeid(colour),
                                 &typeid(int (*)(derived)), &typeid(int)};
  for (int i = 0; i < 7; i++)
    say("%s %s %s", yes(*of_a(i) == *of_b(i)),
        yes(i < 6 && *of_a(i) == *own[i]),
        yes(i == 6 || of_a(i)->hash_code() == of_b(i)->hash_code()));
  common *x = ((maker)found(a, "make"))(0), *y = ((maker)found(b, "make"))(0);
  say("%s %s", yes(typeid(*x) == typeid(*y)),
      yes(typeid(*x) == typeid(derived)));
  delete x;
  delete y;
}
