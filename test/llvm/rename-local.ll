;; A local symbol that has a new name already makes room.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
symbol f f.lib

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: define internal i32 @[[LOCAL:f.lib[^(]+]]() {
; CHECK-NEXT: ret i32 1
define internal i32 @f.lib() {
  ret i32 1
}
; CHECK: define i32 @f.lib() {
; CHECK-NEXT: call i32 @[[LOCAL]]()
define i32 @f() {
  %r = call i32 @f.lib()
  ret i32 %r
}
