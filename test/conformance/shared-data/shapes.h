#include <stddef.h>

struct node {
  const char *name;
  struct node *next;
  int (*value)(const struct node *);
  long long wide;
  double real;
  char tail[3];
};

extern int p_numbers[8];
extern int a_numbers[8];
extern struct node a_node, b_node, d_node;
extern const char *const b_words[4];
extern char b_text[];
extern const struct node *d_nodes[3];
extern unsigned char d_zero[5000];
