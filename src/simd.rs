//! The choice of instructions while the program runs.

/// Returns what a function made for AVX2 gives, and for the instructions on bits that came with it (BMI1, BMI2, POPCNT),
/// where the processor has them; else goes on below, with what every processor has. Both must give the same bytes.
macro_rules! with_avx2 {
    ($call:expr) => {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2")
            && std::arch::is_x86_feature_detected!("bmi1")
            && std::arch::is_x86_feature_detected!("bmi2")
            && std::arch::is_x86_feature_detected!("popcnt")
        {
            #[allow(unsafe_code, reason = "the processor was just asked whether it has these instructions")]
            // SAFETY: they are there.
            return unsafe { $call };
        }
    };
}

pub(crate) use with_avx2;
