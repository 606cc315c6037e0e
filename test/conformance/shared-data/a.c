#include "shapes.h"

static int tail(const struct node *node) { return node->tail[1]; }

int a_numbers[8] = {10, 11, 12, 13, 14, 15, 16, 17};
struct node a_node = {"a", &b_node, tail, 1LL << 40, 0.5, {1, 2, 3}};
/* Addresses in the middle of others' data, and behind their end. */
int *a_inside[] = {&a_numbers[3], &p_numbers[5], &p_numbers[8]};
static char *const letters[] = {b_text + 2, &b_text[5]};
static unsigned char *const zeros[] = {&d_zero[4999], d_zero + 1};

int a_letters(void) { return *letters[0] * 256 + *letters[1]; }
void a_mark(int value) { *zeros[0] = *zeros[1] = value; }
int a_word(int i) { return b_words[i][1]; }
