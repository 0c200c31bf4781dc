// Fits a frame into a model's input: for each input pixel, where it lies in the source, the mean of the
// source pixels around that point, and the number that the model wants for it. Where the frame is shrunk
// to half or less, the mean is taken over a picture halved as often as it stays no smaller than wanted;
// canvases do the same, and plain bilinear reading would leave out every other pixel.

struct Fit {
  // Input pixels -> source pixels: source = (x_of_x, y_of_x) * x + (x_of_y, y_of_y) * y + origin.
  of_x: vec2f,
  of_y: vec2f,
  origin: vec2f,
  // Source size in pixels.
  source: vec2f,
  // Per channel of the model, bytes 0 ... 255.
  mean: vec3f,
  pad: f32,
  deviation: vec3f,
  // How often the source is halved before it is read.
  halvings: f32,
}

@group(0) @binding(0) var frame: FRAME_TEXTURE;
@group(0) @binding(1) var linear: sampler;
@group(0) @binding(2) var<uniform> fit: Fit;
@group(0) @binding(3) var<storage, read_write> values: array<u32>;

override width: u32;
override height: u32;
override planes: bool; // NCHW
override reversed: bool; // BGR
override whole: bool; // int32

fn source_at(at: vec2f) -> vec3f {
  return textureSampleBaseClampToEdge(frame, linear, at / fit.source).rgb;
}

// The mean of the source under one pixel of the halved picture. Each reading between four source pixels
// is their mean already, so half as many readings as pixels do, each way.
fn halved_pixel(pixel: vec2f, step: vec2f, readings: u32) -> vec3f {
  var sum = vec3f(0.0);
  let count = f32(readings);
  for (var y = 0u; y < readings; y++) {
    for (var x = 0u; x < readings; x++) {
      sum += source_at((pixel + (vec2f(f32(x), f32(y)) + 0.5) / count) * step);
    }
  }
  return sum / (count * count);
}

fn halved_at(at: vec2f, halvings: u32) -> vec3f {
  let step = vec2f(f32(1u << halvings));
  // What is left over of an odd side has no pixel of its own; the rest stays where it is.
  let size = max(vec2f(1.0), floor(fit.source / step));
  let corner = at / step - 0.5;
  let low = clamp(floor(corner), vec2f(0.0), size - 1.0);
  let high = clamp(floor(corner) + 1.0, vec2f(0.0), size - 1.0);
  let part = fract(corner);
  let readings = 1u << (halvings - 1u);
  let top = mix(halved_pixel(low, step, readings), halved_pixel(vec2f(high.x, low.y), step, readings), part.x);
  let bottom = mix(halved_pixel(vec2f(low.x, high.y), step, readings), halved_pixel(high, step, readings), part.x);
  return mix(top, bottom, part.y);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= width || id.y >= height) {
    return;
  }
  // A pixel is where its centre is; a canvas decides the same way what lies inside a picture.
  let centre = vec2f(id.xy) + 0.5;
  let at = fit.of_x * centre.x + fit.of_y * centre.y + fit.origin;
  var bytes = vec3f(fit.pad);
  if (all(at >= vec2f(0.0)) && all(at < fit.source)) {
    if (fit.halvings > 0.0) {
      bytes = halved_at(at, u32(fit.halvings)) * 255.0;
    } else {
      bytes = source_at(at) * 255.0;
    }
  }
  if (reversed) {
    bytes = bytes.bgr;
  }
  let wanted = (bytes - fit.mean) / fit.deviation;
  let pixel = id.y * width + id.x;
  for (var channel = 0u; channel < 3u; channel++) {
    let index = select(pixel * 3u + channel, channel * width * height + pixel, planes);
    values[index] = select(bitcast<u32>(wanted[channel]), bitcast<u32>(i32(round(wanted[channel]))), whole);
  }
}
