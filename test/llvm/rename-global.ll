;; A local symbol becomes a hidden global one.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
global construct construct.lib
global v v.lib
global f f.lib

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: @v.lib = hidden global i32 1
@v = private global i32 1
; CHECK: @llvm.global_ctors = {{.*}}ptr @construct.lib
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @construct, ptr null }]
; CHECK: define hidden void @construct.lib() {
define internal void @construct() {
  store i32 2, ptr @v, align 4
  ret void
}
; CHECK: define void @f() {
define void @f() {
  ret void
}
