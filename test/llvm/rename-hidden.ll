;; A definition becomes hidden and is not exported to the host. References stay
;; as they are.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
hidden f
hidden g
hidden v
hidden a
hidden inline
symbol f f.lib

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: @v = hidden global i32 1
@v = global i32 1
; CHECK: @a = hidden alias i32, ptr @v
@a = alias i32, ptr @v
; CHECK: define hidden void @f.lib() #[[F:[0-9]+]] {
define void @f() #0 {
  call void @g()
  ret void
}
; CHECK: declare void @g() #[[G:[0-9]+]]
declare void @g() #0
; CHECK: define available_externally void @inline()
define available_externally void @inline() {
  ret void
}
attributes #0 = { nounwind "wasm-export-name"="exported" }
; CHECK: attributes #[[F]] = { nounwind }
; CHECK: attributes #[[G]] = { nounwind "wasm-export-name"="exported" }
