const char *common(void) { return "c's common"; }
const char *only_c(void) { return "c"; }
const char *abc(void) { return "c's abc"; }
const char *bc(void) { return "c's bc"; }
int number_of_c = 5;
