__attribute__((visibility("hidden"))) int hidden_elsewhere(void) { return 3; }
