/* One of two members. */
int helper(int);
int kept(int);
int program_add(int, int);
int program_kept(int);

__attribute__((visibility("default"))) int first_work(int x) {
  return helper(x) + kept(x) + program_add(x, 100) + program_kept(x);
}
