;; Instructions and data refer to a symbol, while labels and what directives say
;; stay with its definition; the type of the other function is said, too.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll -o %t/out.ll
; RUN: FileCheck %s --input-file=%t/out.ll
;; LLVM before 19 cannot compile functions in assembly.
; RUN: %if llvm-at-least-19 %{ llc -filetype=obj %t/out.ll -o %t/out.o %}
; RUN: %if llvm-at-least-19 %{ llvm-nm %t/out.o | FileCheck %s --check-prefix=SYMBOLS %}

;--- map
symbol f f.lib
refer f f.program
symbol g wrong
refer-weak g g.program
symbol v v.lib
refer v v.program
symbol h h.lib
refer h h.program
refer-weak declared declared.program

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: .globl f.lib
; CHECK: .type f.lib,@function
module asm "\09.globl f"
module asm "\09.type f,@function"
; CHECK: .functype g.program () -> ()
module asm "\09.functype g () -> ()"
;; The module defines this one.
; CHECK: .functype h.program () -> ()
; CHECK: .functype h.lib () -> ()
module asm "\09.functype h () -> ()"
; CHECK: "f.lib:"
module asm "f:"
; CHECK-NEXT: .functype f.program (i32) -> (i32)
; CHECK-NEXT: .functype f.lib (i32) -> (i32)
module asm "\09.functype f (i32) -> (i32)"
; CHECK: call f.program
module asm "\09local.get 0; call f"
; CHECK: call g.program; call h.program
module asm "\09call g; call h; end_function"
; CHECK: .globl v.lib
module asm "\09.globl v"
module asm "\09.type v,@object"
module asm "\09.section .data.v,\22\22,@"
; CHECK: v.lib: .int32 v.program; .int32 f.program
module asm "v: .int32 v; .int32 f"
; CHECK: .size v.lib, .-v.lib
module asm "\09.size v, .-v"
; CHECK: .weak g.program
; CHECK-NOT: .weak
; CHECK: define void @h.lib()
define void @h() {
  call void @h()
  call void @declared()
  ret void
}
declare void @declared()
; SYMBOLS-DAG: T f.lib
; SYMBOLS-DAG: U f.program
; SYMBOLS-DAG: {{[uwUvV]}} g.program
; SYMBOLS-DAG: U h.program
; SYMBOLS-DAG: D v.lib
; SYMBOLS-DAG: U v.program
