#include <memory>
struct thing {
  int n;
};
static std::shared_ptr<thing> kept;
static std::weak_ptr<thing> watched;
extern "C" int keep(const std::shared_ptr<thing> *p) {
  watched = kept = *p;
  kept->n++;
  return static_cast<int>(kept.use_count());
}
extern "C" void release() { kept.reset(); }
extern "C" int gone() { return watched.expired(); }
