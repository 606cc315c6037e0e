// The run time of C++ exceptions, as far as the cases need it. Debian's
// libc++abi for wasm32-wasi is built without exceptions: it has typeinfo with
// its rules of what a catch clause takes (can_catch), __dynamic_cast,
// std::terminate and the per-thread globals, and nothing that throws. This file
// adds that, by the Itanium C++ ABI's chapter "Exception Handling" and what
// clang makes for WebAssembly: `throw` carries the address of the thrown
// object; a landing pad fills in __wasm_lpad_context and has _Unwind_
// CallPersonality choose a clause by the function's table (LSDA).
//
// Not here: dynamic exception specifications, and exceptions thrown by what is
// compiled into libc++.a (std::string::at, iostreams, new), which abort. And as
// unwinding does not search first, an exception that nobody catches has run all
// destructors when it leaves the module; std::terminate is not called.

#include <cxxabi.h>
#include <exception>
#include <new>
#include <stdint.h>
#include <stdlib.h>
#include <typeinfo>

asm(".globl __cpp_exception\n"
    ".tagtype __cpp_exception i32\n"
    "__cpp_exception:\n");

namespace __cxxabiv1 {
// libc++abi's base of all typeinfo classes; the order of the virtual functions
// is what counts.
class __shim_type_info : public std::type_info {
public:
  virtual ~__shim_type_info();
  virtual void noop1() const;
  virtual void noop2() const;
  virtual bool can_catch(const __shim_type_info *thrown,
                         void *&object) const = 0;
};
extern "C" void *__cxa_get_globals();
} // namespace __cxxabiv1

namespace {

using type = const __cxxabiv1::__shim_type_info;

// Stands before the thrown object. One that std::rethrow_exception throws has
// no object of its own but counts as a reference to the first one.
struct alignas(16) exception {
  type *thrown;
  void *(*destroy)(void *);
  exception *first;
  exception *below; // what was being handled before this
  void *adjusted;   // the object as the chosen clause's type has it
  int handlers;     // clauses that handle it; negative while thrown again
  int references;

  void *object() { return (first ? first : this) + 1; }
  void *carried() { return this + 1; }
  static exception *of(void *carried) {
    return static_cast<exception *>(carried) - 1;
  }
};

struct globals {
  exception *caught;
  unsigned uncaught;
};

globals &state() { return *static_cast<globals *>(abi::__cxa_get_globals()); }

struct landing_pad {
  uint32_t index;
  const uint8_t *table;
  int32_t selector;
};

uintptr_t uleb(const uint8_t *&p) {
  uintptr_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    value |= uintptr_t(*p & 0x7f) << shift;
    if (!(*p++ & 0x80))
      return value;
  }
}

intptr_t sleb(const uint8_t *&p) {
  uintptr_t value = 0;
  for (unsigned shift = 0;;) {
    uint8_t byte = *p++;
    value |= uintptr_t(byte & 0x7f) << shift;
    shift += 7;
    if (!(byte & 0x80)) {
      if ((byte & 0x40) && shift < 8 * sizeof value)
        value |= -(uintptr_t(1) << shift);
      return intptr_t(value);
    }
  }
}

// The number of the clause that takes the exception, 0 for none. The table:
// encoding of the landing pads' base (omitted), encoding of types (addresses),
// distance to the end of the types; encoding and length of the call sites, of
// which each has its number and its first action; the actions, each a clause's
// number and the distance to the next.
int32_t choose(exception *e, const landing_pad &pad) {
  const uint8_t *p = pad.table;
  if (!p)
    return 0;
  const uint8_t none = 0xff;
  if (*p++ != none || *p++ != 0)
    abort();
  uintptr_t distance = uleb(p);
  type *const *types = reinterpret_cast<type *const *>(p + distance);
  ++p;
  uintptr_t length = uleb(p);
  const uint8_t *actions = p + length;
  uintptr_t action = 0;
  while (p < actions) {
    uintptr_t site = uleb(p);
    action = uleb(p);
    if (site == pad.index)
      break;
    action = 0;
  }
  if (!action)
    return 0;
  for (p = actions + action - 1;;) {
    intptr_t clause = sleb(p);
    if (clause < 0)
      abort(); // a dynamic exception specification
    if (clause > 0) {
      void *object = e->object();
      type *taken = types[-clause];
      if (!taken || taken->can_catch(e->thrown, object)) {
        e->adjusted = object;
        return int32_t(clause);
      }
    }
    const uint8_t *next = p;
    intptr_t skip = sleb(p);
    if (!skip)
      return 0;
    p = next + skip;
  }
}

