// ISA-L's inflate (igzip), and the two places inside its state that Swift cannot import because the arrays are too long.
// Written against ISA-L 2.30 (Debian: libisal-dev).

#ifndef CINFLATE_SHIM_H
#define CINFLATE_SHIM_H

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

/// Output that is unpacked but not handed out yet: the bytes `tmp_out_processed ..< tmp_out_valid` from here.
static inline const uint8_t *inflate_waiting_output(const struct inflate_state *state) {
    return state->tmp_out_buffer;
}

/// The table that the next bits of a block are looked up in to find its literals and lengths.
static inline uint32_t *inflate_literal_table(struct inflate_state *state) {
    return state->lit_huff_code.short_code_lookup;
}

/// The number of bits that index `inflate_literal_table`.
enum { inflate_literal_table_bits = ISAL_DECODE_LONG_BITS };

#endif
