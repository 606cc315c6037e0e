;; A definition becomes weak. Aliases of an alias that becomes so have to stand
;; for what it stands for.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
weak f
weak a
weak v
weak once
weak g
symbol f f.lib

;--- a.ll
target triple = "wasm32-unknown-wasi"
$once = comdat any
; CHECK: @v = weak global i32 1
@v = global i32 1
; CHECK: @a = weak alias void (), ptr @strong
@a = alias void (), ptr @strong
; CHECK: @b = alias void (), ptr @strong
@b = alias void (), ptr @a
; CHECK: define weak void @f.lib() {
define void @f() {
  call void @g()
  ret void
}
; CHECK: declare void @g()
declare void @g()
; CHECK: define void @strong()
define void @strong() {
  ret void
}
; CHECK: define linkonce_odr void @once() comdat {
define linkonce_odr void @once() comdat {
  ret void
}
