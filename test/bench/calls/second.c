/* libsecond.so */
unsigned second_step(unsigned sum) { return sum * 5 + 1; }
