;; Inflate and git's delta, on memory that JavaScript lays out (see workspace.ts).
;;
;; Written for many small streams: zlib's own set-up costs more than most git objects take to inflate, and here
;; nothing is allocated per call. Formats: RFC 1950 (zlib), RFC 1951 (deflate), gitformat-pack(5) (deltas).
;; Every function checks its input; memory safety against hostile bytes is the module's own sandbox plus the
;; limits passed in, behind which the caller keeps 64 bytes of slack, because copies run in words.
(module
  (memory (export "memory") 1)

  ;; Where things stand in the first pages.
  ;;      0  u8[480]   code lengths of the block being read; one repetition more than there may be fits behind them
  ;;    480  u8[32]    those of its distances, apart
  ;;    512  u8[32]    code lengths of the code for code lengths
  ;;    544  i32[16]   how many codes of each length
  ;;    608  i32[16]   where the next symbol of each length goes
  ;;    672  u8[19]    order of the code length codes
  ;;    704  u16[29]   length base     768  u8[29]  length extra bits
  ;;    800  u16[30]   distance base   864  u8[30]  distance extra bits
  ;;    896  u32[288]  meaning of each literal or length symbol
  ;;   2064  u32[32]   meaning of each distance symbol
  ;;   2192  u32[19]   meaning of each code length symbol
  ;;   2560  u8[128][8]  where the operands of a delta's copy stand, by its instruction (see $operands)
  ;;   4096  code table, fixed literals and lengths
  ;;   7680  code table, fixed distances
  ;;   9216  code table, code lengths of this block
  ;;  11264  code table, distances of this block
  ;;  13824  code table, literals and lengths of this block
  ;; A code table:
  ;;      0  i32       how many bits it is looked up by
  ;;      4  i32[15]   first code beyond each length, in 16 bits
  ;;     64  i32[16]   position of each length's first symbol, less its first code
  ;;    128  u32[288]  entries in the order of their codes
  ;;   1280  u32[]     entries by the next bits
  ;; An entry is a meaning with the length of a code added to its first and second byte:
  ;;   bits 0-5 how many bits the code and the extra bits behind it take together; bits 8-12 how many the code takes;
  ;;   bits 16-30 base of a length or distance, or a literal; bit 31 set for a literal
  ;;   bit 15: none of these, but with bit 14 the end of the block, with bit 13 the beginning of codes too long for the table
  (data (i32.const 672) "\10\11\12\00\08\07\09\06\0a\05\0b\04\0c\03\0d\02\0e\01\0f")
  (data (i32.const 704)
    "\03\00\04\00\05\00\06\00\07\00\08\00\09\00\0a\00\0b\00\0d\00\0f\00\11\00\13\00\17\00\1b\00\1f\00"
    "\23\00\2b\00\33\00\3b\00\43\00\53\00\63\00\73\00\83\00\a3\00\c3\00\e3\00\02\01")
  (data (i32.const 768) "\00\00\00\00\00\00\00\00\01\01\01\01\02\02\02\02\03\03\03\03\04\04\04\04\05\05\05\05\00")
  (data (i32.const 800)
    "\01\00\02\00\03\00\04\00\05\00\07\00\09\00\0d\00\11\00\19\00\21\00\31\00\41\00\61\00\81\00\c1\00"
    "\01\01\81\01\01\02\01\03\01\04\01\06\01\08\01\0c\01\10\01\18\01\20\01\30\01\40\01\60")
  (data (i32.const 864) "\00\00\00\00\01\01\02\02\03\03\04\04\05\05\06\06\07\07\08\08\09\09\0a\0a\0b\0b\0c\0c\0d\0d")
  ;; Of code length symbols bits 24-31 are a length and bits 16-23 how often it comes: 0 to 15 once; 16 the last one
  ;; (bit 14) 3 to 6 times; 17 and 18 length 0, 3 to 10 and 11 to 138 times.
  (data (i32.const 2192)
    "\00\00\01\00\00\00\01\01\00\00\01\02\00\00\01\03\00\00\01\04\00\00\01\05\00\00\01\06\00\00\01\07"
    "\00\00\01\08\00\00\01\09\00\00\01\0a\00\00\01\0b\00\00\01\0c\00\00\01\0d\00\00\01\0e\00\00\01\0f"
    "\02\40\03\00\03\00\03\00\07\00\0b\00")

  ;; Fills the code table at `table`, of at most `widest` bits, from the code lengths at `lengths`. There are `count` of
  ;; them, a multiple of 16, and as many meanings at `meanings`. 0 when they over-subscribe the code.
  (func $build (param $table i32) (param $widest i32) (param $lengths i32) (param $count i32) (param $meanings i32)
      (result i32)
    (local $at i32) (local $group i32) (local $length i32) (local $many i32) (local $code i32) (local $position i32)
    (local $longest i32) (local $entries i32) (local $size i32) (local $from i32)
    (v128.store offset=544 (i32.const 0) (v128.const i64x2 0 0))
    (v128.store offset=560 (i32.const 0) (v128.const i64x2 0 0))
    (v128.store offset=576 (i32.const 0) (v128.const i64x2 0 0))
    (v128.store offset=592 (i32.const 0) (v128.const i64x2 0 0))
    ;; Most symbols have no code: bits show those that do.
    (loop $sixteen
      (local.set $group (i8x16.bitmask (i8x16.ne
        (v128.load align=1 (i32.add (local.get $lengths) (local.get $at))) (v128.const i64x2 0 0))))
      (block $none
        (loop $each
          (br_if $none (i32.eqz (local.get $group)))
          (local.set $length (i32.shl (i32.load8_u (i32.add (local.get $lengths)
            (i32.add (local.get $at) (i32.ctz (local.get $group))))) (i32.const 2)))
          (i32.store offset=544 (local.get $length) (i32.add (i32.load offset=544 (local.get $length)) (i32.const 1)))
          (local.set $group (i32.and (local.get $group) (i32.sub (local.get $group) (i32.const 1))))
          (br $each)))
      (br_if $sixteen (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $count))))
    (local.set $length (i32.const 1))
    (loop $each
      (local.set $at (i32.shl (local.get $length) (i32.const 2)))
      (local.set $many (i32.load offset=544 (local.get $at)))
      (if (local.get $many) (then (local.set $longest (local.get $length))))
      (i32.store offset=64 (i32.add (local.get $table) (local.get $at))
        (i32.sub (local.get $position) (local.get $code)))
      (i32.store offset=608 (local.get $at)
        (i32.add (local.get $table) (i32.shl (local.get $position) (i32.const 2))))
      (local.set $code (i32.add (local.get $code) (local.get $many)))
      (if (i32.gt_u (local.get $code) (i32.shl (i32.const 1) (local.get $length))) (then (return (i32.const 0))))
      (i32.store (i32.add (local.get $table) (local.get $at))
        (i32.shl (local.get $code) (i32.sub (i32.const 16) (local.get $length))))
      (local.set $code (i32.shl (local.get $code) (i32.const 1)))
      (local.set $position (i32.add (local.get $position) (local.get $many)))
      (br_if $each (i32.lt_u (local.tee $length (i32.add (local.get $length) (i32.const 1))) (i32.const 16))))
    (local.set $at (i32.const 0))
    (loop $sixteen
      (local.set $group (i8x16.bitmask (i8x16.ne
        (v128.load align=1 (i32.add (local.get $lengths) (local.get $at))) (v128.const i64x2 0 0))))
      (block $none
        (loop $each
          (br_if $none (i32.eqz (local.get $group)))
          (local.set $from (i32.add (local.get $at) (i32.ctz (local.get $group))))
          (local.set $length (i32.load8_u (i32.add (local.get $lengths) (local.get $from))))
          (local.set $position (i32.load offset=608 (i32.shl (local.get $length) (i32.const 2))))
          (i32.store offset=128 (local.get $position)
            (i32.add (i32.load (i32.add (local.get $meanings) (i32.shl (local.get $from) (i32.const 2))))
              (i32.mul (local.get $length) (i32.const 0x101))))
          (i32.store offset=608 (i32.shl (local.get $length) (i32.const 2))
            (i32.add (local.get $position) (i32.const 4)))
          (local.set $group (i32.and (local.get $group) (i32.sub (local.get $group) (i32.const 1))))
          (br $each)))
      (br_if $sixteen (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $count))))
    (if (i32.gt_u (local.get $longest) (local.get $widest)) (then (local.set $longest (local.get $widest))))
    (i32.store (local.get $table) (local.get $longest))
    ;; Codes come with their first bit lowest. For each length the table is as large as that needs, and written twice for
    ;; the next one. What is left over in the end are the beginnings of longer codes, or of none.
    (local.set $position (local.get $table))
    (local.set $entries (i32.add (local.get $table) (i32.const 1280)))
    (i32.store (local.get $entries) (i32.const 0xa000))
    (local.set $code (i32.const 0))
    (local.set $length (i32.const 0))
    (local.set $size (i32.const 1))
    (block $filled
      (loop $each
        (br_if $filled (i32.ge_u (local.get $length) (local.get $longest)))
        (local.set $length (i32.add (local.get $length) (i32.const 1)))
        (local.set $from (local.get $entries))
        (local.set $at (i32.add (local.get $entries) (i32.shl (local.get $size) (i32.const 2))))
        (local.set $many (local.get $at))
        (loop $words
          (v128.store align=1 (local.get $at) (v128.load align=1 (local.get $from)))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $words (i32.lt_u
            (local.tee $from (i32.add (local.get $from) (i32.const 16)))
            (local.get $many))))
        (local.set $size (i32.shl (local.get $size) (i32.const 1)))
        (local.set $many (i32.load offset=544 (i32.shl (local.get $length) (i32.const 2))))
        (block $none
          (loop $every
            (br_if $none (i32.eqz (local.get $many)))
            (i32.store (i32.add (local.get $entries) (i32.shl (local.get $code) (i32.const 2)))
              (i32.load offset=128 (local.get $position)))
            (local.set $position (i32.add (local.get $position) (i32.const 4)))
            ;; The next code: from the highest bit that is not set on, all bits change.
            (local.set $at (i32.shr_u (i32.const 0x80000000)
              (i32.clz (i32.xor (local.get $code) (i32.sub (local.get $size) (i32.const 1))))))
            (local.set $code (i32.or
              (i32.and (local.get $code) (i32.sub (local.get $at) (i32.const 1)))
              (local.get $at)))
            (local.set $many (i32.sub (local.get $many) (i32.const 1)))
            (br $every)))
        (br $each)))
    (i32.const 1))

  ;; The entry of a code that is longer than the bits which the table is looked up by; 0x8000 when no code begins so.
  (func $longCode (param $table i32) (param $bits i32) (result i32)
    (local $code i32) (local $length i32) (local $row i32)
    (local.set $code (i32.or
      (i32.shr_u (i32.and (local.get $bits) (i32.const 0xaaaa)) (i32.const 1))
      (i32.shl (i32.and (local.get $bits) (i32.const 0x5555)) (i32.const 1))))
    (local.set $code (i32.or
      (i32.shr_u (i32.and (local.get $code) (i32.const 0xcccc)) (i32.const 2))
      (i32.shl (i32.and (local.get $code) (i32.const 0x3333)) (i32.const 2))))
    (local.set $code (i32.or
      (i32.shr_u (i32.and (local.get $code) (i32.const 0xf0f0)) (i32.const 4))
      (i32.shl (i32.and (local.get $code) (i32.const 0x0f0f)) (i32.const 4))))
    (local.set $code (i32.or
      (i32.shr_u (i32.and (local.get $code) (i32.const 0xff00)) (i32.const 8))
      (i32.shl (i32.and (local.get $code) (i32.const 0x00ff)) (i32.const 8))))
    (local.set $length (i32.load (local.get $table)))
    (loop $each
      (if (i32.ge_u (local.get $length) (i32.const 15)) (then (return (i32.const 0x8000))))
      (local.set $length (i32.add (local.get $length) (i32.const 1)))
      (local.set $row (i32.add (local.get $table) (i32.shl (local.get $length) (i32.const 2))))
      (br_if $each (i32.ge_u (local.get $code) (i32.load (local.get $row)))))
    (i32.load offset=128 (i32.add (local.get $table) (i32.shl
      (i32.add (i32.shr_u (local.get $code) (i32.sub (i32.const 16) (local.get $length)))
        (i32.load offset=64 (local.get $row)))
      (i32.const 2)))))

  ;; The Adler-32 checksum of `length` bytes (RFC 1950, section 8.2).
  (func $adler (param $at i32) (param $length i32) (result i32)
    (local $low i32) (local $high i32) (local $stop i32) (local $end i32) (local $start i32)
    (local $bytes v128) (local $sums v128) (local $before v128) (local $weighted v128)
    (local.set $low (i32.const 1))
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (loop $blocks
      ;; 5552 is the most bytes before the sums could pass 32 bits (zlib's NMAX); it is a multiple of 16.
      (local.set $stop (i32.add (local.get $at) (i32.const 5552)))
      (if (i32.gt_u (local.get $stop) (local.get $end)) (then (local.set $stop (local.get $end))))
      (if (i32.ge_u (i32.sub (local.get $stop) (local.get $at)) (i32.const 16)) (then
        (local.set $start (local.get $at))
        (local.set $sums (v128.const i64x2 0 0))
        (local.set $before (v128.const i64x2 0 0))
        (local.set $weighted (v128.const i64x2 0 0))
        ;; The first of 16 bytes counts 16 times in the second sum, and every byte 16 times more for each 16 behind it.
        (loop $sixteen
          (local.set $bytes (v128.load align=1 (local.get $at)))
          (local.set $before (i32x4.add (local.get $before) (local.get $sums)))
          (local.set $sums (i32x4.add (local.get $sums)
            (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $bytes)))))
          (local.set $weighted (i32x4.add (local.get $weighted) (i32x4.add
            (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_u (local.get $bytes))
              (v128.const i16x8 16 15 14 13 12 11 10 9))
            (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_u (local.get $bytes))
              (v128.const i16x8 8 7 6 5 4 3 2 1)))))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $sixteen (i32.le_u (i32.add (local.get $at) (i32.const 16)) (local.get $stop))))
        (local.set $high (i32.add (local.get $high)
          (i32.mul (local.get $low) (i32.sub (local.get $at) (local.get $start)))))
        (local.set $low (i32.add (local.get $low) (call $total (local.get $sums))))
        (local.set $high (i32.add (local.get $high) (call $total
          (i32x4.add (local.get $weighted) (i32x4.shl (local.get $before) (i32.const 4))))))))
      (block $none
        (loop $one
          (br_if $none (i32.ge_u (local.get $at) (local.get $stop)))
          (local.set $low (i32.add (local.get $low) (i32.load8_u (local.get $at))))
          (local.set $high (i32.add (local.get $high) (local.get $low)))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $one)))
      (local.set $low (i32.rem_u (local.get $low) (i32.const 65521)))
      (local.set $high (i32.rem_u (local.get $high) (i32.const 65521)))
      (br_if $blocks (i32.lt_u (local.get $at) (local.get $end))))
    (i32.or (i32.shl (local.get $high) (i32.const 16)) (local.get $low)))

  ;; The sum of four numbers.
  (func $total (param $four v128) (result i32)
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $four)) (i32x4.extract_lane 1 (local.get $four)))
      (i32.add (i32x4.extract_lane 2 (local.get $four)) (i32x4.extract_lane 3 (local.get $four)))))

  ;; Reads the code lengths of a dynamic block. Returns the bit position behind them, or -1. The caller's bits are
  ;; given as a position in bits from `source`, because dynamic headers are rare enough not to share registers.
  (func $dynamic (param $source i32) (param $bit i32) (result i32)
    (local $literals i32) (local $codes i32) (local $at i32) (local $entry i32) (local $stop i32) (local $mask i32)
    (local $window i32) (local $hold i64) (local $bits i32) (local $in i32) (local $length v128)
    (local.set $window (i32.shr_u (i32.load (i32.add (local.get $source) (i32.shr_u (local.get $bit) (i32.const 3))))
      (i32.and (local.get $bit) (i32.const 7))))
    (local.set $bit (i32.add (local.get $bit) (i32.const 14)))
    (local.set $literals (i32.add (i32.and (local.get $window) (i32.const 31)) (i32.const 257)))
    (local.set $codes (i32.add (i32.and (i32.shr_u (local.get $window) (i32.const 5)) (i32.const 31)) (i32.const 1)))
    (if (i32.gt_u (local.get $literals) (i32.const 286)) (then (return (i32.const -1))))
    (if (i32.gt_u (local.get $codes) (i32.const 30)) (then (return (i32.const -1))))
    (local.set $codes (i32.add (local.get $codes) (local.get $literals)))
    (local.set $stop (i32.add (i32.and (i32.shr_u (local.get $window) (i32.const 10)) (i32.const 15)) (i32.const 4)))
    ;; 19 lengths of 3 bits are as many as eight bytes hold behind the 7 bits that may stand before them.
    (local.set $hold (i64.shr_u (i64.load (i32.add (local.get $source) (i32.shr_u (local.get $bit) (i32.const 3))))
      (i64.extend_i32_u (i32.and (local.get $bit) (i32.const 7)))))
    (local.set $bit (i32.add (local.get $bit) (i32.mul (local.get $stop) (i32.const 3))))
    (v128.store offset=512 (i32.const 0) (v128.const i64x2 0 0))
    (v128.store offset=528 (i32.const 0) (v128.const i64x2 0 0))
    (loop $each
      (i32.store8 offset=512 (i32.load8_u offset=672 (local.get $at))
        (i32.and (i32.wrap_i64 (local.get $hold)) (i32.const 7)))
      (local.set $hold (i64.shr_u (local.get $hold) (i64.const 3)))
      (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $stop))))
    (if (i32.eqz (call $build (i32.const 9216) (i32.const 7) (i32.const 512) (i32.const 32) (i32.const 2192)))
      (then (return (i32.const -1))))
    (local.set $mask (i32.sub (i32.shl (i32.const 1) (i32.load offset=9216 (i32.const 0))) (i32.const 1)))
    (local.set $in (i32.add (local.get $source) (i32.shr_u (local.get $bit) (i32.const 3))))
    (local.set $bits (i32.and (local.get $bit) (i32.const 7)))
    (local.set $hold (i64.shr_u (i64.load8_u (local.get $in)) (i64.extend_i32_u (local.get $bits))))
    (local.set $in (i32.add (local.get $in) (i32.const 1)))
    (local.set $bits (i32.sub (i32.const 8) (local.get $bits)))
    (local.set $at (i32.const 0))
    (loop $each
      (local.set $hold (i64.or (local.get $hold)
        (i64.shl (i64.load (local.get $in)) (i64.extend_i32_u (local.get $bits)))))
      (local.set $in (i32.add (local.get $in)
        (i32.and (i32.shr_u (i32.sub (i32.const 63) (local.get $bits)) (i32.const 3)) (i32.const 7))))
      (local.set $bits (i32.or (local.get $bits) (i32.const 56)))
      (local.set $entry (i32.load offset=10496
        (i32.shl (i32.and (i32.wrap_i64 (local.get $hold)) (local.get $mask)) (i32.const 2))))
      (if (i32.and (local.get $entry) (i32.const 0x8000)) (then (return (i32.const -1))))
      (if (i32.and (local.get $entry) (i32.const 0x4000))
        (then (if (i32.eqz (local.get $at)) (then (return (i32.const -1)))))
        (else (local.set $length (i8x16.splat (i32.shr_u (local.get $entry) (i32.const 24))))))
      (local.set $stop (i32.add (local.get $at) (i32.add
        (i32.and (i32.shr_u (local.get $entry) (i32.const 16)) (i32.const 255))
        (i32.shr_u
          (i32.and (i32.wrap_i64 (local.get $hold)) (i32.xor (i32.shl (i32.const -1) (local.get $entry)) (i32.const -1)))
          (i32.shr_u (local.get $entry) (i32.const 8))))))
      (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $entry))))
      (local.set $bits (i32.sub (local.get $bits) (local.get $entry)))
      (loop $words
        (v128.store align=1 (local.get $at) (local.get $length))
        (br_if $words (i32.lt_u
          (local.tee $at (i32.add (local.get $at) (i32.const 16)))
          (local.get $stop))))
      (local.set $at (local.get $stop))
      (br_if $each (i32.lt_u (local.get $at) (local.get $codes))))
    (if (i32.ne (local.get $at) (local.get $codes)) (then (return (i32.const -1))))
    ;; Distances to a place of their own; behind these, and behind those of literals, zeros.
    (v128.store align=1 (local.get $codes) (v128.const i64x2 0 0))
    (v128.store offset=16 align=1 (local.get $codes) (v128.const i64x2 0 0))
    (v128.store offset=480 (i32.const 0) (v128.load align=1 (local.get $literals)))
    (v128.store offset=496 (i32.const 0) (v128.load offset=16 align=1 (local.get $literals)))
    (v128.store align=1 (local.get $literals) (v128.const i64x2 0 0))
    (v128.store offset=16 align=1 (local.get $literals) (v128.const i64x2 0 0))
    (if (i32.eqz (call $build (i32.const 11264) (i32.const 8) (i32.const 480) (i32.const 32) (i32.const 2064)))
      (then (return (i32.const -1))))
    (if (i32.eqz (call $build (i32.const 13824) (i32.const 11) (i32.const 0) (i32.const 288) (i32.const 896)))
      (then (return (i32.const -1))))
    (i32.sub (i32.shl (i32.sub (local.get $in) (local.get $source)) (i32.const 3))
      (i32.and (local.get $bits) (i32.const 63))))

  ;; Fills what is the same for all streams: the meanings, the tables of RFC 1951, section 3.2.6, and $operands.
  (func $start
    (local $at i32) (local $bit i32) (local $next i32)
    (loop $each
      (i32.store offset=896 (i32.shl (local.get $at) (i32.const 2))
        (i32.or (i32.const 0x80000000) (i32.shl (local.get $at) (i32.const 16))))
      (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 256))))
    (i32.store offset=1920 (i32.const 0) (i32.const 0xc000))
    (local.set $at (i32.const 0))
    (loop $each
      (i32.store offset=1924 (i32.shl (local.get $at) (i32.const 2)) (select
        (i32.or (i32.load8_u offset=768 (local.get $at))
          (i32.shl (i32.load16_u offset=704 (i32.shl (local.get $at) (i32.const 1))) (i32.const 16)))
        (i32.const 0x8000)
        (i32.lt_u (local.get $at) (i32.const 29))))
      (i32.store offset=2064 (i32.shl (local.get $at) (i32.const 2)) (select
        (i32.or (i32.load8_u offset=864 (local.get $at))
          (i32.shl (i32.load16_u offset=800 (i32.shl (local.get $at) (i32.const 1))) (i32.const 16)))
        (i32.const 0x8000)
        (i32.lt_u (local.get $at) (i32.const 30))))
      (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 32))))
    (memory.fill (i32.const 0) (i32.const 8) (i32.const 144))
    (memory.fill (i32.const 144) (i32.const 9) (i32.const 112))
    (memory.fill (i32.const 256) (i32.const 7) (i32.const 24))
    (memory.fill (i32.const 280) (i32.const 8) (i32.const 8))
    (drop (call $build (i32.const 4096) (i32.const 9) (i32.const 0) (i32.const 288) (i32.const 896)))
    (memory.fill (i32.const 0) (i32.const 5) (i32.const 32))
    (drop (call $build (i32.const 7680) (i32.const 5) (i32.const 0) (i32.const 32) (i32.const 2064)))
    (memory.fill (i32.const 2560) (i32.const 255) (i32.const 1024))
    (local.set $at (i32.const 0))
    (loop $each
      (local.set $next (i32.const 0))
      (local.set $bit (i32.const 0))
      (loop $operand
        (if (i32.and (i32.shr_u (local.get $at) (local.get $bit)) (i32.const 1)) (then
          (i32.store8 offset=2560 (i32.add (i32.shl (local.get $at) (i32.const 3)) (local.get $bit)) (local.get $next))
          (local.set $next (i32.add (local.get $next) (i32.const 1)))))
        (br_if $operand (i32.lt_u (local.tee $bit (i32.add (local.get $bit) (i32.const 1))) (i32.const 7))))
      (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 128)))))
  (start $start)

  ;; Inflates the zlib stream that begins at `source` and lies before `sourceEnd` into exactly `size` bytes at `out`.
  ;; Returns how many bytes the stream took, or 0 when it is damaged or of another size.
  (func (export "inflate") (param $source i32) (param $sourceEnd i32) (param $out i32) (param $size i32) (result i32)
    ;; The next bits are the lowest of `hold`, and so many of them are read: bits 0-5 of `bits`. What stands above them
    ;; is never looked at, so that an entry can be subtracted as a whole.
    (local $hold i64) (local $bits i32) (local $in i32) (local $to i32) (local $end i32) (local $last i32)
    (local $kind i32) (local $literals i32) (local $literalMask i32) (local $distances i32) (local $distanceMask i32)
    (local $entry i32) (local $length i32) (local $distance i32) (local $from i32) (local $stop i32)
    (local.set $in (i32.add (local.get $source) (i32.const 2)))
    (local.set $to (local.get $out))
    (local.set $end (i32.add (local.get $out) (local.get $size)))
    ;; Deflate, window up to 32 KB, no preset dictionary, check bits (RFC 1950, section 2.2).
    (if (i32.ne (i32.and (i32.load8_u (local.get $source)) (i32.const 15)) (i32.const 8)) (then (return (i32.const 0))))
    (if (i32.and (i32.load8_u offset=1 (local.get $source)) (i32.const 32)) (then (return (i32.const 0))))
    (if (i32.rem_u
          (i32.or (i32.shl (i32.load8_u (local.get $source)) (i32.const 8)) (i32.load8_u offset=1 (local.get $source)))
          (i32.const 31))
      (then (return (i32.const 0))))
    (loop $block
      ;; Words are read ahead: only what was used counts.
      (if (i32.gt_u
            (i32.sub (local.get $in) (i32.shr_u (i32.and (local.get $bits) (i32.const 63)) (i32.const 3)))
            (local.get $sourceEnd))
        (then (return (i32.const 0))))
      ;; Refill to at least 56 bits.
      (local.set $hold (i64.or (local.get $hold)
        (i64.shl (i64.load (local.get $in)) (i64.extend_i32_u (local.get $bits)))))
      (local.set $in (i32.add (local.get $in)
        (i32.and (i32.shr_u (i32.sub (i32.const 63) (local.get $bits)) (i32.const 3)) (i32.const 7))))
      (local.set $bits (i32.or (local.get $bits) (i32.const 56)))
      (local.set $last (i32.and (i32.wrap_i64 (local.get $hold)) (i32.const 1)))
      (local.set $kind (i32.and (i32.wrap_i64 (i64.shr_u (local.get $hold) (i64.const 1))) (i32.const 3)))
      (local.set $hold (i64.shr_u (local.get $hold) (i64.const 3)))
      (local.set $bits (i32.and (i32.sub (local.get $bits) (i32.const 3)) (i32.const 63)))
      (if (i32.eqz (local.get $kind))
        (then
          ;; Stored: back to the byte boundary.
          (local.set $in (i32.sub (local.get $in) (i32.shr_u (local.get $bits) (i32.const 3))))
          (local.set $hold (i64.const 0))
          (local.set $bits (i32.const 0))
          (if (i32.gt_u (i32.add (local.get $in) (i32.const 4)) (local.get $sourceEnd)) (then (return (i32.const 0))))
          (local.set $length (i32.load16_u (local.get $in)))
          (if (i32.ne (i32.xor (local.get $length) (i32.load16_u offset=2 (local.get $in))) (i32.const 0xffff))
            (then (return (i32.const 0))))
          (local.set $in (i32.add (local.get $in) (i32.const 4)))
          (if (i32.gt_u (local.get $length) (i32.sub (local.get $sourceEnd) (local.get $in))) (then (return (i32.const 0))))
          (if (i32.gt_u (local.get $length) (i32.sub (local.get $end) (local.get $to))) (then (return (i32.const 0))))
          (memory.copy (local.get $to) (local.get $in) (local.get $length))
          (local.set $to (i32.add (local.get $to) (local.get $length)))
          (local.set $in (i32.add (local.get $in) (local.get $length))))
        (else
          (if (i32.eq (local.get $kind) (i32.const 3)) (then (return (i32.const 0))))
          (if (i32.eq (local.get $kind) (i32.const 1))
            (then
              (local.set $literals (i32.const 4096))
              (local.set $distances (i32.const 7680)))
            (else
              (local.set $literals (i32.const 13824))
              (local.set $distances (i32.const 11264))
              (local.set $entry (call $dynamic (local.get $source)
                (i32.sub (i32.shl (i32.sub (local.get $in) (local.get $source)) (i32.const 3)) (local.get $bits))))
              (if (i32.lt_s (local.get $entry) (i32.const 0)) (then (return (i32.const 0))))
              (local.set $in (i32.add (local.get $source) (i32.shr_u (local.get $entry) (i32.const 3))))
              (local.set $entry (i32.and (local.get $entry) (i32.const 7)))
              (local.set $hold (i64.shr_u (i64.load8_u (local.get $in)) (i64.extend_i32_u (local.get $entry))))
              (local.set $bits (i32.sub (i32.const 8) (local.get $entry)))
              (local.set $in (i32.add (local.get $in) (i32.const 1)))))
          (local.set $literalMask (i32.sub (i32.shl (i32.const 1) (i32.load (local.get $literals))) (i32.const 1)))
          (local.set $distanceMask (i32.sub (i32.shl (i32.const 1) (i32.load (local.get $distances))) (i32.const 1)))
          (local.set $hold (i64.or (local.get $hold)
            (i64.shl (i64.load (local.get $in)) (i64.extend_i32_u (local.get $bits)))))
          (local.set $entry (i32.load offset=1280 (i32.add (local.get $literals)
            (i32.shl (i32.and (i32.wrap_i64 (local.get $hold)) (local.get $literalMask)) (i32.const 2)))))
          (block $endOfBlock
            (loop $symbols
              ;; One refill serves three literals, or a length, its extra bits, a distance, its extra bits: 48 bits at
              ;; most. The entry of the next symbol has been looked up before: of the 64 bits that were there since the
              ;; last refill more are left than its table has.
              (local.set $hold (i64.or (local.get $hold)
                (i64.shl (i64.load (local.get $in)) (i64.extend_i32_u (local.get $bits)))))
              (local.set $in (i32.add (local.get $in)
                (i32.and (i32.shr_u (i32.sub (i32.const 63) (local.get $bits)) (i32.const 3)) (i32.const 7))))
              (local.set $bits (i32.or (local.get $bits) (i32.const 56)))
              ;; Up to three literals may stand behind the end, in the slack, and eight bytes may have been read ahead.
              (if (i32.lt_s
                    (i32.or
                      (i32.sub (local.get $end) (local.get $to))
                      (i32.sub (i32.add (local.get $sourceEnd) (i32.const 8)) (local.get $in)))
                    (i32.const 0))
                (then (return (i32.const 0))))
              (loop $known
                (if (i32.lt_s (local.get $entry) (i32.const 0)) (then
                  (i32.store8 (local.get $to) (i32.shr_u (local.get $entry) (i32.const 16)))
                  (local.set $to (i32.add (local.get $to) (i32.const 1)))
                  (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $entry))))
                  (local.set $bits (i32.sub (local.get $bits) (local.get $entry)))
                  (local.set $entry (i32.load offset=1280 (i32.add (local.get $literals)
                    (i32.shl (i32.and (i32.wrap_i64 (local.get $hold)) (local.get $literalMask)) (i32.const 2)))))
                  (br_if $symbols (i32.ge_s (local.get $entry) (i32.const 0)))
                  (i32.store8 (local.get $to) (i32.shr_u (local.get $entry) (i32.const 16)))
                  (local.set $to (i32.add (local.get $to) (i32.const 1)))
                  (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $entry))))
                  (local.set $bits (i32.sub (local.get $bits) (local.get $entry)))
                  (local.set $entry (i32.load offset=1280 (i32.add (local.get $literals)
                    (i32.shl (i32.and (i32.wrap_i64 (local.get $hold)) (local.get $literalMask)) (i32.const 2)))))
                  (br_if $symbols (i32.ge_s (local.get $entry) (i32.const 0)))
                  (i32.store8 (local.get $to) (i32.shr_u (local.get $entry) (i32.const 16)))
                  (local.set $to (i32.add (local.get $to) (i32.const 1)))
                  (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $entry))))
                  (local.set $bits (i32.sub (local.get $bits) (local.get $entry)))
                  (local.set $entry (i32.load offset=1280 (i32.add (local.get $literals)
                    (i32.shl (i32.and (i32.wrap_i64 (local.get $hold)) (local.get $literalMask)) (i32.const 2)))))
                  (br $symbols)))
                (if (i32.and (local.get $entry) (i32.const 0x8000)) (then
                  (if (i32.and (local.get $entry) (i32.const 0x2000)) (then
                    (local.set $entry (call $longCode (local.get $literals) (i32.wrap_i64 (local.get $hold))))
                    (br $known)))
                  (if (i32.eqz (i32.and (local.get $entry) (i32.const 0x4000))) (then (return (i32.const 0))))
                  (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $entry))))
                  (local.set $bits (i32.sub (local.get $bits) (local.get $entry)))
                  (br $endOfBlock))))
              ;; The extra bits stand behind the code, and both together are as many as bits 0-5 of the entry say. Counts of
              ;; shifts are taken modulo 32 or 64.
              (local.set $length (i32.add (i32.shr_u (local.get $entry) (i32.const 16))
                (i32.shr_u
                  (i32.and (i32.wrap_i64 (local.get $hold)) (i32.xor (i32.shl (i32.const -1) (local.get $entry)) (i32.const -1)))
                  (i32.shr_u (local.get $entry) (i32.const 8)))))
              (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $entry))))
              (local.set $bits (i32.sub (local.get $bits) (local.get $entry)))
              (local.set $entry (i32.load offset=1280 (i32.add (local.get $distances)
                (i32.shl (i32.and (i32.wrap_i64 (local.get $hold)) (local.get $distanceMask)) (i32.const 2)))))
              (if (i32.and (local.get $entry) (i32.const 0x8000)) (then
                (if (i32.eqz (i32.and (local.get $entry) (i32.const 0x2000))) (then (return (i32.const 0))))
                (local.set $entry (call $longCode (local.get $distances) (i32.wrap_i64 (local.get $hold))))
                (if (i32.and (local.get $entry) (i32.const 0x8000)) (then (return (i32.const 0))))))
              (local.set $distance (i32.add (i32.shr_u (local.get $entry) (i32.const 16))
                (i32.shr_u
                  (i32.and (i32.wrap_i64 (local.get $hold)) (i32.xor (i32.shl (i32.const -1) (local.get $entry)) (i32.const -1)))
                  (i32.shr_u (local.get $entry) (i32.const 8)))))
              (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $entry))))
              (local.set $bits (i32.sub (local.get $bits) (local.get $entry)))
              (local.set $entry (i32.load offset=1280 (i32.add (local.get $literals)
                (i32.shl (i32.and (i32.wrap_i64 (local.get $hold)) (local.get $literalMask)) (i32.const 2)))))
              (if (i32.gt_u (local.get $distance) (i32.sub (local.get $to) (local.get $out))) (then (return (i32.const 0))))
              (if (i32.gt_u (local.get $length) (i32.sub (local.get $end) (local.get $to))) (then (return (i32.const 0))))
              (local.set $from (i32.sub (local.get $to) (local.get $distance)))
              (local.set $stop (i32.add (local.get $to) (local.get $length)))
              ;; A period below 16 bytes is written twice, so that it is twice as long, until words of 16 can be copied.
              (if (i32.lt_u (local.get $distance) (i32.const 16)) (then
                (loop $double
                  (v128.store align=1 (local.get $to) (v128.load align=1 (local.get $from)))
                  (local.set $to (i32.add (local.get $to) (local.get $distance)))
                  (br_if $double (i32.lt_u
                    (local.tee $distance (i32.shl (local.get $distance) (i32.const 1)))
                    (i32.const 16))))))
              ;; Few matches are longer than two words.
              (v128.store align=1 (local.get $to) (v128.load align=1 (local.get $from)))
              (v128.store offset=16 align=1 (local.get $to) (v128.load offset=16 align=1 (local.get $from)))
              (if (i32.gt_u (local.get $length) (i32.const 32)) (then
                (loop $words
                  (local.set $from (i32.add (local.get $from) (i32.const 16)))
                  (local.set $to (i32.add (local.get $to) (i32.const 16)))
                  (v128.store offset=16 align=1 (local.get $to) (v128.load offset=16 align=1 (local.get $from)))
                  (br_if $words (i32.lt_u (i32.add (local.get $to) (i32.const 32)) (local.get $stop))))))
              (local.set $to (local.get $stop))
              (br $symbols)))))
      (br_if $block (i32.eqz (local.get $last))))
    (local.set $in (i32.sub (local.get $in)
      (i32.shr_u (i32.and (local.get $bits) (i32.const 63)) (i32.const 3))))
    (if (i32.ne (local.get $to) (local.get $end)) (then (return (i32.const 0))))
    (if (i32.gt_u (i32.add (local.get $in) (i32.const 4)) (local.get $sourceEnd)) (then (return (i32.const 0))))
    (local.set $entry (call $adler (local.get $out) (local.get $size)))
    ;; The checksum stands most significant byte first.
    (if (i32.ne (local.get $entry)
          (i32.or
            (i32.or
              (i32.shl (i32.load8_u (local.get $in)) (i32.const 24))
              (i32.shl (i32.load8_u offset=1 (local.get $in)) (i32.const 16)))
            (i32.or
              (i32.shl (i32.load8_u offset=2 (local.get $in)) (i32.const 8))
              (i32.load8_u offset=3 (local.get $in)))))
      (then (return (i32.const 0))))
    (i32.sub (i32.add (local.get $in) (i32.const 4)) (local.get $source)))

  ;; Skips one size number of a delta's head (gitformat-pack(5)): the position behind it.
  (func $skipSize (param $at i32) (result i32)
    (loop $each
      (if (i32.and (i32.load8_u (local.get $at)) (i32.const 128)) (then
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $each))))
    (i32.add (local.get $at) (i32.const 1)))

  ;; One size number of a delta's head.
  (func $readSize (param $at i32) (result i32)
    (local $shift i32) (local $value i32) (local $byte i32)
    (loop $each
      (local.set $byte (i32.load8_u (local.get $at)))
      (local.set $value (i32.or (local.get $value)
        (i32.shl (i32.and (local.get $byte) (i32.const 127)) (local.get $shift))))
      (local.set $shift (i32.add (local.get $shift) (i32.const 7)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $each (i32.and (local.get $byte) (i32.const 128))))
    (local.get $value))

  ;; How many bytes the delta at `delta` makes: what to make room for.
  (func (export "resultSize") (param $delta i32) (result i32)
    (call $readSize (call $skipSize (local.get $delta))))

  ;; The operands of the copy instruction `op`, which stand at `at`: the offset, and in the upper half the size. There
  ;; are as many bytes of them as `op` has bits set below its highest.
  (func $operands (param $at i32) (param $op i32) (result i64)
    (local $both i64)
    (local.set $both (i64x2.extract_lane 0 (i8x16.swizzle
      (v128.load64_zero align=1 (local.get $at))
      (v128.load64_zero offset=2560 (i32.shl (i32.and (local.get $op) (i32.const 127)) (i32.const 3))))))
    ;; Size 0 means 64 KB.
    (select
      (local.get $both)
      (i64.or (local.get $both) (i64.const 0x1000000000000))
      (i64.ge_u (local.get $both) (i64.const 0x100000000))))

  ;; Applies the delta between `delta` and `deltaEnd` to the base; 1 when it made exactly `size` bytes at `out`. Of each
  ;; copy only the first and the last `margin` bytes, at least 16 and at most 1 << 30, need to be made.
  (func (export "apply") (param $delta i32) (param $deltaEnd i32) (param $base i32) (param $baseSize i32)
      (param $out i32) (param $size i32) (param $margin i32) (result i32)
    (local $to i32) (local $end i32) (local $op i32) (local $from i32) (local $stop i32) (local $length i32)
    (local $operands i64)
    (local.set $to (local.get $out))
    (local.set $end (i32.add (local.get $out) (local.get $size)))
    (if (i32.ne (call $readSize (local.get $delta)) (local.get $baseSize)) (then (return (i32.const 0))))
    (local.set $delta (call $skipSize (call $skipSize (local.get $delta))))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $delta) (local.get $deltaEnd)))
        (local.set $op (i32.load8_u (local.get $delta)))
        (local.set $delta (i32.add (local.get $delta) (i32.const 1)))
        (if (i32.and (local.get $op) (i32.const 128))
          (then
            (local.set $operands (call $operands (local.get $delta) (local.get $op)))
            (local.set $delta (i32.add (local.get $delta) (i32.popcnt (i32.and (local.get $op) (i32.const 127)))))
            (local.set $from (i32.wrap_i64 (local.get $operands)))
            (local.set $length (i32.wrap_i64 (i64.shr_u (local.get $operands) (i64.const 32))))
            (if (i32.gt_u (local.get $from) (local.get $baseSize)) (then (return (i32.const 0))))
            (if (i32.gt_u (local.get $length) (i32.sub (local.get $baseSize) (local.get $from)))
              (then (return (i32.const 0))))
            (if (i32.gt_u (local.get $length) (i32.sub (local.get $end) (local.get $to))) (then (return (i32.const 0))))
            (local.set $from (i32.add (local.get $base) (local.get $from)))
            (if (i32.gt_u (local.get $length) (i32.const 256))
              (then
                (if (i32.gt_u (local.get $length) (i32.shl (local.get $margin) (i32.const 1)))
                  (then
                    (memory.copy (local.get $to) (local.get $from) (local.get $margin))
                    (local.set $to (i32.add (local.get $to) (local.get $length)))
                    (memory.copy (i32.sub (local.get $to) (local.get $margin))
                      (i32.sub (i32.add (local.get $from) (local.get $length)) (local.get $margin))
                      (local.get $margin)))
                  (else
                    (memory.copy (local.get $to) (local.get $from) (local.get $length))
                    (local.set $to (i32.add (local.get $to) (local.get $length))))))
              (else
                (local.set $stop (i32.add (local.get $to) (local.get $length)))
                (loop $words
                  (v128.store align=1 (local.get $to) (v128.load align=1 (local.get $from)))
                  (local.set $from (i32.add (local.get $from) (i32.const 16)))
                  (br_if $words (i32.lt_u
                    (local.tee $to (i32.add (local.get $to) (i32.const 16)))
                    (local.get $stop))))
                (local.set $to (local.get $stop)))))
          (else
            ;; 0 is reserved; otherwise so many bytes of the delta itself.
            (if (i32.eqz (local.get $op)) (then (return (i32.const 0))))
            (if (i32.gt_u (local.get $op) (i32.sub (local.get $deltaEnd) (local.get $delta)))
              (then (return (i32.const 0))))
            (if (i32.gt_u (local.get $op) (i32.sub (local.get $end) (local.get $to))) (then (return (i32.const 0))))
            (local.set $stop (i32.add (local.get $to) (local.get $op)))
            (local.set $from (local.get $delta))
            (loop $words
              (v128.store align=1 (local.get $to) (v128.load align=1 (local.get $from)))
              (local.set $from (i32.add (local.get $from) (i32.const 16)))
              (br_if $words (i32.lt_u
                (local.tee $to (i32.add (local.get $to) (i32.const 16)))
                (local.get $stop))))
            (local.set $to (local.get $stop))
            (local.set $delta (i32.add (local.get $delta) (local.get $op)))))
        (br $each)))
    (i32.and
      (i32.eq (local.get $to) (local.get $end))
      (i32.eq (local.get $delta) (local.get $deltaEnd))))

  ;; Gathers at `into` what the delta made new: its insertions and the joints of its copies, each with `margin` bytes
  ;; of its surroundings. Bytes that are together only here may touch; none that are together in the result are parted
  ;; within the margin. The delta must have been applied before. Returns how many bytes, or -1 if over `limit`.
  (func (export "novelties") (param $delta i32) (param $deltaEnd i32) (param $out i32) (param $size i32)
      (param $margin i32) (param $into i32) (param $limit i32) (result i32)
    (local $at i32) (local $op i32) (local $start i32) (local $stop i32) (local $from i32) (local $until i32)
    (local $used i32)
    (local.set $delta (call $skipSize (call $skipSize (local.get $delta))))
    (loop $each
      (if (i32.lt_u (local.get $delta) (local.get $deltaEnd))
        (then
          (local.set $op (i32.load8_u (local.get $delta)))
          (local.set $delta (i32.add (local.get $delta) (i32.const 1)))
          (local.set $from (i32.sub (local.get $at) (local.get $margin)))
          (if (i32.lt_s (local.get $from) (i32.const 0)) (then (local.set $from (i32.const 0))))
          (if (i32.and (local.get $op) (i32.const 128))
            (then
              (local.set $until (i32.add (local.get $at) (local.get $margin)))
              (local.set $at (i32.add (local.get $at)
                (i32.wrap_i64 (i64.shr_u (call $operands (local.get $delta) (local.get $op)) (i64.const 32)))))
              (local.set $delta (i32.add (local.get $delta) (i32.popcnt (i32.and (local.get $op) (i32.const 127))))))
            (else
              (local.set $delta (i32.add (local.get $delta) (local.get $op)))
              (local.set $at (i32.add (local.get $at) (local.get $op)))
              (local.set $until (i32.add (local.get $at) (local.get $margin))))))
        (else
          ;; Behind the last instruction: flush, then leave.
          (local.set $from (local.get $size))
          (local.set $until (local.get $size))))
      (if (i32.le_u (local.get $from) (local.get $stop))
        (then
          (local.set $stop (select (local.get $until) (local.get $stop)
            (i32.gt_u (local.get $until) (local.get $stop)))))
        (else
          (local.set $op (i32.sub (local.get $stop) (local.get $start)))
          (if (i32.gt_u (i32.add (local.get $used) (local.get $op)) (local.get $limit)) (then (return (i32.const -1))))
          (memory.copy (i32.add (local.get $into) (local.get $used)) (i32.add (local.get $out) (local.get $start))
            (local.get $op))
          (local.set $used (i32.add (local.get $used) (local.get $op)))
          (local.set $start (local.get $from))
          (local.set $stop (local.get $until))))
      (br_if $each (i32.lt_u (local.get $from) (local.get $size))))
    ;; The last region may reach beyond the end.
    (local.set $op (i32.sub
      (select (local.get $size) (local.get $stop) (i32.gt_u (local.get $stop) (local.get $size)))
      (local.get $start)))
    (if (i32.gt_s (local.get $op) (i32.const 0)) (then
      (if (i32.gt_u (i32.add (local.get $used) (local.get $op)) (local.get $limit)) (then (return (i32.const -1))))
      (memory.copy (i32.add (local.get $into) (local.get $used)) (i32.add (local.get $out) (local.get $start))
        (local.get $op))
      (local.set $used (i32.add (local.get $used) (local.get $op)))))
    (local.get $used))

  ;; Gathers at `into` the ids that the tree at `out` names and its base does not: each behind one byte, 0 for what is no
  ;; folder, 1 for a folder, 2 for a commit of a submodule. Without a delta (`delta` = `deltaEnd`) all of them. What one
  ;; copy brought whole, with the NUL before it, was named by the base. Returns how many bytes, or -1 if over `limit`.
  (func (export "links") (param $delta i32) (param $deltaEnd i32) (param $out i32) (param $size i32)
      (param $idLength i32) (param $into i32) (param $limit i32) (result i32)
    (local $end i32) (local $nul i32) (local $stop i32) (local $from i32) (local $until i32) (local $isCopy i32)
    (local $bits i32) (local $used i32)
    (local.set $end (i32.add (local.get $out) (local.get $size)))
    (local.set $until (local.get $end))
    (if (i32.lt_u (local.get $delta) (local.get $deltaEnd)) (then
      (local.set $until (local.get $out))
      (local.set $delta (call $skipSize (call $skipSize (local.get $delta))))))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (local.set $nul (local.get $out))
        (loop $search
          (local.set $bits (i8x16.bitmask (i8x16.eq (v128.load align=1 (local.get $nul)) (v128.const i64x2 0 0))))
          (if (i32.eqz (local.get $bits)) (then
            (local.set $nul (i32.add (local.get $nul) (i32.const 16)))
            (br_if $done (i32.ge_u (local.get $nul) (local.get $end)))
            (br $search))))
        (local.set $nul (i32.add (local.get $nul) (i32.ctz (local.get $bits))))
        (local.set $stop (i32.add (i32.add (local.get $nul) (i32.const 1)) (local.get $idLength)))
        (br_if $done (i32.gt_u (local.get $stop) (local.get $end)))
        ;; Which instruction made the last byte of this entry.
        (block $found
          (loop $instruction
            (br_if $found (i32.ge_u (local.get $until) (local.get $stop)))
            (br_if $found (i32.ge_u (local.get $delta) (local.get $deltaEnd)))
            (local.set $from (local.get $until))
            (local.set $isCopy (i32.load8_u (local.get $delta)))
            (local.set $delta (i32.add (local.get $delta) (i32.const 1)))
            (if (i32.and (local.get $isCopy) (i32.const 128))
              (then
                (local.set $until (i32.add (local.get $until) (i32.wrap_i64 (i64.shr_u
                  (call $operands (local.get $delta) (local.get $isCopy)) (i64.const 32)))))
                (local.set $delta (i32.add (local.get $delta) (i32.popcnt (i32.and (local.get $isCopy) (i32.const 127)))))
                (local.set $isCopy (i32.const 1)))
              (else
                (local.set $delta (i32.add (local.get $delta) (local.get $isCopy)))
                (local.set $until (i32.add (local.get $until) (local.get $isCopy)))
                (local.set $isCopy (i32.const 0))))
            (br $instruction)))
        (if (i32.eqz (i32.and (local.get $isCopy) (i32.ge_u (local.get $nul) (local.get $from)))) (then
          (if (i32.gt_u (i32.add (local.get $used) (i32.add (local.get $idLength) (i32.const 1))) (local.get $limit))
            (then (return (i32.const -1))))
          ;; Modes: 100644, 100755, 120000 and the like; 40000, of old also 040000; 160000.
          (local.set $bits (i32.load16_u align=1 (local.get $out)))
          (i32.store8 (i32.add (local.get $into) (local.get $used))
            (if (result i32) (i32.eq (local.get $bits) (i32.const 0x3631))
              (then (i32.const 2))
              (else (i32.ne (i32.and (local.get $bits) (i32.const 0xff)) (i32.const 0x31)))))
          (local.set $used (i32.add (local.get $used) (i32.const 1)))
          (memory.copy (i32.add (local.get $into) (local.get $used)) (i32.add (local.get $nul) (i32.const 1))
            (local.get $idLength))
          (local.set $used (i32.add (local.get $used) (local.get $idLength)))))
        (local.set $out (local.get $stop))
        (br $each)))
    (local.get $used))
)
