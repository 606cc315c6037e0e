;; Names that are local, to the assembly or to the module, are changed by
;; `global` only, which makes those of the assembly global.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
symbol here wrong
symbol f wrong
symbol there wrong
global here here.lib
global f f.lib
global elsewhere elsewhere.lib

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: module asm "here.lib: .int32 f.lib, there, elsewhere"
module asm "here: .int32 f, there, elsewhere"
; CHECK: module asm "there = here.lib"
module asm "there = here"
; CHECK-NEXT: module asm "\09.globl here.lib"
; CHECK-NEXT: module asm "\09.hidden here.lib"
; CHECK-NOT: module asm
; CHECK: define hidden void @f.lib()
define internal void @f() {
  ret void
}
