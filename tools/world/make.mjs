// Draws the states of world-atlas 50m as paths of one SVG, by d3-geo, so that no browser has to.
//
//   npm install d3-geo@3.1.2 topojson-client@3.1.0 world-atlas@2.0.2
//   node make.mjs > states.json
//
// Out: size, projection, and for each state its ISO 3166-1 numeric id, name, path, centre and area in square units.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const world = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("world-atlas/countries-50m.json"), "utf8"));
const width = 960;
const states = feature(world, world.objects.countries);
states.features = states.features.filter((state) => state.properties.name !== "Antarctica");
const projection = geoEqualEarth().fitWidth(width, states);
const path = geoPath(projection).digits(0);
const measured = geoPath(projection);
const [[, top], [, bottom]] = measured.bounds(states);
const height = Math.ceil(bottom - top);

// The largest part alone has the centre: France's is not in the Atlantic.
function centre(state) {
  if (state.geometry.type !== "MultiPolygon") return measured.centroid(state);
  const parts = state.geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  return measured.centroid(parts.reduce((one, other) => (measured.area(other) > measured.area(one) ? other : one)));
}

// Whole units: points that fall on the one before, and rings that fall on one point, are left out.
function thinned(d) {
  const rings = d.split("Z").filter(Boolean).map((ring) => {
    const points = ring.slice(1).split("L");
    return points.filter((point, at) => at === 0 || point !== points[at - 1]);
  });
  return rings.filter((points) => points.length > 2).map((points) => {
    let [x, y] = points[0].split(",").map(Number);
    const steps = points.slice(1).map((point) => {
      const [nx, ny] = point.split(",").map(Number);
      const step = `${nx - x},${ny - y}`;
      [x, y] = [nx, ny];
      return step;
    });
    return `M${points[0]}l${steps.join(" ").replaceAll(",-", "-").replaceAll(" -", "-")}z`;
  }).join("");
}

const [tx, ty] = projection.translate();
const rows = states.features.map((state) => ({
  id: state.id ?? null,
  name: state.properties.name,
  path: thinned(path(state) ?? ""),
  centre: centre(state).map((at) => Math.round(at * 10) / 10),
  area: Math.round(measured.area(state) * 10) / 10,
}));
process.stdout.write(JSON.stringify({ width, height, scale: projection.scale(), translate: [tx, ty], states: rows }));
