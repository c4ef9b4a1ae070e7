//! The logistic function and e^x from additions and products alone.

/// Logistic function from additions, products and one division: bit for bit the same everywhere.
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// e^x for moderate x: e^(x/256) by its series, squared eight times.
#[inline]
pub(crate) fn exp(x: f32) -> f32 {
    let t = x.clamp(-30.0, 30.0) / 256.0;
    let mut y = 1.0 + t * (1.0 + t * (0.5 + t * (1.0 / 6.0)));
    for _ in 0..8 {
        y *= y;
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logistic_function() {
        assert_eq!(sigmoid(0.0), 0.5);
        for x in [-6.0f32, -1.0, 0.3, 2.0, 9.0] {
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-3, "{x}");
        }
    }
}
