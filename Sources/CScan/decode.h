// What words mean, a column at a time: numbers and IPv4 addresses, without a branch for a byte.
//
// Word c of a record is bytes[marks[m - 1] + 1 ..< marks[m]], where m is the record's own number plus c, as the scanner
// found them. Only ordinary words are read here; the rows of all others (a dash, damage, a word so near the beginning or
// the end of the text that a load might leave it) are listed, and whoever calls reads them one by one.
//
// Measured on version 2 lines in the cache (Intel Xeon at 2.1 GHz, one core): a number 5 to 6 ns plain and 3.2 ns with AVX2,
// an address 20 ns and 9.5 ns; loops over the bytes of each word took 6 to 8 and 24.

#ifndef WEIR_DECODE_H
#define WEIR_DECODE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "means.h"

/// A column of words to be read.
typedef struct {
    const uint8_t *bytes;
    size_t count;            // how many bytes there are
    const uint32_t *marks;
    const uint32_t *records; // for each row, the mark that ends the record's first word
    size_t rows;
    size_t column;
} weir_words;

/// Where a row's word begins.
WEIR_INLINE size_t weir_start(weir_words words, size_t row) {
    return (uint32_t)(words.marks[words.records[row] + words.column - 1] + 1);
}

/// Where it ends.
WEIR_INLINE size_t weir_end(weir_words words, size_t row) {
    return words.marks[words.records[row] + words.column];
}

// Numbers

/// The number that eight digits, each in a byte as 0 to 9, the first one in the lowest byte, stand for.
WEIR_INLINE uint64_t weir_eight_digits(uint64_t digits) {
    const uint64_t pairs = (digits * 10 + (digits >> 8)) & 0x00FF00FF00FF00FFu;
    const uint64_t fours = (pairs * 100 + (pairs >> 16)) & 0x0000FFFF0000FFFFu;
    return (fours * 10000 + (fours >> 32)) & 0xFFFFFFFFu;
}

/// The eight bytes that end before `end`, less the digit 0 each; of them, only the last `length` ones if it is below 8.
WEIR_INLINE uint64_t weir_digits(const uint8_t *end, size_t length) {
    uint64_t digits;
    memcpy(&digits, end - 8, sizeof digits);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    digits = __builtin_bswap64(digits);
#endif
    const unsigned empty = length < 8 ? 64 - 8 * (unsigned)length : 0;
    return (digits ^ 0x3030303030303030u) >> empty << empty;
}

static inline size_t weir_numbers_plain(weir_words words, uint64_t *values, uint32_t *odd) {
    size_t odd_rows = 0;
    for (size_t row = 0; row < words.rows; row++) {
        const size_t end = weir_end(words, row), length = end - weir_start(words, row);
        values[row] = 0;
        odd[odd_rows] = (uint32_t)row;
        if (length - 1 > 15 || end < 16) {
            odd_rows++;
            continue;
        }
        const uint64_t low = weir_digits(words.bytes + end, length);
        const uint64_t high = length > 8 ? weir_digits(words.bytes + end - 8, length - 8) : 0;
        const uint64_t wrong = ((low + 0x7676767676767676u) | low | (high + 0x7676767676767676u) | high)
            & 0x8080808080808080u;
        values[row] = weir_eight_digits(high) * 100000000 + weir_eight_digits(low);
        odd_rows += wrong != 0;
    }
    return odd_rows;
}

/// A smallest and a largest number.
typedef struct {
    uint64_t low;
    uint64_t high;
} weir_range;

WEIR_INLINE weir_range weir_range_with(const uint64_t *values, size_t count) {
    weir_range range = {UINT64_MAX, 0};
    for (size_t i = 0; i < count; i++) {
        range.low = values[i] < range.low ? values[i] : range.low;
        range.high = values[i] > range.high ? values[i] : range.high;
    }
    return range;
}

// Addresses

/// Of 16 bytes, which ones are dots and which ones neither dots nor digits; the first byte in the lowest bit.
typedef struct {
    uint32_t dots;
    uint32_t others;
} weir_octet_masks;

WEIR_INLINE weir_octet_masks weir_octet_masks_of(const uint8_t *bytes) {
    weir_octet_masks masks = {0, 0};
    for (int i = 0; i < 16; i++) {
        masks.dots |= (uint32_t)(bytes[i] == '.') << i;
        masks.others |= (uint32_t)(bytes[i] != '.' && (uint8_t)(bytes[i] - '0') > 9) << i;
    }
    return masks;
}

