;; Inflate and git's delta, on memory that JavaScript lays out (see workspace.ts).
;;
;; Written for many small streams: zlib's own set-up costs more than most git objects take to inflate, and here
;; nothing is allocated per call. Formats: RFC 1950 (zlib), RFC 1951 (deflate), gitformat-pack(5) (deltas).
;; Every function checks its input; memory safety against hostile bytes is the module's own sandbox plus the
;; limits passed in, behind which the caller keeps 32 bytes of slack, because copies run in words.
(module
  (memory (export "memory") 1)

  ;; Where things stand in the first pages.
  ;;      0  u8[320]   code lengths of the block being read
  ;;    384  i32[16]   how many codes of each length
  ;;    448  i32[16]   next code of each length
  ;;    512  u8[19]    order of the code length codes
  ;;    544  u16[32]   length base     608  u8[32]  length extra bits
  ;;    640  u16[32]   distance base   704  u8[32]  distance extra bits
  ;;   1024  code table, fixed literals and lengths
  ;;   4096  code table, fixed distances
  ;;   7168  code table, literals and lengths of this block
  ;;  10240  code table, distances of this block
  ;;  13312  code table, code lengths of this block
  ;; A code table: u16[1024] symbols by the next 10 bits (length << 9 | symbol), and for longer codes
  ;;   2048  i32[17]   first code beyond each length, in 16 bits
  ;;   2116  i32[16]   first code of each length
  ;;   2180  i32[16]   position of that code's symbol
  ;;   2244  u16[320]  symbols in the order of their codes
  (data (i32.const 512) "\10\11\12\00\08\07\09\06\0a\05\0b\04\0c\03\0d\02\0e\01\0f")
  (data (i32.const 544)
    "\03\00\04\00\05\00\06\00\07\00\08\00\09\00\0a\00\0b\00\0d\00\0f\00\11\00\13\00\17\00\1b\00\1f\00"
    "\23\00\2b\00\33\00\3b\00\43\00\53\00\63\00\73\00\83\00\a3\00\c3\00\e3\00\02\01\00\00\00\00\00\00")
  (data (i32.const 608) "\00\00\00\00\00\00\00\00\01\01\01\01\02\02\02\02\03\03\03\03\04\04\04\04\05\05\05\05\00\00\00\00")
  (data (i32.const 640)
    "\01\00\02\00\03\00\04\00\05\00\07\00\09\00\0d\00\11\00\19\00\21\00\31\00\41\00\61\00\81\00\c1\00"
    "\01\01\81\01\01\02\01\03\01\04\01\06\01\08\01\0c\01\10\01\18\01\20\01\30\01\40\01\60\00\00\00\00")
  (data (i32.const 704) "\00\00\00\00\01\01\02\02\03\03\04\04\05\05\06\06\07\07\08\08\09\09\0a\0a\0b\0b\0c\0c\0d\0d\00\00")

  ;; The lowest `count` bits of `value` (at most 16) in the opposite order.
  (func $reversed (param $value i32) (param $count i32) (result i32)
    (local.set $value (i32.or
      (i32.shr_u (i32.and (local.get $value) (i32.const 0xaaaa)) (i32.const 1))
      (i32.shl (i32.and (local.get $value) (i32.const 0x5555)) (i32.const 1))))
    (local.set $value (i32.or
      (i32.shr_u (i32.and (local.get $value) (i32.const 0xcccc)) (i32.const 2))
      (i32.shl (i32.and (local.get $value) (i32.const 0x3333)) (i32.const 2))))
    (local.set $value (i32.or
      (i32.shr_u (i32.and (local.get $value) (i32.const 0xf0f0)) (i32.const 4))
      (i32.shl (i32.and (local.get $value) (i32.const 0x0f0f)) (i32.const 4))))
    (local.set $value (i32.or
      (i32.shr_u (i32.and (local.get $value) (i32.const 0xff00)) (i32.const 8))
      (i32.shl (i32.and (local.get $value) (i32.const 0x00ff)) (i32.const 8))))
    (i32.shr_u (local.get $value) (i32.sub (i32.const 16) (local.get $count))))

  ;; Fills the code table at `table` from `count` code lengths at `lengths`; 0 when they over-subscribe the code.
  (func $build (param $table i32) (param $lengths i32) (param $count i32) (result i32)
    (local $at i32) (local $code i32) (local $position i32) (local $length i32) (local $many i32) (local $next i32)
    (memory.fill (i32.const 384) (i32.const 0) (i32.const 64))
    (memory.fill (local.get $table) (i32.const 0) (i32.const 2048))
    (loop $each
      (local.set $length (i32.shl (i32.load8_u (i32.add (local.get $lengths) (local.get $at))) (i32.const 2)))
      (i32.store offset=384 (local.get $length) (i32.add (i32.load offset=384 (local.get $length)) (i32.const 1)))
      (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $count))))
    (local.set $length (i32.const 1))
    (loop $each
      (local.set $next (i32.shl (local.get $length) (i32.const 2)))
      (local.set $many (i32.load offset=384 (local.get $next)))
      (i32.store offset=448 (local.get $next) (local.get $code))
      (i32.store offset=2116 (i32.add (local.get $table) (local.get $next)) (local.get $code))
      (i32.store offset=2180 (i32.add (local.get $table) (local.get $next)) (local.get $position))
      (local.set $code (i32.add (local.get $code) (local.get $many)))
      (if (i32.gt_u (local.get $code) (i32.shl (i32.const 1) (local.get $length))) (then (return (i32.const 0))))
      (i32.store offset=2048 (i32.add (local.get $table) (local.get $next))
        (i32.shl (local.get $code) (i32.sub (i32.const 16) (local.get $length))))
      (local.set $code (i32.shl (local.get $code) (i32.const 1)))
      (local.set $position (i32.add (local.get $position) (local.get $many)))
      (br_if $each (i32.lt_u (local.tee $length (i32.add (local.get $length) (i32.const 1))) (i32.const 16))))
    (i32.store offset=2112 (local.get $table) (i32.const 0x10000))
    (local.set $at (i32.const 0))
    (loop $each
      (local.set $length (i32.load8_u (i32.add (local.get $lengths) (local.get $at))))
      (if (local.get $length) (then
        (local.set $many (i32.shl (local.get $length) (i32.const 2)))
        (local.set $code (i32.load offset=448 (local.get $many)))
        (i32.store offset=448 (local.get $many) (i32.add (local.get $code) (i32.const 1)))
        (local.set $position (i32.add (i32.load offset=2180 (i32.add (local.get $table) (local.get $many)))
          (i32.sub (local.get $code) (i32.load offset=2116 (i32.add (local.get $table) (local.get $many))))))
        (i32.store16 offset=2244 (i32.add (local.get $table) (i32.shl (local.get $position) (i32.const 1))) (local.get $at))
        (if (i32.le_u (local.get $length) (i32.const 10)) (then
          (local.set $next (call $reversed (local.get $code) (local.get $length)))
          (local.set $many (i32.or (i32.shl (local.get $length) (i32.const 9)) (local.get $at)))
          (loop $every
            (i32.store16 (i32.add (local.get $table) (i32.shl (local.get $next) (i32.const 1))) (local.get $many))
            (br_if $every (i32.lt_u
              (local.tee $next (i32.add (local.get $next) (i32.shl (i32.const 1) (local.get $length))))
              (i32.const 1024))))))))
      (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $count))))
    (i32.const 1))

  ;; The symbol of a code longer than 10 bits, as length << 9 | symbol; 0 when no code begins so.
  (func $longSymbol (param $table i32) (param $bits i32) (result i32)
    (local $code i32) (local $length i32) (local $row i32)
    (local.set $code (call $reversed (i32.and (local.get $bits) (i32.const 0xffff)) (i32.const 16)))
    (local.set $length (i32.const 11))
    (loop $each
      (local.set $row (i32.add (local.get $table) (i32.shl (local.get $length) (i32.const 2))))
      (if (i32.ge_u (local.get $code) (i32.load offset=2048 (local.get $row))) (then
        (local.set $length (i32.add (local.get $length) (i32.const 1)))
        (br_if $each (i32.lt_u (local.get $length) (i32.const 16)))
        (return (i32.const 0)))))
    (local.set $code (i32.add
      (i32.sub (i32.shr_u (local.get $code) (i32.sub (i32.const 16) (local.get $length)))
        (i32.load offset=2116 (local.get $row)))
      (i32.load offset=2180 (local.get $row))))
    (if (i32.ge_u (local.get $code) (i32.const 320)) (then (return (i32.const 0))))
    (i32.or (i32.shl (local.get $length) (i32.const 9))
      (i32.load16_u offset=2244 (i32.add (local.get $table) (i32.shl (local.get $code) (i32.const 1))))))

  ;; The Adler-32 checksum of `length` bytes.
  (func $adler (param $at i32) (param $length i32) (result i32)
    (local $low i32) (local $high i32) (local $stop i32) (local $end i32)
    (local.set $low (i32.const 1))
    (local.set $end (i32.add (local.get $at) (local.get $length)))
    (block $done
      (loop $blocks
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        ;; 5552 is the most bytes before the sums could pass 32 bits (RFC 1950 and zlib's NMAX).
        (local.set $stop (i32.add (local.get $at) (i32.const 5552)))
        (if (i32.gt_u (local.get $stop) (local.get $end)) (then (local.set $stop (local.get $end))))
        (block $rest
          (loop $eight
            (br_if $rest (i32.gt_u (i32.add (local.get $at) (i32.const 8)) (local.get $stop)))
            (local.set $low (i32.add (local.get $low) (i32.load8_u (local.get $at))))
            (local.set $high (i32.add (local.get $high) (local.get $low)))
            (local.set $low (i32.add (local.get $low) (i32.load8_u offset=1 (local.get $at))))
            (local.set $high (i32.add (local.get $high) (local.get $low)))
            (local.set $low (i32.add (local.get $low) (i32.load8_u offset=2 (local.get $at))))
            (local.set $high (i32.add (local.get $high) (local.get $low)))
            (local.set $low (i32.add (local.get $low) (i32.load8_u offset=3 (local.get $at))))
            (local.set $high (i32.add (local.get $high) (local.get $low)))
            (local.set $low (i32.add (local.get $low) (i32.load8_u offset=4 (local.get $at))))
            (local.set $high (i32.add (local.get $high) (local.get $low)))
            (local.set $low (i32.add (local.get $low) (i32.load8_u offset=5 (local.get $at))))
            (local.set $high (i32.add (local.get $high) (local.get $low)))
            (local.set $low (i32.add (local.get $low) (i32.load8_u offset=6 (local.get $at))))
            (local.set $high (i32.add (local.get $high) (local.get $low)))
            (local.set $low (i32.add (local.get $low) (i32.load8_u offset=7 (local.get $at))))
            (local.set $high (i32.add (local.get $high) (local.get $low)))
            (local.set $at (i32.add (local.get $at) (i32.const 8)))
            (br $eight)))
        (block $none
          (loop $one
            (br_if $none (i32.ge_u (local.get $at) (local.get $stop)))
            (local.set $low (i32.add (local.get $low) (i32.load8_u (local.get $at))))
            (local.set $high (i32.add (local.get $high) (local.get $low)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br $one)))
        (local.set $low (i32.rem_u (local.get $low) (i32.const 65521)))
        (local.set $high (i32.rem_u (local.get $high) (i32.const 65521)))
        (br $blocks)))
    (i32.or (i32.shl (local.get $high) (i32.const 16)) (local.get $low)))

  ;; Reads the code lengths of a dynamic block. Returns the bit position behind them, or -1. The caller's bits are
  ;; given as a position in bits from `source`, because dynamic headers are rare enough not to share registers.
  (func $dynamic (param $source i32) (param $bit i32) (result i32)
    (local $literals i32) (local $distances i32) (local $codes i32) (local $at i32) (local $entry i32)
    (local $symbol i32) (local $repeat i32) (local $value i32) (local $window i32)
    (local.set $window (i32.shr_u (i32.load (i32.add (local.get $source) (i32.shr_u (local.get $bit) (i32.const 3))))
      (i32.and (local.get $bit) (i32.const 7))))
    (local.set $literals (i32.add (i32.and (local.get $window) (i32.const 31)) (i32.const 257)))
    (local.set $distances (i32.add (i32.and (i32.shr_u (local.get $window) (i32.const 5)) (i32.const 31)) (i32.const 1)))
    (local.set $codes (i32.add (i32.and (i32.shr_u (local.get $window) (i32.const 10)) (i32.const 15)) (i32.const 4)))
    (local.set $bit (i32.add (local.get $bit) (i32.const 14)))
    (if (i32.gt_u (local.get $literals) (i32.const 286)) (then (return (i32.const -1))))
    (if (i32.gt_u (local.get $distances) (i32.const 30)) (then (return (i32.const -1))))
    (memory.fill (i32.const 0) (i32.const 0) (i32.const 320))
    (loop $each
      (i32.store8 (i32.load8_u offset=512 (local.get $at))
        (i32.and (i32.const 7)
          (i32.shr_u (i32.load16_u (i32.add (local.get $source) (i32.shr_u (local.get $bit) (i32.const 3))))
            (i32.and (local.get $bit) (i32.const 7)))))
      (local.set $bit (i32.add (local.get $bit) (i32.const 3)))
      (br_if $each (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $codes))))
    (if (i32.eqz (call $build (i32.const 13312) (i32.const 0) (i32.const 19))) (then (return (i32.const -1))))
    (memory.fill (i32.const 0) (i32.const 0) (i32.const 320))
    (local.set $at (i32.const 0))
    (local.set $codes (i32.add (local.get $literals) (local.get $distances)))
    (loop $each
      (local.set $window (i32.shr_u (i32.load (i32.add (local.get $source) (i32.shr_u (local.get $bit) (i32.const 3))))
        (i32.and (local.get $bit) (i32.const 7))))
      (local.set $entry (i32.load16_u offset=13312
        (i32.shl (i32.and (local.get $window) (i32.const 1023)) (i32.const 1))))
      (if (i32.eqz (local.get $entry)) (then (return (i32.const -1))))
      (local.set $symbol (i32.and (local.get $entry) (i32.const 511)))
      (local.set $entry (i32.shr_u (local.get $entry) (i32.const 9)))
      (local.set $bit (i32.add (local.get $bit) (local.get $entry)))
      (local.set $window (i32.shr_u (local.get $window) (local.get $entry)))
      (if (i32.lt_u (local.get $symbol) (i32.const 16))
        (then
          (i32.store8 (local.get $at) (local.get $symbol))
          (local.set $at (i32.add (local.get $at) (i32.const 1))))
        (else
          (local.set $value (i32.const 0))
          (if (i32.eq (local.get $symbol) (i32.const 16))
            (then
              (if (i32.eqz (local.get $at)) (then (return (i32.const -1))))
              (local.set $value (i32.load8_u (i32.sub (local.get $at) (i32.const 1))))
              (local.set $repeat (i32.add (i32.and (local.get $window) (i32.const 3)) (i32.const 3)))
              (local.set $bit (i32.add (local.get $bit) (i32.const 2))))
            (else
              (if (i32.eq (local.get $symbol) (i32.const 17))
                (then
                  (local.set $repeat (i32.add (i32.and (local.get $window) (i32.const 7)) (i32.const 3)))
                  (local.set $bit (i32.add (local.get $bit) (i32.const 3))))
                (else
                  (local.set $repeat (i32.add (i32.and (local.get $window) (i32.const 127)) (i32.const 11)))
                  (local.set $bit (i32.add (local.get $bit) (i32.const 7)))))))
          (if (i32.gt_u (i32.add (local.get $at) (local.get $repeat)) (local.get $codes)) (then (return (i32.const -1))))
          (memory.fill (local.get $at) (local.get $value) (local.get $repeat))
          (local.set $at (i32.add (local.get $at) (local.get $repeat)))))
      (br_if $each (i32.lt_u (local.get $at) (local.get $codes))))
    (if (i32.eqz (call $build (i32.const 10240) (local.get $literals) (local.get $distances)))
      (then (return (i32.const -1))))
    (if (i32.eqz (call $build (i32.const 7168) (i32.const 0) (local.get $literals))) (then (return (i32.const -1))))
    (local.get $bit))

  ;; The tables of RFC 1951, section 3.2.6.
  (func $fixed
    (memory.fill (i32.const 0) (i32.const 8) (i32.const 144))
    (memory.fill (i32.const 144) (i32.const 9) (i32.const 112))
    (memory.fill (i32.const 256) (i32.const 7) (i32.const 24))
    (memory.fill (i32.const 280) (i32.const 8) (i32.const 8))
    (drop (call $build (i32.const 1024) (i32.const 0) (i32.const 288)))
    (memory.fill (i32.const 0) (i32.const 5) (i32.const 32))
    (drop (call $build (i32.const 4096) (i32.const 0) (i32.const 32))))
  (start $fixed)

  ;; Inflates the zlib stream that begins at `source` and lies before `sourceEnd` into exactly `size` bytes at `out`.
  ;; Returns how many bytes the stream took, or 0 when it is damaged or of another size.
  (func (export "inflate") (param $source i32) (param $sourceEnd i32) (param $out i32) (param $size i32) (result i32)
    (local $hold i64) (local $bits i32) (local $in i32) (local $to i32) (local $end i32) (local $last i32)
    (local $kind i32) (local $literals i32) (local $distances i32) (local $entry i32) (local $symbol i32)
    (local $length i32) (local $distance i32) (local $from i32) (local $stop i32)
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
      (if (i32.gt_u (local.get $in) (local.get $sourceEnd)) (then
        ;; Words are read ahead: only what was used counts.
        (if (i32.gt_u (i32.sub (local.get $in) (i32.shr_u (local.get $bits) (i32.const 3))) (local.get $sourceEnd))
          (then (return (i32.const 0))))))
      ;; Refill to at least 56 bits.
      (local.set $hold (i64.or (local.get $hold)
        (i64.shl (i64.load (local.get $in)) (i64.extend_i32_u (local.get $bits)))))
      (local.set $in (i32.add (local.get $in) (i32.shr_u (i32.sub (i32.const 63) (local.get $bits)) (i32.const 3))))
      (local.set $bits (i32.or (local.get $bits) (i32.const 56)))
      (local.set $last (i32.and (i32.wrap_i64 (local.get $hold)) (i32.const 1)))
      (local.set $kind (i32.and (i32.wrap_i64 (i64.shr_u (local.get $hold) (i64.const 1))) (i32.const 3)))
      (local.set $hold (i64.shr_u (local.get $hold) (i64.const 3)))
      (local.set $bits (i32.sub (local.get $bits) (i32.const 3)))
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
              (local.set $literals (i32.const 1024))
              (local.set $distances (i32.const 4096)))
            (else
              (local.set $literals (i32.const 7168))
              (local.set $distances (i32.const 10240))
              (local.set $entry (call $dynamic (local.get $source)
                (i32.sub (i32.shl (i32.sub (local.get $in) (local.get $source)) (i32.const 3)) (local.get $bits))))
              (if (i32.lt_s (local.get $entry) (i32.const 0)) (then (return (i32.const 0))))
              (local.set $in (i32.add (local.get $source) (i32.shr_u (local.get $entry) (i32.const 3))))
              (local.set $entry (i32.and (local.get $entry) (i32.const 7)))
              (local.set $hold (i64.shr_u (i64.load8_u (local.get $in)) (i64.extend_i32_u (local.get $entry))))
              (local.set $bits (i32.sub (i32.const 8) (local.get $entry)))
              (local.set $in (i32.add (local.get $in) (i32.const 1)))))
          (block $endOfBlock
            (loop $symbols
              ;; One refill serves a length, its extra bits, a distance and its extra bits: 48 bits at most.
              (local.set $hold (i64.or (local.get $hold)
                (i64.shl (i64.load (local.get $in)) (i64.extend_i32_u (local.get $bits)))))
              (local.set $in (i32.add (local.get $in)
                (i32.shr_u (i32.sub (i32.const 63) (local.get $bits)) (i32.const 3))))
              (local.set $bits (i32.or (local.get $bits) (i32.const 56)))
              (if (i32.gt_u (i32.sub (local.get $in) (i32.const 8)) (local.get $sourceEnd)) (then (return (i32.const 0))))
              (local.set $entry (i32.load16_u (i32.add (local.get $literals)
                (i32.and (i32.shl (i32.wrap_i64 (local.get $hold)) (i32.const 1)) (i32.const 2046)))))
              (if (i32.eqz (local.get $entry)) (then
                (local.set $entry (call $longSymbol (local.get $literals) (i32.wrap_i64 (local.get $hold))))
                (if (i32.eqz (local.get $entry)) (then (return (i32.const 0))))))
              (local.set $symbol (i32.and (local.get $entry) (i32.const 511)))
              (local.set $entry (i32.shr_u (local.get $entry) (i32.const 9)))
              (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $entry))))
              (local.set $bits (i32.sub (local.get $bits) (local.get $entry)))
              (if (i32.lt_u (local.get $symbol) (i32.const 256)) (then
                (if (i32.ge_u (local.get $to) (local.get $end)) (then (return (i32.const 0))))
                (i32.store8 (local.get $to) (local.get $symbol))
                (local.set $to (i32.add (local.get $to) (i32.const 1)))
                ;; A second literal fits in the same refill.
                (local.set $entry (i32.load16_u (i32.add (local.get $literals)
                  (i32.and (i32.shl (i32.wrap_i64 (local.get $hold)) (i32.const 1)) (i32.const 2046)))))
                (br_if $symbols (i32.eqz (local.get $entry)))
                (local.set $symbol (i32.and (local.get $entry) (i32.const 511)))
                (br_if $symbols (i32.ge_u (local.get $symbol) (i32.const 256)))
                (br_if $symbols (i32.ge_u (local.get $to) (local.get $end)))
                (local.set $entry (i32.shr_u (local.get $entry) (i32.const 9)))
                (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $entry))))
                (local.set $bits (i32.sub (local.get $bits) (local.get $entry)))
                (i32.store8 (local.get $to) (local.get $symbol))
                (local.set $to (i32.add (local.get $to) (i32.const 1)))
                (br $symbols)))
              (br_if $endOfBlock (i32.eq (local.get $symbol) (i32.const 256)))
              (local.set $symbol (i32.sub (local.get $symbol) (i32.const 257)))
              (if (i32.ge_u (local.get $symbol) (i32.const 29)) (then (return (i32.const 0))))
              (local.set $entry (i32.load8_u offset=608 (local.get $symbol)))
              (local.set $length (i32.add (i32.load16_u offset=544 (i32.shl (local.get $symbol) (i32.const 1)))
                (i32.and (i32.wrap_i64 (local.get $hold))
                  (i32.sub (i32.shl (i32.const 1) (local.get $entry)) (i32.const 1)))))
              (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $entry))))
              (local.set $bits (i32.sub (local.get $bits) (local.get $entry)))
              (local.set $entry (i32.load16_u (i32.add (local.get $distances)
                (i32.and (i32.shl (i32.wrap_i64 (local.get $hold)) (i32.const 1)) (i32.const 2046)))))
              (if (i32.eqz (local.get $entry)) (then
                (local.set $entry (call $longSymbol (local.get $distances) (i32.wrap_i64 (local.get $hold))))
                (if (i32.eqz (local.get $entry)) (then (return (i32.const 0))))))
              (local.set $symbol (i32.and (local.get $entry) (i32.const 511)))
              (if (i32.ge_u (local.get $symbol) (i32.const 30)) (then (return (i32.const 0))))
              (local.set $entry (i32.shr_u (local.get $entry) (i32.const 9)))
              (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $entry))))
              (local.set $bits (i32.sub (local.get $bits) (local.get $entry)))
              (local.set $entry (i32.load8_u offset=704 (local.get $symbol)))
              (local.set $distance (i32.add (i32.load16_u offset=640 (i32.shl (local.get $symbol) (i32.const 1)))
                (i32.and (i32.wrap_i64 (local.get $hold))
                  (i32.sub (i32.shl (i32.const 1) (local.get $entry)) (i32.const 1)))))
              (local.set $hold (i64.shr_u (local.get $hold) (i64.extend_i32_u (local.get $entry))))
              (local.set $bits (i32.sub (local.get $bits) (local.get $entry)))
              (if (i32.gt_u (local.get $distance) (i32.sub (local.get $to) (local.get $out))) (then (return (i32.const 0))))
              (if (i32.gt_u (local.get $length) (i32.sub (local.get $end) (local.get $to))) (then (return (i32.const 0))))
              (local.set $from (i32.sub (local.get $to) (local.get $distance)))
              (local.set $stop (i32.add (local.get $to) (local.get $length)))
              (if (i32.ge_u (local.get $distance) (i32.const 8))
                (then
                  (loop $words
                    (i64.store (local.get $to) (i64.load (local.get $from)))
                    (local.set $from (i32.add (local.get $from) (i32.const 8)))
                    (br_if $words (i32.lt_u
                      (local.tee $to (i32.add (local.get $to) (i32.const 8)))
                      (local.get $stop)))))
                (else
                  (loop $bytes
                    (i32.store8 (local.get $to) (i32.load8_u (local.get $from)))
                    (local.set $from (i32.add (local.get $from) (i32.const 1)))
                    (br_if $bytes (i32.lt_u
                      (local.tee $to (i32.add (local.get $to) (i32.const 1)))
                      (local.get $stop))))))
              (local.set $to (local.get $stop))
              (br $symbols)))))
      (br_if $block (i32.eqz (local.get $last))))
    (local.set $in (i32.sub (local.get $in) (i32.shr_u (local.get $bits) (i32.const 3))))
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

  ;; Operands of the copy instruction that follows `op`, as offset; `$copySize` gives its size, 0 meaning 64 KB.
  (global $offset (mut i32) (i32.const 0))
  (global $size (mut i32) (i32.const 0))
  (func $readCopy (param $at i32) (param $op i32) (result i32)
    (local $value i32) (local $shift i32)
    (loop $offset
      (if (i32.and (local.get $op) (i32.const 1)) (then
        (local.set $value (i32.or (local.get $value)
          (i32.shl (i32.load8_u (local.get $at)) (local.get $shift))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))))
      (local.set $op (i32.shr_u (local.get $op) (i32.const 1)))
      (br_if $offset (i32.lt_u
        (local.tee $shift (i32.add (local.get $shift) (i32.const 8)))
        (i32.const 32))))
    (global.set $offset (local.get $value))
    (local.set $value (i32.const 0))
    (local.set $shift (i32.const 0))
    (loop $size
      (if (i32.and (local.get $op) (i32.const 1)) (then
        (local.set $value (i32.or (local.get $value)
          (i32.shl (i32.load8_u (local.get $at)) (local.get $shift))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))))
      (local.set $op (i32.shr_u (local.get $op) (i32.const 1)))
      (br_if $size (i32.lt_u
        (local.tee $shift (i32.add (local.get $shift) (i32.const 8)))
        (i32.const 24))))
    (global.set $size (select (local.get $value) (i32.const 0x10000) (local.get $value)))
    (local.get $at))

  ;; Applies the delta between `delta` and `deltaEnd` to the base; 1 when it made exactly `size` bytes at `out`.
  (func (export "apply") (param $delta i32) (param $deltaEnd i32) (param $base i32) (param $baseSize i32)
      (param $out i32) (param $size i32) (result i32)
    (local $to i32) (local $end i32) (local $op i32) (local $from i32) (local $stop i32)
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
            (local.set $delta (call $readCopy (local.get $delta) (local.get $op)))
            (if (i32.gt_u (global.get $offset) (local.get $baseSize)) (then (return (i32.const 0))))
            (if (i32.gt_u (global.get $size) (i32.sub (local.get $baseSize) (global.get $offset)))
              (then (return (i32.const 0))))
            (if (i32.gt_u (global.get $size) (i32.sub (local.get $end) (local.get $to))) (then (return (i32.const 0))))
            (local.set $from (i32.add (local.get $base) (global.get $offset)))
            (if (i32.gt_u (global.get $size) (i32.const 256))
              (then
                (memory.copy (local.get $to) (local.get $from) (global.get $size))
                (local.set $to (i32.add (local.get $to) (global.get $size))))
              (else
                (local.set $stop (i32.add (local.get $to) (global.get $size)))
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
    (i32.eq (local.get $to) (local.get $end)))

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
              (local.set $delta (call $readCopy (local.get $delta) (local.get $op)))
              (local.set $until (i32.add (local.get $at) (local.get $margin)))
              (local.set $at (i32.add (local.get $at) (global.get $size))))
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
                (local.set $delta (call $readCopy (local.get $delta) (local.get $isCopy)))
                (local.set $until (i32.add (local.get $until) (global.get $size)))
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
