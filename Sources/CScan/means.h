// What the processor offers: SSE2 or NEON always, AVX2 and BMI if it says so when the program runs.

#ifndef WEIR_MEANS_H
#define WEIR_MEANS_H

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#define WEIR_INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define WEIR_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))

/// Whether this processor has what functions marked WEIR_AVX2 need.
static inline int weir_has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"); }
#endif

#endif
