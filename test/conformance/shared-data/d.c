#include "shapes.h"

static int real(const struct node *node) { return (int)(node->real * 8); }

struct node d_node = {"d", &a_node, real, 9, 2.5, {0, 0, 4}};
const struct node *d_nodes[3] = {&a_node, &b_node, &d_node};
unsigned char d_zero[5000];
int *d_first = a_numbers;

int d_sum(void) {
  int sum = 0;
  for (int i = 0; i < 8; i++) sum += d_first[i] + p_numbers[i];
  return sum;
}
int d_marks(void) {
  int sum = 0;
  for (size_t i = 0; i < sizeof d_zero; i++) sum += d_zero[i] * (int)(i % 7 + 1);
  return sum;
}
