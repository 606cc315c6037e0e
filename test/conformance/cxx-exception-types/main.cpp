#include "conform.h"
#include "types.h"
int main() {
  void (*fail)(int) = (void (*)(int))found(opened("liba.so", RTLD_NOW), "fail");
  for (int how = 0; how < 10; how++) {
    try {
      fail(how);
      say("nothing");
    } catch (int n) {
      say("int %d", n);
    } catch (double d) {
      say("double %d", static_cast<int>(d * 10));
    } catch (const char *text) {
      say("text %s", text ? text : "null");
    } catch (colour c) {
      say("colour %d", static_cast<int>(c));
    } catch (const parent &b) {
      say("parent %d", b.n);
    } catch (parent *b) {
      say("pointer to parent %d", b ? b->n : -1);
    } catch (...) {
      say("another");
    }
  }
}