/// An octet's value, when `length` digits (at most three) end before `end`; 256 or more for anything that is none.
WEIR_INLINE uint32_t weir_octet(const uint8_t *end, uint32_t length) {
    // Without leading zeros, a number of three digits is 100 at least.
    static const uint32_t least[4] = {1000, 0, 10, 100};
    const uint32_t hundreds = length > 2 ? end[-3] & 0xF : 0, tens = length > 1 ? end[-2] & 0xF : 0;
    const uint32_t value = hundreds * 100 + tens * 10 + (end[-1] & 0xF);
    return value >= least[length] ? value : 1000;
}

static inline size_t weir_addresses_plain(weir_words words, uint64_t *values, uint32_t *odd) {
    size_t odd_rows = 0;
    for (size_t row = 0; row < words.rows; row++) {
        const size_t start = weir_start(words, row), length = weir_end(words, row) - start;
        values[row] = 0;
        odd[odd_rows++] = (uint32_t)row;
        if (length - 7 > 8 || start == 0 || start + 16 > words.count) continue;
        const uint8_t *word = words.bytes + start;
        const uint32_t within = (1u << length) - 1;
        const weir_octet_masks masks = weir_octet_masks_of(word);
        // Three dots, no more and no less, and digits.
        const uint32_t one = masks.dots & within, two = one & (one - 1), three = two & (two - 1);
        if ((masks.others & within) != 0 || three == 0 || (three & (three - 1)) != 0) continue;
        const uint32_t a = (uint32_t)__builtin_ctz(one), b = (uint32_t)__builtin_ctz(two);
        const uint32_t c = (uint32_t)__builtin_ctz(three), d = (uint32_t)length;
        // Between dots side by side is a length of 0.
        if ((a | (b - a - 1) | (c - b - 1) | (d - c - 1)) > 3) continue;
        const uint32_t octets[4] = {
            weir_octet(word + a, a), weir_octet(word + b, b - a - 1),
            weir_octet(word + c, c - b - 1), weir_octet(word + d, d - c - 1),
        };
        if ((octets[0] | octets[1] | octets[2] | octets[3]) > 255) continue;
        values[row] = octets[0] << 24 | octets[1] << 16 | octets[2] << 8 | octets[3];
        odd_rows--;
    }
    return odd_rows;
}

#if defined(__x86_64__)

/// Digits are weighed in pairs, fours and eights, in the two halves of 16 bytes at once.
WEIR_AVX2 static inline size_t weir_numbers_avx2(weir_words words, uint64_t *values, uint32_t *odd) {
    // From byte `length` on, 16 bytes of which the last `length` are set.
    static const uint8_t within[32] = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    };
    const __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9);
    const __m128i tens = _mm_set1_epi16(0x010A), hundreds = _mm_set1_epi32(0x00010064);
    const __m128i thousands = _mm_set1_epi32(0x00012710);
    const size_t rows = words.rows;
    size_t odd_rows = 0;
    for (size_t row = 0; row < rows; row++) {
        const size_t end = weir_end(words, row), length = end - weir_start(words, row);
        odd[odd_rows] = (uint32_t)row;
        if (length - 1 > 15 || end < 16) {
            values[row] = 0;
            odd_rows++;
            continue;
        }
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(words.bytes + end - 16));
        const __m128i mask = _mm_loadu_si128((const __m128i *)(within + length));
        const __m128i digits = _mm_and_si128(_mm_sub_epi8(bytes, zero), mask);
        const __m128i pairs = _mm_maddubs_epi16(digits, tens);
        const __m128i fours = _mm_madd_epi16(pairs, hundreds);
        const __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), thousands);
        const uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
        values[row] = (both & 0xFFFFFFFFu) * 100000000 + (both >> 32);
        odd_rows += !_mm_testc_si128(_mm_cmpeq_epi8(_mm_min_epu8(digits, nine), digits), _mm_set1_epi8(-1));
    }
    return odd_rows;
}