[[noreturn]] void raise(exception *e) {
  state().uncaught++;
  __builtin_wasm_throw(0, e->carried());
  __builtin_unreachable();
}

} // namespace

extern "C" {

void __cxa_decrement_exception_refcount(void *) noexcept;

thread_local landing_pad __wasm_lpad_context;

int _Unwind_CallPersonality(void *carried) {
  __wasm_lpad_context.selector =
      choose(exception::of(carried), __wasm_lpad_context);
  return 0;
}

void *__cxa_allocate_exception(size_t size) noexcept {
  size_t unit = alignof(exception);
  void *p = aligned_alloc(unit, (sizeof(exception) + size + unit - 1) & -unit);
  if (!p)
    std::terminate();
  return (new (p) exception{})->carried();
}

void __cxa_free_exception(void *carried) noexcept {
  free(exception::of(carried));
}

// A destructor returns its object in WebAssembly.
void __cxa_throw(void *carried, std::type_info *thrown,
                 void *(*destroy)(void *)) {
  exception *e = exception::of(carried);
  e->thrown = reinterpret_cast<type *>(thrown);
  e->destroy = destroy;
  e->adjusted = carried;
  e->references = 1;
  raise(e);
}

void *__cxa_get_exception_ptr(void *carried) noexcept {
  return exception::of(carried)->adjusted;
}

void *__cxa_begin_catch(void *carried) noexcept {
  exception *e = exception::of(carried);
  globals &g = state();
  e->handlers = (e->handlers < 0 ? -e->handlers : e->handlers) + 1;
  if (e != g.caught) {
    e->below = g.caught;
    g.caught = e;
  }
  g.uncaught--;
  return e->adjusted;
}

void __cxa_end_catch() {
  globals &g = state();
  exception *e = g.caught;
  if (!e)
    return;
  if (e->handlers < 0) {
    if (++e->handlers == 0)
      g.caught = e->below;
  } else if (--e->handlers == 0) {
    g.caught = e->below;
    __cxa_decrement_exception_refcount(e->carried());
  }
}

void __cxa_rethrow() {
  exception *e = state().caught;
  if (!e)
    std::terminate();
  e->handlers = -e->handlers;
  raise(e);
}

// All that libc++abi has instead in one archive member: std::exception_ptr.
void __cxa_increment_exception_refcount(void *carried) noexcept {
  if (carried)
    exception::of(carried)->references++;
}

void __cxa_decrement_exception_refcount(void *carried) noexcept {
  if (!carried)
    return;
  exception *e = exception::of(carried);
  if (--e->references)
    return;
  if (e->first)
    __cxa_decrement_exception_refcount(e->object());
  else if (e->destroy)
    e->destroy(e->object());
  __cxa_free_exception(carried);
}

void *__cxa_current_primary_exception() noexcept {
  exception *e = state().caught;
  if (!e)
    return nullptr;
  __cxa_increment_exception_refcount(e->object());
  return e->object();
}

void __cxa_rethrow_primary_exception(void *carried) {
  if (!carried)
    return;
  exception *e = exception::of(__cxa_allocate_exception(0));
  e->first = exception::of(carried);
  e->thrown = e->first->thrown;
  e->references = 1;
  __cxa_increment_exception_refcount(carried);
  raise(e);
}

bool __cxa_uncaught_exception() noexcept { return state().uncaught != 0; }
unsigned __cxa_uncaught_exceptions() noexcept { return state().uncaught; }

// libc++abi's abort.
void __cxa_bad_cast() { throw std::bad_cast(); }
void __cxa_bad_typeid() { throw std::bad_typeid(); }
void __cxa_throw_bad_array_new_length() { throw std::bad_array_new_length(); }

} // extern "C"
