#include "shapes.h"

static int name(const struct node *node) { return node->name[0]; }

struct node b_node = {"b", &d_node, name, -7, -1.25, "xyz"};
const char *const b_words[4] = {"zero", "one", "two", "three"};
char b_text[] = "abcdefg";
int b_sum(void) {
  int sum = 0;
  const struct node *node = d_node.next;
  for (; node != &d_node; node = node->next)
    sum += node->value(node);
  return sum;
}
