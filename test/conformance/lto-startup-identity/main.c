#include "conform.h"
int function(void);
extern int data, *inside;
int is_function_in_a(int (*f)(void));
int is_data_in_a(int *p);
int is_function_of_its_own(void);
int main(void) {
  void *a = opened("liba.so", RTLD_NOW), *b = opened("libb.so", RTLD_NOW);
  int (*is_function)(int (*)(void)), (*is_data)(int *);
  is_function = (int (*)(int (*)(void)))found(b, "is_function_in_b");
  is_data = (int (*)(int *))found(b, "is_data_in_b");
  say("%d %d", is_function_in_a(function), is_data_in_a(&data));
  say("%d %d", is_function(function), is_data(&data));
  say("%d %d", is_function_in_a((int (*)(void))found(a, "function")),
      is_data_in_a((int *)found(a, "data")));
  say("%s %s", yes(found(a, "function") == (void *)function),
      yes(found(a, "data") == (void *)&data));
  say("%d %s %d", is_function_of_its_own(), yes(inside == &data), call(b, "both"));
  return 0;
}
