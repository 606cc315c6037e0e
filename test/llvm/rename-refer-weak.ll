;; As `refer`, but the reference is weak.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
refer-weak f f.program
refer-weak v v.program
refer-weak g g.program
symbol f f.lib

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: @v = global i32 1
@v = global i32 1
; CHECK: @p = global ptr @v.program
@p = global ptr @v
; CHECK: @v.program = extern_weak global i32
; CHECK: define void @f.lib() {
define void @f() {
; CHECK: call void @f.program()
; CHECK: call void @g.program()
  call void @f()
  call void @g()
  ret void
}
; CHECK: declare extern_weak void @g.program()
declare void @g()
; CHECK: declare extern_weak void @f.program()
