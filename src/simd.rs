//! The choice of instructions while the program runs.

/// Returns what a method made for AVX2 gives, where the processor has these instructions; else goes on below, with
/// what every processor has. Both must give the same bytes.
macro_rules! with_avx2 {
    ($self:ident.$method:ident($($argument:ident),*)) => {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            #[allow(unsafe_code, reason = "the processor was just asked whether it has these instructions")]
            // SAFETY: AVX2 is there.
            return unsafe { $self.$method($($argument),*) };
        }
    };
}

pub(crate) use with_avx2;
