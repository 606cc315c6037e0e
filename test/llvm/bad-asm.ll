;; Assembly that cannot be right, or cannot be changed as the map wants it.
; RUN: split-file %s %t
; RUN: not %rename -dlweld-map=%t/map %t/twice.ll 2>&1 | FileCheck %s --check-prefix=TWICE
; TWICE: error: dlweld-rename: inline assembly defines symbol 'f' twice
; RUN: not %rename -dlweld-map=%t/map %t/bodies.ll 2>&1 | FileCheck %s --check-prefix=BODIES
; BODIES: error: dlweld-rename: inline assembly defines symbol 'g' twice
; RUN: not %rename -dlweld-map=%t/map %t/too.ll 2>&1 | FileCheck %s --check-prefix=TOO
; TOO: error: dlweld-rename: inline assembly defines symbol 'f', which the module defines, too
; RUN: not %rename -dlweld-map=%t/map %t/global.ll 2>&1 | FileCheck %s --check-prefix=GLOBAL
; GLOBAL: error: dlweld-rename: 'f', which inline assembly defines, is no function and no data, so it cannot be called 'f2' as well
; RUN: not %rename -dlweld-map=%t/drop %t/init.ll 2>&1 | FileCheck %s --check-prefix=INIT
; INIT: error: dlweld-rename: inline assembly has constructors (section .init_array.5)
;; What is defined by one of two branches is left to the assembler.
; RUN: %rename -dlweld-map=%t/map %t/branches.ll | FileCheck %s --check-prefix=BRANCHES
; BRANCHES: .else; f.lib: .endif

;--- map
symbol f f.lib
plain f f2
;--- drop
constructors drop
;--- twice.ll
module asm "f: f: .int32 1"
;--- bodies.ll
module asm "g:"
define void @f() {
  call void asm sideeffect "g:", ""()
  ret void
}
;--- too.ll
module asm "f: .int32 1"
define void @f() {
  ret void
}
;--- global.ll
module asm ".globl f"
module asm ".globaltype f, i32"
module asm "f:"
;--- init.ll
module asm ".section .init_array.5,\22\22,@"
module asm ".int32 f"
;--- branches.ll
module asm ".globl f"
module asm ".if 1; f: .else; f: .endif"
