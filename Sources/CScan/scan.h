// Where the words of a block of text begin and end: the first of the parser's two stages.
//
// The bytes are looked at 64 at a time, as three bit masks (blank or control, space, line feed). Everything the
// second stage wants to know about ordinary lines follows from these masks without a branch for a byte, as in
// simdjson's stage 1 (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019).

#ifndef WEIR_SCAN_H
#define WEIR_SCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/// One bit for each of 64 bytes, the first byte in the lowest bit.
typedef struct {
    uint64_t control; // bytes up to 0x20: the space, the line feed and every other control character
    uint64_t space;
    uint64_t feed;
} weir_masks;

#if defined(__SSE2__)

static inline weir_masks weir_masks_of(const uint8_t *bytes) {
    const __m128i space = _mm_set1_epi8(0x20), feed = _mm_set1_epi8('\n');
    weir_masks masks = {0, 0, 0};
    for (int part = 0; part < 4; part++) {
        const __m128i chunk = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        const int shift = 16 * part;
        masks.control |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(chunk, space), chunk)) << shift;
        masks.space |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(chunk, space)) << shift;
        masks.feed |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(chunk, feed)) << shift;
    }
    return masks;
}

#elif defined(__ARM_NEON)

static inline uint64_t weir_bits(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
    const uint8x16_t weight = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t ab = vpaddq_u8(vandq_u8(a, weight), vandq_u8(b, weight));
    const uint8x16_t cd = vpaddq_u8(vandq_u8(c, weight), vandq_u8(d, weight));
    const uint8x16_t all = vpaddq_u8(ab, cd);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

static inline weir_masks weir_masks_of(const uint8_t *bytes) {
    const uint8x16_t space = vdupq_n_u8(0x20), feed = vdupq_n_u8('\n');
    const uint8x16_t a = vld1q_u8(bytes), b = vld1q_u8(bytes + 16), c = vld1q_u8(bytes + 32), d = vld1q_u8(bytes + 48);
    weir_masks masks;
    masks.control = weir_bits(vcleq_u8(a, space), vcleq_u8(b, space), vcleq_u8(c, space), vcleq_u8(d, space));
    masks.space = weir_bits(vceqq_u8(a, space), vceqq_u8(b, space), vceqq_u8(c, space), vceqq_u8(d, space));
    masks.feed = weir_bits(vceqq_u8(a, feed), vceqq_u8(b, feed), vceqq_u8(c, feed), vceqq_u8(d, feed));
    return masks;
}

#else

static inline weir_masks weir_masks_of(const uint8_t *bytes) {
    weir_masks masks = {0, 0, 0};
    for (int i = 0; i < 64; i++) {
        masks.control |= (uint64_t)(bytes[i] <= 0x20) << i;
        masks.space |= (uint64_t)(bytes[i] == 0x20) << i;
        masks.feed |= (uint64_t)(bytes[i] == '\n') << i;
    }
    return masks;
}

#endif

/// Set in an element of `ends` when the line is irregular: it holds a tab or another control character, two
/// separators side by side, or one at its start or end (an empty line among them).
#define WEIR_IRREGULAR 0x80000000u

/// What a scan found.
typedef struct {
    size_t lines;     // how many line feeds, and so how many elements of `ends`
    size_t marks;     // how many elements of `marks`
    size_t scanned;   // how many bytes were looked at: `count`, or fewer when the room ran out
} weir_scan_result;

/// Finds the separators and the line ends of bytes[0 ..< count].
///
/// `marks` gets the position of every byte up to 0x20, in order; `ends` gets, for every line feed, its index in
/// `marks`, with WEIR_IRREGULAR or'ed in where it applies. Between two elements of `ends` of a regular line, each
/// mark is the single space between two words. Stops when `marks` might not hold the marks of the next 64 bytes
/// (`ends` has as much room as `marks`).
static inline weir_scan_result weir_scan(
    const uint8_t *bytes, size_t count, uint32_t *marks, uint32_t *ends, size_t room
) {
    weir_scan_result result = {0, 0, 0};
    uint64_t after_separator = 1; // bit 0: the byte before these 64 was a separator; so is a line's beginning
    uint64_t irregular = 0;       // whether the unfinished line is known to be irregular
    while (result.scanned < count && room - result.marks >= 64) {
        uint8_t tail[64];
        const uint8_t *window = bytes + result.scanned;
        const size_t left = count - result.scanned;
        if (left < 64) {
            memset(tail, 'x', sizeof tail);
            memcpy(tail, window, left);
            window = tail;
        }
        const weir_masks masks = weir_masks_of(window);
        const uint64_t odd = (masks.control & ~(masks.space | masks.feed))
            | (masks.control & (masks.control << 1 | after_separator));
        after_separator = masks.control >> 63;

        uint32_t *mark = marks + result.marks;
        for (uint64_t rest = masks.control; rest != 0; rest &= rest - 1) {
            *mark++ = (uint32_t)result.scanned + (uint32_t)__builtin_ctzll(rest);
        }

        uint64_t begin = 0; // the bits before the unfinished line
        for (uint64_t rest = masks.feed; rest != 0; rest &= rest - 1) {
            const uint64_t until = rest ^ (rest - 1); // every bit up to and with the line feed
            const uint32_t index = (uint32_t)result.marks + (uint32_t)__builtin_popcountll(masks.control & until) - 1;
            ends[result.lines++] = index | ((odd & until & ~begin) != 0 || irregular ? WEIR_IRREGULAR : 0);
            begin = until;
            irregular = 0;
        }
        irregular |= odd & ~begin;
        result.marks = (size_t)(mark - marks);
        result.scanned += left < 64 ? left : 64;
    }
    return result;
}

#endif
