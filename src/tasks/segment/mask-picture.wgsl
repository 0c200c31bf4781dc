// Draws a mask as a picture of its own size: one colour, each cell as opaque as a table says.

struct Look {
  colour: vec3f,
  width: u32,
  // 256 bytes, four in a word, four words in a row.
  opacity: array<vec4u, 16>,
}

@group(0) @binding(0) var<uniform> look: Look;
@group(0) @binding(1) var<storage, read> alpha: array<u32>;

@vertex
fn corner(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
  // One triangle that covers everything.
  return vec4f(f32(index & 1u) * 4.0 - 1.0, f32(index >> 1u) * 4.0 - 1.0, 0.0, 1.0);
}

@fragment
fn cell(@builtin(position) at: vec4f) -> @location(0) vec4f {
  let index = u32(at.y) * look.width + u32(at.x);
  let sure = (alpha[index >> 2u] >> (8u * (index & 3u))) & 255u;
  let word = look.opacity[sure >> 4u][(sure >> 2u) & 3u];
  let opacity = f32((word >> (8u * (sure & 3u))) & 255u) / 255.0;
  return vec4f(look.colour * opacity, opacity);
}
