//! Which margin stands for which probability: isotonic regression (pool adjacent violators, Barlow
//! et al. 1972) over mentions in documents that the weights were not trained on.

use super::Data;
use super::examples::Prepared;
use super::learner::Weights;
use super::pack;
use crate::entities::decode::Steps;
use crate::entities::model::CONFIDENCES;
use crate::entities::tags;

/// Mentions pooled at the start, so that no step hangs on a handful.
const POOL: usize = 50;

/// Least margin, in the whole numbers of the model file, for each step of confidence.
pub(super) fn calibrate<'a>(
    data: &Data,
    weights: &Weights,
    documents: impl Iterator<Item = &'a Prepared>,
) -> [i32; CONFIDENCES] {
    let scale = pack::scale(weights);
    let mut seen: Vec<(i32, bool)> = Vec::new();
    for d in documents {
        let mut margins = vec![0.0f32; d.tokens.len()];
        let steps = Steps::new(&weights.transitions);
        let mut of_sentence = Vec::new();
        let tags = data.tags_with(d, weights, |first, decoder, scores, tags| {
            decoder.margins(scores.iter().copied(), &steps, tags, &mut of_sentence);
            margins[first..first + tags.len()].copy_from_slice(&of_sentence);
        });
        for (first, end, kind) in tags::mentions(&tags) {
            let margin = margins[first..end].iter().copied().fold(f32::MAX, f32::min);
            let gold = d.gold.binary_search_by(|g| (g.0, g.1).cmp(&(first as u32, end as u32)));
            seen.push(((margin * scale) as i32, gold.is_ok_and(|i| d.gold[i].2 >> kind & 1 == 1)));
        }
    }
    seen.sort_unstable();
    // Pools of (least margin, right, all) with rising shares of right ones.
    let mut pools: Vec<(i32, usize, usize)> = Vec::new();
    for part in seen.chunks(POOL) {
        pools.push((part[0].0, part.iter().filter(|s| s.1).count(), part.len()));
        while let [.., a, b] = pools[..]
            && a.1 * b.2 >= b.1 * a.2
        {
            pools.truncate(pools.len() - 2);
            pools.push((a.0, a.1 + b.1, a.2 + b.2));
        }
    }
    std::array::from_fn(|step| {
        let least = |p: &&(i32, usize, usize)| p.1 * 2 * CONFIDENCES >= p.2 * (2 * step + 1);
        pools.iter().find(least).map_or(i32::MAX, |p| p.0)
    })
}
