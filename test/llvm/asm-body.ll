;; Assembly in functions' bodies, where $ is LLVM's: operands stay what they
;; are, and a $ in a name is two.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
symbol f f.lib$2d
symbol cost$ cost$.lib
symbol v v.lib
refer v v.program
symbol a wrong

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: define void @"f.lib$2d"(
define void @f(i32 %a) personality ptr null {
; CHECK: call void asm sideeffect "local.get $0\0A call f.lib$$2d; drop; call cost$$.lib", "r"(i32 %a)
  call void asm sideeffect "local.get $0\0A call f; drop; call cost$$", "r"(i32 %a)
; CHECK: call i32 asm "i32.const v.program; a${:uid}: a$0; local.set $0", "=r"()
  %r = call i32 asm "i32.const v; a${:uid}: a$0; local.set $0", "=r"()
; CHECK: invoke void asm sideeffect "call f.lib$$2d", ""()
  invoke void asm sideeffect "call f", ""()
          to label %next unwind label %pad
next:
  ret void
pad:
  %p = landingpad { ptr, i32 } cleanup
  ret void
}
; CHECK-NOT: wrong
