;; What the map says of definitions that the assembly has is done by directives
;; behind it. A hidden one is not exported to the host. The object says so.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll -o %t/out.ll
; RUN: FileCheck %s --input-file=%t/out.ll
;; LLVM before 19 cannot compile functions in assembly.
; RUN: %if llvm-at-least-19 %{ llc -filetype=obj %t/out.ll -o %t/out.o %}
; RUN: %if llvm-at-least-19 %{ obj2yaml %t/out.o | FileCheck %s --check-prefix=OBJECT %}

;--- map
symbol f f.lib
hidden f
plain f f
plain f other
weak w
symbol v v.lib
hidden v
plain v v
hidden undefined

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: .globl f.lib
; CHECK: .type f.lib,@function
; CHECK-NEXT: "f.lib:"
; CHECK-NEXT: "\09.functype f () -> ()"
module asm "\09.globl f"
module asm "\09.type f,@function"
module asm "f:"
module asm "\09.functype f () -> () # type"
; CHECK: .functype other () -> ()
; CHECK: .functype f.lib () -> () # type
; CHECK: call undefined
module asm "\09.functype undefined () -> ()"
module asm "\09call undefined; end_function"
; CHECK-NOT: export_name
; CHECK: "\09; .globl w"
module asm "\09.export_name f, exported; .globl w"
module asm "\09.type w,@object"
module asm "\09.section .data.w,\22\22,@"
module asm "w: .int32 1"
module asm "\09.size w, 4"
module asm "\09.globl v"
module asm "\09.type v,@object"
module asm "\09.section .data.v,\22\22,@"
module asm "v: .int32 2"
module asm "\09.size v, 4"
; CHECK-NOT: .hidden undefined

; OBJECT: SymbolTable:
; OBJECT: Name: f.lib
; OBJECT-NEXT: Flags: [ VISIBILITY_HIDDEN ]
; OBJECT-NEXT: Function: [[F:[0-9]+]]
; OBJECT: Name: undefined
; OBJECT-NEXT: Flags: [ UNDEFINED ]
; OBJECT: Name: w
; OBJECT-NEXT: Flags: [ BINDING_WEAK ]
; OBJECT: Name: v.lib
; OBJECT-NEXT: Flags: [ VISIBILITY_HIDDEN ]
; OBJECT-NEXT: Segment: [[V:[0-9]+]]
; OBJECT: Name: f
; OBJECT-NEXT: Flags: [ BINDING_WEAK, VISIBILITY_HIDDEN
; OBJECT-NEXT: Function: [[F]]
; OBJECT: Name: other
; OBJECT-NEXT: Flags: [ BINDING_WEAK, VISIBILITY_HIDDEN
; OBJECT-NEXT: Function: [[F]]
; OBJECT: Name: v
; OBJECT-NEXT: Flags: [ BINDING_WEAK, VISIBILITY_HIDDEN
; OBJECT-NEXT: Segment: [[V]]
