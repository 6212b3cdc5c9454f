// Where the words of a block of text begin and end: the first of the parser's two stages.
//
// The bytes are looked at 64 at a time, as three bit masks (blank or control, space, line feed). Everything the
// second stage wants to know about ordinary lines follows from these masks without a branch for a byte, as in
// simdjson's stage 1 (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019).
//
// Measured on version 2 lines in the cache (Intel Xeon at 2.1 GHz, one core): 4.3 GB/s with SSE2 and a loop over the bits
// of each mask; 6.4 GB/s with AVX2, BMI and marks stored twelve at a time, without asking how many there are.

#ifndef WEIR_SCAN_H
#define WEIR_SCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "means.h"

/// One bit for each of 64 bytes, the first byte in the lowest bit.
typedef struct {
    uint64_t control; // bytes up to 0x20: the space, the line feed and every other control character
    uint64_t space;
    uint64_t feed;
} weir_masks;

#if defined(__x86_64__)

/// Every x86-64 has SSE2.
WEIR_INLINE weir_masks weir_masks_of(const uint8_t *bytes) {
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

WEIR_AVX2 WEIR_INLINE weir_masks weir_masks_of_avx2(const uint8_t *bytes) {
    const __m256i space = _mm256_set1_epi8(0x20), feed = _mm256_set1_epi8('\n');
    const __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
    const __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
#define WEIR_BITS(test)                                                                                              \
    ((uint64_t)(uint32_t)_mm256_movemask_epi8(test(high)) << 32 | (uint64_t)(uint32_t)_mm256_movemask_epi8(test(low)))
#define WEIR_IS_CONTROL(chunk) _mm256_cmpeq_epi8(_mm256_min_epu8(chunk, space), chunk)
#define WEIR_IS_SPACE(chunk) _mm256_cmpeq_epi8(chunk, space)
#define WEIR_IS_FEED(chunk) _mm256_cmpeq_epi8(chunk, feed)
    const weir_masks masks = {WEIR_BITS(WEIR_IS_CONTROL), WEIR_BITS(WEIR_IS_SPACE), WEIR_BITS(WEIR_IS_FEED)};
#undef WEIR_BITS
#undef WEIR_IS_CONTROL
#undef WEIR_IS_SPACE
#undef WEIR_IS_FEED
    return masks;
}

#elif defined(__ARM_NEON)

WEIR_INLINE uint64_t weir_bits(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
    const uint8x16_t weight = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t ab = vpaddq_u8(vandq_u8(a, weight), vandq_u8(b, weight));
    const uint8x16_t cd = vpaddq_u8(vandq_u8(c, weight), vandq_u8(d, weight));
    const uint8x16_t all = vpaddq_u8(ab, cd);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(all, all)), 0);
}

WEIR_INLINE weir_masks weir_masks_of(const uint8_t *bytes) {
    const uint8x16_t space = vdupq_n_u8(0x20), feed = vdupq_n_u8('\n');
    const uint8x16_t a = vld1q_u8(bytes), b = vld1q_u8(bytes + 16), c = vld1q_u8(bytes + 32), d = vld1q_u8(bytes + 48);
    weir_masks masks;
    masks.control = weir_bits(vcleq_u8(a, space), vcleq_u8(b, space), vcleq_u8(c, space), vcleq_u8(d, space));
    masks.space = weir_bits(vceqq_u8(a, space), vceqq_u8(b, space), vceqq_u8(c, space), vceqq_u8(d, space));
    masks.feed = weir_bits(vceqq_u8(a, feed), vceqq_u8(b, feed), vceqq_u8(c, feed), vceqq_u8(d, feed));
    return masks;
}

#else

WEIR_INLINE weir_masks weir_masks_of(const uint8_t *bytes) {
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

/// How many marks are stored without asking whether there are so many: those of nearly every 64 bytes of a flow log.
#define WEIR_AT_ONCE 12

/// What a scan found.
typedef struct {
    size_t lines;     // how many line feeds, and so how many elements of `ends`
    size_t marks;     // how many elements of `marks`
    size_t scanned;   // how many bytes were looked at: `count`, or fewer when the room ran out
} weir_scan_result;

WEIR_INLINE weir_scan_result weir_scan_with(
    weir_masks (*masks_of)(const uint8_t *),
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
        const weir_masks masks = masks_of(window);
        const uint64_t odd = (masks.control & ~(masks.space | masks.feed))
            | (masks.control & (masks.control << 1 | after_separator));
        after_separator = masks.control >> 63;

        // A loop that ends with the last mark would end differently each time, which no processor can foresee.
        uint32_t *mark = marks + result.marks;
        uint64_t rest = masks.control;
        for (int i = 0; i < WEIR_AT_ONCE; i++) {
            mark[i] = (uint32_t)result.scanned + (uint32_t)(rest != 0 ? __builtin_ctzll(rest) : 64);
            rest &= rest - 1;
        }
        for (mark += WEIR_AT_ONCE; rest != 0; rest &= rest - 1) {
            *mark++ = (uint32_t)result.scanned + (uint32_t)__builtin_ctzll(rest);
        }

        rest = masks.feed;
        if ((odd | irregular | (rest & (rest - 1))) == 0) {
            // As nearly always: at most one line ends here, and nothing is irregular. Stored whether or not it does.
            const uint64_t until = rest ^ (rest - 1);
            ends[result.lines] = (uint32_t)result.marks + (uint32_t)__builtin_popcountll(masks.control & until);
            result.lines += rest != 0;
        } else {
            uint64_t begin = 0; // the bits before the unfinished line
            for (; rest != 0; rest &= rest - 1) {
                const uint64_t until = rest ^ (rest - 1); // every bit up to and with the line feed
                const uint32_t index = (uint32_t)result.marks + (uint32_t)__builtin_popcountll(masks.control & until);
                ends[result.lines++] = index | ((odd & until & ~begin) != 0 || irregular ? WEIR_IRREGULAR : 0);
                begin = until;
                irregular = 0;
            }
            irregular |= odd & ~begin;
        }
        result.marks += (size_t)__builtin_popcountll(masks.control);
        result.scanned += left < 64 ? left : 64;
    }
    return result;
}

static inline weir_scan_result weir_scan_plain(
    const uint8_t *bytes, size_t count, uint32_t *marks, uint32_t *ends, size_t room
) {
    return weir_scan_with(weir_masks_of, bytes, count, marks, ends, room);
}

#if defined(__x86_64__)
WEIR_AVX2 static inline weir_scan_result weir_scan_avx2(
    const uint8_t *bytes, size_t count, uint32_t *marks, uint32_t *ends, size_t room
) {
    return weir_scan_with(weir_masks_of_avx2, bytes, count, marks, ends, room);
}
#endif

/// Finds the separators and the line ends of bytes[0 ..< count].
///
/// `marks` gets the position of every byte up to 0x20, in order; `ends` gets, for every line feed, how many marks there
/// are up to it, with WEIR_IRREGULAR or'ed in where it applies. Between two elements of `ends` of a regular line, each
/// mark is the single space between two words. Stops when `marks` might not hold the marks of the next 64 bytes
/// (`ends` has as much room as `marks`).
static inline weir_scan_result weir_scan(
    const uint8_t *bytes, size_t count, uint32_t *marks, uint32_t *ends, size_t room
) {
#if defined(__x86_64__)
    if (weir_has_avx2()) return weir_scan_avx2(bytes, count, marks, ends, room);
#endif
    return weir_scan_plain(bytes, count, marks, ends, room);
}

#endif
