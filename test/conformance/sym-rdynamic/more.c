int in_more = 3;
__attribute__((weak)) int weak_in_more(void) { return 4; }
__attribute__((visibility("hidden"))) int never_used = 5;
