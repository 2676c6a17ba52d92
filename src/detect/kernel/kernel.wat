;; Finds, in one pass and 32 bytes at a time, the places where a needle may stand, and runs of letters and digits as long
;; as a key.
;;
;; For each of three places in a row, two 16-byte tables say by the low and the high half of a byte which of eight needle
;; groups (a bit each) allow it; a group whose bit survives all six look-ups may stand here. Each block is looked up once;
;; what its neighbour before it allowed is shifted in. Where a group may stand, six places, from one before to two behind,
;; are looked up once more, by the whole byte. What is left is still a superset: the caller checks.
;;
;; No processor of today shifts single bytes, or asks whether all of them are true: pairs are shifted and masked, signs
;; gathered, which takes a sixth off the whole.
;;
;; Memory: tables by halves at 0 (8 x 16 bytes; the last two are for letters and digits), those by bytes at 256 (6 x 256),
;; what two blocks allow at 2048, found places at 4096 (4 bytes each, bit 31 set for the beginning of a run), 64 zeros
;; before the bytes at 65536, and behind their end room for 96 more. Outside of the module places are counted from the
;; first byte, inside of it they are addresses.
(module
  (memory (export "memory") 18)

  ;; By bit, which of the 16 bytes at $at are letters or digits.
  (func $alphanumerics (param $at i32) (result i32)
    (local $block v128)
    (local.set $block (v128.load (local.get $at)))
    (i8x16.bitmask (i8x16.ne
      (v128.and
        (i8x16.swizzle (v128.load (i32.const 96)) (v128.and (local.get $block) (i8x16.splat (i32.const 15))))
        (i8x16.swizzle (v128.load (i32.const 112))
          (v128.and (i16x8.shr_u (local.get $block) (i32.const 4)) (i8x16.splat (i32.const 15)))))
      (v128.const i64x2 0 0))))

  ;; How many of the 16 bytes right before $at are letters or digits without a gap.
  (func $before (param $at i32) (result i32)
    (i32.clz (i32.xor (i32.const -1)
      (i32.shl (call $alphanumerics (i32.sub (local.get $at) (i32.const 16))) (i32.const 16)))))

  ;; The same for the 16 from $at on.
  (func $from (param $at i32) (result i32)
    (i32.ctz (i32.xor (i32.const -1) (call $alphanumerics (local.get $at)))))

  ;; Whether a run of 48 to 53 letters and digits covers the block at $at and none of the blocks 32, 64… before it: where
  ;; it begins, else -1. A run of 48 covers one block of every two.
  (func $run (param $at i32) (result i32)
    (local $length i32) (local $start i32) (local $end i32) (local $more i32)
    (if (i32.ne (call $from (local.get $at)) (i32.const 16)) (then (return (i32.const -1))))
    (local.set $more (call $before (local.get $at)))
    (local.set $start (i32.sub (local.get $at) (local.get $more)))
    (if (i32.eq (local.get $more) (i32.const 16)) (then
      (local.set $more (call $before (local.get $start)))
      (if (i32.eq (local.get $more) (i32.const 16)) (then (return (i32.const -1))))
      (local.set $start (i32.sub (local.get $start) (local.get $more)))))
    (local.set $end (i32.add (local.get $at) (i32.const 16)))
    (loop $blocks
      (local.set $more (call $from (local.get $end)))
      (local.set $end (i32.add (local.get $end) (local.get $more)))
      (local.set $length (i32.sub (local.get $end) (local.get $start)))
      (if (i32.gt_u (local.get $length) (i32.const 53)) (then (return (i32.const -1))))
      (br_if $blocks (i32.eq (local.get $more) (i32.const 16))))
    (select (local.get $start) (i32.const -1) (i32.ge_u (local.get $length) (i32.const 48))))

  ;; Which groups the bytes around $at allow.
  (func $groups (param $at i32) (result i32)
    (i32.and
      (i32.and
        (i32.load8_u offset=256 (i32.load8_u (i32.sub (local.get $at) (i32.const 1))))
        (i32.load8_u offset=512 (i32.load8_u (local.get $at))))
      (i32.and
        (i32.and
          (i32.load8_u offset=768 (i32.load8_u offset=1 (local.get $at)))
          (i32.load8_u offset=1024 (i32.load8_u offset=2 (local.get $at))))
        (i32.and
          (i32.load8_u offset=1280 (i32.load8_u offset=3 (local.get $at)))
          (i32.load8_u offset=1536 (i32.load8_u offset=4 (local.get $at)))))))

  ;; From offset $from (a multiple of 32) up to $end. Returns how many places were written; when the list is full, stops
  ;; early and leaves the offset to go on from in the global `next`, else $end or more.
  (global $next (export "next") (mut i32) (i32.const 0))
  (func (export "find") (param $from i32) (param $end i32) (result i32)
    (local $at i32) (local $out i32) (local $bits i32) (local $run i32) (local $lane i32) (local $place i32)
    (local $half v128) (local $below v128) (local $low v128) (local $high v128) (local $block v128)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $b0 v128) (local $b1 v128) (local $b2 v128)
    (local $lo0 v128) (local $hi0 v128) (local $lo1 v128) (local $hi1 v128) (local $lo2 v128) (local $hi2 v128)
    (local.set $lo0 (v128.load (i32.const 0)))
    (local.set $hi0 (v128.load (i32.const 16)))
    (local.set $lo1 (v128.load (i32.const 32)))
    (local.set $hi1 (v128.load (i32.const 48)))
    (local.set $lo2 (v128.load (i32.const 64)))
    (local.set $hi2 (v128.load (i32.const 80)))
    (local.set $half (i8x16.splat (i32.const 15)))
    (local.set $below (i8x16.splat (i32.const 47)))
    (local.set $out (i32.const 4096))
    ;; What an earlier text left behind the end says nothing.
    (local.set $end (i32.add (local.get $end) (i32.const 65536)))
    (memory.fill (local.get $end) (i32.const 0) (i32.const 96))
    (local.set $at (i32.add (local.get $from) (i32.const 65536)))
    ;; The block before.
    (local.set $block (v128.load (i32.sub (local.get $at) (i32.const 16))))
    (local.set $low (v128.and (local.get $block) (local.get $half)))
    (local.set $high (v128.and (i16x8.shr_u (local.get $block) (i32.const 4)) (local.get $half)))
    (local.set $b0 (v128.and
      (i8x16.swizzle (local.get $lo0) (local.get $low)) (i8x16.swizzle (local.get $hi0) (local.get $high))))
    (local.set $b1 (v128.and
      (i8x16.swizzle (local.get $lo1) (local.get $low)) (i8x16.swizzle (local.get $hi1) (local.get $high))))
    (block $done
      (loop $blocks
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        ;; Two blocks find 33 places at the most: leave room for them, before the zeros.
        (br_if $done (i32.gt_u (local.get $out) (i32.const 65336)))
        (local.set $block (v128.load (local.get $at)))
        ;; A run has nothing below `0` in it, nor a byte of 128 or more: hardly any block of a text is so.
        (if (i32.eq (i8x16.bitmask (i8x16.gt_s (local.get $block) (local.get $below))) (i32.const 0xffff)) (then
          (local.set $run (call $run (local.get $at)))
          (if (i32.ge_s (local.get $run) (i32.const 0)) (then
            (i32.store (local.get $out)
              (i32.or (i32.sub (local.get $run) (i32.const 65536)) (i32.const 0x80000000)))
            (local.set $out (i32.add (local.get $out) (i32.const 4)))))))
        (local.set $low (v128.and (local.get $block) (local.get $half)))
        (local.set $high (v128.and (i16x8.shr_u (local.get $block) (i32.const 4)) (local.get $half)))
        (local.set $a0 (v128.and
          (i8x16.swizzle (local.get $lo0) (local.get $low)) (i8x16.swizzle (local.get $hi0) (local.get $high))))
        (local.set $a1 (v128.and
          (i8x16.swizzle (local.get $lo1) (local.get $low)) (i8x16.swizzle (local.get $hi1) (local.get $high))))
        (local.set $a2 (v128.and
          (v128.and
            (i8x16.swizzle (local.get $lo2) (local.get $low)) (i8x16.swizzle (local.get $hi2) (local.get $high)))
          (v128.and
            (i8x16.shuffle 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 (local.get $b1) (local.get $a1))
            (i8x16.shuffle 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 (local.get $b0) (local.get $a0)))))
        (local.set $block (v128.load offset=16 (local.get $at)))
        (local.set $low (v128.and (local.get $block) (local.get $half)))
        (local.set $high (v128.and (i16x8.shr_u (local.get $block) (i32.const 4)) (local.get $half)))
        (local.set $b0 (v128.and
          (i8x16.swizzle (local.get $lo0) (local.get $low)) (i8x16.swizzle (local.get $hi0) (local.get $high))))
        (local.set $b1 (v128.and
          (i8x16.swizzle (local.get $lo1) (local.get $low)) (i8x16.swizzle (local.get $hi1) (local.get $high))))
        (local.set $b2 (v128.and
          (v128.and
            (i8x16.swizzle (local.get $lo2) (local.get $low)) (i8x16.swizzle (local.get $hi2) (local.get $high)))
          (v128.and
            (i8x16.shuffle 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 (local.get $a1) (local.get $b1))
            (i8x16.shuffle 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 (local.get $a0) (local.get $b0)))))
        (if (v128.any_true (v128.or (local.get $a2) (local.get $b2))) (then
          (local.set $bits (i32.or
            (i8x16.bitmask (i8x16.ne (local.get $a2) (v128.const i64x2 0 0)))
            (i32.shl (i8x16.bitmask (i8x16.ne (local.get $b2) (v128.const i64x2 0 0))) (i32.const 16))))
          (v128.store offset=2048 (i32.const 0) (local.get $a2))
          (v128.store offset=2064 (i32.const 0) (local.get $b2))
          (loop $each
            (local.set $lane (i32.ctz (local.get $bits)))
            ;; A bit stands at the third place of three.
            (local.set $place (i32.sub (i32.add (local.get $at) (local.get $lane)) (i32.const 2)))
            (if (i32.and (i32.load8_u offset=2048 (local.get $lane)) (call $groups (local.get $place)))
              (then
                (i32.store (local.get $out) (i32.sub (local.get $place) (i32.const 65536)))
                (local.set $out (i32.add (local.get $out) (i32.const 4)))))
            (br_if $each
              (local.tee $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))))))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (br $blocks)))
    (global.set $next (i32.sub (local.get $at) (i32.const 65536)))
    (i32.shr_u (i32.sub (local.get $out) (i32.const 4096)) (i32.const 2))))
