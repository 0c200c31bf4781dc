// Brings the mask that is shown nearer to a model's newest one (`steadyMask` of person-mask.ts), packs it
// into bytes, and counts the cells that are rather a person than not. One invocation does four cells.

struct Step {
  // The part of a small change that is taken over at once, 0 ... 1.
  slow: f32,
  noise: f32,
  movement: f32,
  cells: u32,
}

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> next: array<f32>;
@group(0) @binding(2) var<storage, read> before: array<f32>;
@group(0) @binding(3) var<storage, read_write> shown: array<f32>;
@group(0) @binding(4) var<storage, read_write> alpha: array<u32>;
@group(0) @binding(5) var<storage, read_write> people: atomic<u32>;

var<workgroup> here: atomic<u32>;

@compute @workgroup_size(64)
fn steady(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) local: u32) {
  var found = 0u;
  var four = vec4f(0.0);
  for (var index = 0u; index < 4u; index++) {
    let cell = id.x * 4u + index;
    if (cell < step.cells) {
      let change = next[cell] - before[cell];
      let moved = clamp((abs(change) - step.noise) / (step.movement - step.noise), 0.0, 1.0);
      let value = before[cell] + change * (step.slow + (1.0 - step.slow) * moved);
      shown[cell] = value;
      four[index] = value;
      found += select(0u, 1u, value >= 0.5);
    }
  }
  if (id.x * 4u < step.cells) {
    alpha[id.x] = pack4x8unorm(four);
  }
  atomicAdd(&here, found);
  workgroupBarrier();
  if (local == 0u) {
    atomicAdd(&people, atomicLoad(&here));
  }
}