/// Each octet's digits are brought to a lane of four bytes, and weighed there.
WEIR_AVX2 static inline size_t weir_addresses_avx2(weir_words words, uint64_t *values, uint32_t *odd) {
    const __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9), dot = _mm_set1_epi8('.');
    const __m128i spread = _mm_setr_epi8(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
    const __m128i back = _mm_setr_epi8(3, 2, 1, 0, 3, 2, 1, 0, 3, 2, 1, 0, 3, 2, 1, 0);
    const __m128i weights = _mm_set1_epi32(0x00010A64); // 100, 10, 1
    const __m128i least = _mm_setr_epi8(0, 0, 10, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m128i gather = _mm_setr_epi8(12, 8, 4, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
    const size_t rows = words.rows;
    size_t odd_rows = 0;
    for (size_t row = 0; row < rows; row++) {
        const size_t start = weir_start(words, row), length = weir_end(words, row) - start;
        values[row] = 0;
        odd[odd_rows++] = (uint32_t)row;
        if (length - 7 > 8 || start + 16 > words.count) continue;
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(words.bytes + start));
        const __m128i digits = _mm_sub_epi8(bytes, zero);
        const uint32_t within = (1u << length) - 1;
        const uint32_t numeric = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(digits, nine), digits));
        const uint32_t one = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, dot)) & within;
        // Three dots, no more and no less, and digits.
        const uint32_t two = one & (one - 1), three = two & (two - 1);
        if (((numeric | one) & within) != within || three == 0 || (three & (three - 1)) != 0) continue;
        const uint32_t ends = (uint32_t)__builtin_ctz(one) | (uint32_t)__builtin_ctz(two) << 8
            | (uint32_t)__builtin_ctz(three) << 16 | (uint32_t)length << 24;
        const __m128i end = _mm_shuffle_epi8(_mm_cvtsi32_si128((int)ends), spread);
        const __m128i begin = _mm_shuffle_epi8(_mm_cvtsi32_si128((int)((ends << 8) + 0x01010100u)), spread);
        const __m128i lengths = _mm_sub_epi8(end, begin);
        const __m128i source = _mm_sub_epi8(end, back);
        // A byte before the octet, and the fourth one of a lane, is 0.
        const __m128i outside = _mm_or_si128(_mm_cmpgt_epi8(begin, source), _mm_cmpeq_epi8(source, end));
        const __m128i lanes = _mm_shuffle_epi8(digits, _mm_or_si128(source, outside));
        const __m128i octets = _mm_madd_epi16(_mm_maddubs_epi16(lanes, weights), _mm_set1_epi16(1));
        // Lengths from 1 to 3, values up to 255, and no leading zeros: three digits are 100 at least.
        const __m128i two_more = _mm_set1_epi8(2), shorter = _mm_sub_epi8(lengths, _mm_set1_epi8(1));
        const __m128i long_enough = _mm_cmpeq_epi8(_mm_min_epu8(shorter, two_more), shorter);
        const __m128i small = _mm_cmpeq_epi32(_mm_srli_epi32(octets, 8), _mm_setzero_si128());
        const __m128i floor = _mm_and_si128(_mm_shuffle_epi8(least, lengths), _mm_set1_epi32(0xFF));
        const __m128i large = _mm_cmpeq_epi32(_mm_max_epu32(octets, floor), octets);
        const __m128i good = _mm_and_si128(_mm_and_si128(long_enough, small), large);
        values[row] = (uint32_t)_mm_cvtsi128_si32(_mm_shuffle_epi8(octets, gather));
        odd_rows -= _mm_testc_si128(good, _mm_set1_epi8(-1));
    }
    return odd_rows;
}

WEIR_AVX2 static inline weir_range weir_range_avx2(const uint64_t *values, size_t count) {
    return weir_range_with(values, count);
}

#endif

/// The smallest and the largest of some numbers: UINT64_MAX and 0 if there are none.
static inline weir_range weir_range_of(const uint64_t *values, size_t count) {
#if defined(__x86_64__)
    if (weir_has_avx2()) return weir_range_avx2(values, count);
#endif
    return weir_range_with(values, count);
}

/// Reads words of one to sixteen digits as numbers into `values`, one for each row.
///
/// Returns how many rows had no such word; `odd`, with room for all rows, lists them in order. Their values mean nothing.
static inline size_t weir_numbers(weir_words words, uint64_t *values, uint32_t *odd) {
#if defined(__x86_64__)
    if (weir_has_avx2()) return weir_numbers_avx2(words, values, odd);
#endif
    return weir_numbers_plain(words, values, odd);
}

/// Reads IPv4 addresses, in dotted decimal without leading zeros, in the same way.
static inline size_t weir_addresses(weir_words words, uint64_t *values, uint32_t *odd) {
#if defined(__x86_64__)
    if (weir_has_avx2()) return weir_addresses_avx2(words, values, odd);
#endif
    return weir_addresses_plain(words, values, odd);
}

#endif
