#include "conform.h"
#include "thrown.h"

static void program_throw(int kind) { throw_kind(kind); }

static void (*in(const char *file, const char *name))(int) {
  return (void (*)(int))found(opened(file, RTLD_NOW), name);
}

int main() {
  void (*throws[])(int) = {in("liba.so", "a_throw"), in("libb.so", "b_throw"),
                           in("libd.so", "d_throw"), program_throw};
  typedef int catcher(void (*)(int), int);
  catcher *catches[] = {(catcher *)in("liba.so", "a_catch"),
                        (catcher *)in("libb.so", "b_catch"),
                        (catcher *)in("libd.so", "d_catch")};
  for (int from = 0; from < 4; from++)
    for (int kind = 0; kind < 4; kind++) {
      for (int to = 0; to < 3; to++)
        say("%d to %d: %d", from, to, catches[to](throws[from], kind));
      try {
        throws[from](kind);
      } catch (const deep_fault &x) {
        say("deep %d", x.twice());
      } catch (const fault &x) {
        say("fault %d", x.twice());
      } catch (int x) {
        say("int %d", x);
      } catch (const char *x) {
        say("%s", x);
      }
    }
  return 0;
}
