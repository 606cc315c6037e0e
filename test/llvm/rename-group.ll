;; COMDAT groups are renamed with the kind they have, whoever is in them.
; RUN: split-file %s %t
; RUN: %rename -dlweld-map=%t/map %t/a.ll -o %t/out
; RUN: FileCheck %s --input-file=%t/out
; RUN: grep -c '= comdat' %t/out | grep -x 3

;--- map
symbol f f.lib
group f f.lib
group n n.lib
group none none.lib

;--- a.ll
target triple = "wasm32-unknown-wasi"
; CHECK-DAG: $f.lib = comdat any
; CHECK-DAG: $kept = comdat any
; CHECK-DAG: $n.lib = comdat nodeduplicate
$f = comdat any
$n = comdat nodeduplicate
$kept = comdat any
; CHECK: @v = linkonce_odr global i32 1, comdat($f.lib)
@v = linkonce_odr global i32 1, comdat($f)
; CHECK: @n = global i32 1, comdat($n.lib)
@n = global i32 1, comdat
; CHECK: @k = linkonce_odr global i32 1, comdat($kept)
@k = linkonce_odr global i32 1, comdat($kept)
; CHECK: define linkonce_odr void @f.lib() comdat {
define linkonce_odr void @f() comdat {
  ret void
}
