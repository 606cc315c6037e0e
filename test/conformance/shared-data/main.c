#include "conform.h"
#include "shapes.h"

int p_numbers[8] = {1, 2, 3, 4, 5, 6, 7, 8};

int main(void) {
  void *a = opened("liba.so", RTLD_NOW);
  void *d = opened("libd.so", RTLD_NOW);
  struct node *node = found(a, "a_node");
  for (int i = 0; i < 4; i++, node = node->next)
    say("%s %d %d %d %d", node->name, node->value(node),
        (int)(node->wide >> 8), (int)(node->real * 100), node->tail[2]);
  const struct node **nodes = found(d, "d_nodes");
  for (int i = 0; i < 3; i++) say("%s", nodes[i]->name);
  int **inside = found(a, "a_inside");
  say("%d %d %d", *inside[0], *inside[1], (int)(inside[2] - p_numbers));
  say("%d", call(a, "a_letters"));
  say("%d", call(d, "d_sum"));
  ((int *)found(a, "a_numbers"))[7] = 1000;
  p_numbers[0] = 2000;
  say("%d", call(d, "d_sum"));
  say("%d", call(a, "b_sum"));
  say("%d", call(d, "d_marks"));
  ((void (*)(int))found(a, "a_mark"))(9);
  say("%d", call(d, "d_marks"));
  int (*word)(int) = (int (*)(int))found(a, "a_word");
  say("%c%c%c%c", word(0), word(1), word(2), word(3));
  return 0;
}
