static int inner(void) { return 1; }
__attribute__((visibility("hidden"))) int hidden(void) { return 20; }
__attribute__((visibility("hidden"))) int hidden_data = 300;
__attribute__((visibility("default"))) int shown(void) {
  return inner() + hidden() + hidden_data;
}
