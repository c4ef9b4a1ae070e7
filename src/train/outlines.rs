//! Centres of countries from their outlines, for `copydesk train places`.
//!
//! The outlines are Natural Earth's at 1 : 10 million as TopoJSON, where countries share their borders as arcs
//! of differences. The centre is the centroid of the largest piece of land, on a cylinder of equal area: of
//! France that in Europe, of the United States that without Alaska.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What is read of the file.
#[derive(Debug, Deserialize)]
pub(super) struct Topology {
    objects: Objects,
    arcs: Vec<Vec<[i64; 2]>>,
    transform: Transform,
}

#[derive(Debug, Deserialize)]
struct Objects {
    countries: Collection,
}

#[derive(Debug, Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Debug, Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Debug, Deserialize)]
struct Geometry {
    /// ISO 3166-1 numeric code.
    id: Option<String>,
    properties: Properties,
    #[serde(flatten)]
    shape: Option<Shape>,
}

#[derive(Debug, Deserialize)]
struct Properties {
    name: String,
}

/// Rings are lists of arcs; `!n` is arc `n` backwards. The first ring of a polygon is its outside.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum Shape {
    Polygon(Vec<Vec<i64>>),
    MultiPolygon(Vec<Vec<Vec<i64>>>),
}

/// Latitude and longitude of each country, by its numeric code without leading zeros, else by its name.
pub(super) fn centres(topology: &Topology) -> BTreeMap<String, [f64; 2]> {
    let mut largest: BTreeMap<String, (f64, [f64; 2])> = BTreeMap::new();
    for geometry in &topology.objects.countries.geometries {
        let outsides: Vec<&Vec<i64>> = match &geometry.shape {
            Some(Shape::Polygon(rings)) => rings.first().into_iter().collect(),
            Some(Shape::MultiPolygon(polygons)) => polygons.iter().filter_map(|rings| rings.first()).collect(),
            None => continue,
        };
        let pieces = outsides.iter().map(|ring| centroid(&topology.points(ring)));
        let Some(piece) = pieces.max_by(|a, b| a.0.total_cmp(&b.0)) else { continue };
        let code = geometry.id.as_deref().map(|id| id.trim_start_matches('0').to_owned());
        // Some dependencies share their country's code.
        let known = largest.entry(code.unwrap_or_else(|| geometry.properties.name.clone())).or_insert(piece);
        if piece.0 > known.0 {
            *known = piece;
        }
    }
    largest.into_iter().map(|(country, (_, centre))| (country, centre)).collect()
}

impl Topology {
    /// The corners of a ring as longitude and sine of the latitude.
    fn points(&self, ring: &[i64]) -> Vec<[f64; 2]> {
        let mut out: Vec<[f64; 2]> = Vec::new();
        for &arc in ring {
            let index = usize::try_from(if arc < 0 { !arc } else { arc }).unwrap_or(usize::MAX);
            let Some(steps) = self.arcs.get(index) else { continue };
            let mut at = [0i64; 2];
            let mut corners: Vec<[f64; 2]> = steps
                .iter()
                .map(|step| {
                    at = [at[0] + step[0], at[1] + step[1]];
                    let degrees =
                        |axis: usize| at[axis] as f64 * self.transform.scale[axis] + self.transform.translate[axis];
                    [degrees(0), degrees(1).to_radians().sin()]
                })
                .collect();
            if arc < 0 {
                corners.reverse();
            }
            out.extend(corners);
        }
        out
    }
}

/// Corners whose longitudes go on where a ring crosses the 180th meridian.
fn unrolled(ring: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut last = ring.first().map_or(0.0, |corner| corner[0]);
    let on = |corner: &[f64; 2]| {
        last += (corner[0] - last + 180.0).rem_euclid(360.0) - 180.0;
        [last, corner[1]]
    };
    ring.iter().map(on).collect()
}

/// Area and centroid (latitude, longitude) of a ring.
fn centroid(ring: &[[f64; 2]]) -> (f64, [f64; 2]) {
    let ring = unrolled(ring);
    let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let cross = a[0] * b[1] - b[0] * a[1];
        area += cross;
        x += (a[0] + b[0]) * cross;
        y += (a[1] + b[1]) * cross;
    }
    if area == 0.0 {
        return (0.0, [0.0; 2]);
    }
    let longitude = (x / (3.0 * area) + 180.0).rem_euclid(360.0) - 180.0;
    (area.abs(), [(y / (3.0 * area)).clamp(-1.0, 1.0).asin().to_degrees(), longitude])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_goes_on_beyond_the_180th_meridian() {
        let (area, [_, longitude]) = centroid(&[[170.0, 0.0], [-170.0, 0.0], [-170.0, 0.5], [170.0, 0.5]]);
        assert!((area - 20.0).abs() < 1e-9 && (longitude.abs() - 180.0).abs() < 1e-9, "{area} {longitude}");
    }

    #[test]
    fn the_largest_piece_decides() {
        let topology: Topology = serde_json::from_str(
            r#"{"transform": {"scale": [1, 1], "translate": [10, -1]},
                "arcs": [[[0, 0], [0, 2], [4, 0]], [[0, 0], [4, 0], [0, 2]], [[20, 0], [0, 1], [1, 0], [0, -1]]],
                "objects": {"countries": {"geometries": [
                    {"id": "008", "properties": {"name": "A"}, "type": "MultiPolygon", "arcs": [[[2]], [[0, -2]]]},
                    {"properties": {"name": "B"}, "type": "Polygon", "arcs": [[2]]}, {"properties": {"name": "C"}}]}}}"#,
        )
        .unwrap();
        let centres = centres(&topology);
        let [latitude, longitude] = centres["8"];
        assert!(latitude.abs() < 1e-9 && (longitude - 12.0).abs() < 1e-9, "{latitude} {longitude}");
        assert!(centres["B"][0] < 0.0 && !centres.contains_key("C"));
    }
}
