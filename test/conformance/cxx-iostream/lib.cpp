#include <iomanip>
#include <iostream>
static struct starter {
  starter() { std::cout << "library " << N << " starts\n"; }
} starter;
extern "C" void show(int n) { std::cout << N << ": " << n << '\n'; }
extern "C" void set() {
  if (N == 1)
    std::cout << std::hex << std::showbase;
  else
    std::cout << std::setfill('*') << std::setw(8);
}
extern "C" std::ostream *out() { return &std::cout; }
