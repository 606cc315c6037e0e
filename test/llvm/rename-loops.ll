;; A function that is called memset or strlen keeps its loop when it loses that
;; name: LLVM would make a call of it, which is itself.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

; CHECK: define void @memset.a.so() #[[N:[0-9]+]] {
; CHECK: define void @fill.a.so() {
; CHECK: declare void @strlen.a.so(){{$}}
; CHECK: attributes #[[N]] = { "no-builtins" }

;--- map
symbol memset memset.a.so
symbol strlen strlen.a.so
symbol fill fill.a.so
;--- a.ll
define void @memset() {
  call void @strlen()
  ret void
}
define void @fill() {
  ret void
}
declare void @strlen()
