;; A definition gets a second name, or several: a weak hidden alias, which is
;; thread-local if it is, and which references to that name now mean.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll | FileCheck %s

;--- map
symbol f f.lib
plain f f
plain f other
symbol t t.lib
plain t t
symbol a a.lib
plain a a
symbol once once.lib
plain once once
group once once.lib
plain g g2

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK: $once.lib = comdat any
$once = comdat any
; CHECK: @t.lib = thread_local(localexec) global i32 1
@t = thread_local(localexec) global i32 1

; CHECK-DAG: @f = weak hidden alias void (), ptr @f.lib
; CHECK-DAG: @other = weak hidden alias void (), ptr @f.lib
; CHECK-DAG: @t = weak hidden thread_local(localexec) alias i32, ptr @t.lib
; CHECK-DAG: @once = weak hidden alias void (), ptr @once.lib
;; An alias of an alias is one of what that stands for.
; CHECK-DAG: @a.lib = weak alias void (), ptr @f.lib
@a = weak alias void (), ptr @f
; CHECK-DAG: @a = weak hidden alias void (), ptr @f.lib
; CHECK-NOT: g2

; CHECK: define void @f.lib() {
define void @f() {
; CHECK: call void @other()
  call void @other()
  call void @g()
  ret void
}
declare void @other()
declare void @g()
; CHECK: define linkonce_odr void @once.lib() comdat {
define linkonce_odr void @once() comdat {
  ret void
}
