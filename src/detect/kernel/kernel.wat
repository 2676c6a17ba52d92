;; Finds, in one pass and 16 bytes at a time, the places where a needle may stand.
;;
;; For each of three places in a row, two 16-byte tables say by the low and the high half of a byte which of eight needle
;; groups (a bit each) allow it; a group whose bit survives all six look-ups may stand here. That is a superset: the
;; caller checks. A seventh and eighth table tell letters and digits, so that two full blocks in a row, which a run of 48
;; always covers, stop as well.
;;
;; Memory: tables at 0 (8 x 16 bytes), found places at 1024 (4 bytes each, bit 31 set for a run), bytes from 65536 on,
;; followed by at least 18 bytes of anything.
(module
  (memory (export "memory") 18)

  ;; From offset $from (a multiple of 16) up to $end. Returns how many places were written; when the list is full, stops
  ;; early and leaves the offset to go on from in the global `next`, else $end or more.
  (global $next (export "next") (mut i32) (i32.const 0))
  (func (export "find") (param $from i32) (param $end i32) (result i32)
    (local $at i32) (local $out i32) (local $bits i32) (local $full i32)
    (local $low v128) (local $b0 v128) (local $b1 v128) (local $b2 v128) (local $found v128)
    (local $lo0 v128) (local $hi0 v128) (local $lo1 v128) (local $hi1 v128) (local $lo2 v128) (local $hi2 v128)
    (local $loA v128) (local $hiA v128)
    (local.set $lo0 (v128.load (i32.const 0)))
    (local.set $hi0 (v128.load (i32.const 16)))
    (local.set $lo1 (v128.load (i32.const 32)))
    (local.set $hi1 (v128.load (i32.const 48)))
    (local.set $lo2 (v128.load (i32.const 64)))
    (local.set $hi2 (v128.load (i32.const 80)))
    (local.set $loA (v128.load (i32.const 96)))
    (local.set $hiA (v128.load (i32.const 112)))
    (local.set $low (i8x16.splat (i32.const 15)))
    (local.set $at (local.get $from))
    (local.set $out (i32.const 1024))
    (block $done
      (loop $block
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        ;; One block finds 17 places at the most: leave room for them.
        (br_if $done (i32.gt_u (local.get $out) (i32.const 65400)))
        (local.set $b0 (v128.load offset=65536 (local.get $at)))
        (local.set $b1 (v128.load offset=65537 (local.get $at)))
        (local.set $b2 (v128.load offset=65538 (local.get $at)))
        (local.set $found
          (v128.and
            (v128.and
              (v128.and
                (i8x16.swizzle (local.get $lo0) (v128.and (local.get $b0) (local.get $low)))
                (i8x16.swizzle (local.get $hi0) (i8x16.shr_u (local.get $b0) (i32.const 4))))
              (v128.and
                (i8x16.swizzle (local.get $lo1) (v128.and (local.get $b1) (local.get $low)))
                (i8x16.swizzle (local.get $hi1) (i8x16.shr_u (local.get $b1) (i32.const 4)))))
            (v128.and
              (i8x16.swizzle (local.get $lo2) (v128.and (local.get $b2) (local.get $low)))
              (i8x16.swizzle (local.get $hi2) (i8x16.shr_u (local.get $b2) (i32.const 4))))))
        (if (i8x16.all_true
              (v128.and
                (i8x16.swizzle (local.get $loA) (v128.and (local.get $b0) (local.get $low)))
                (i8x16.swizzle (local.get $hiA) (i8x16.shr_u (local.get $b0) (i32.const 4)))))
          (then
            (local.set $full (i32.add (local.get $full) (i32.const 1)))
            (if (i32.eq (local.get $full) (i32.const 2))
              (then
                (i32.store (local.get $out) (i32.or (local.get $at) (i32.const 0x80000000)))
                (local.set $out (i32.add (local.get $out) (i32.const 4))))))
          (else (local.set $full (i32.const 0))))
        (if (v128.any_true (local.get $found))
          (then
            (local.set $bits (i8x16.bitmask (i8x16.ne (local.get $found) (v128.const i64x2 0 0))))
            (loop $lane
              (i32.store (local.get $out) (i32.add (local.get $at) (i32.ctz (local.get $bits))))
              (local.set $out (i32.add (local.get $out) (i32.const 4)))
              (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
              (br_if $lane (local.get $bits)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $block)))
    (global.set $next (local.get $at))
    (i32.shr_u (i32.sub (local.get $out) (i32.const 1024)) (i32.const 2))))
