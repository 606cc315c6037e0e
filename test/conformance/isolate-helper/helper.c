static int next = 1;
int helper_uses;
int helper(void) {
  helper_uses++;
  return next *= 2;
}
