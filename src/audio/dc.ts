/** The constant part of `samples`: their mean. 0 for no samples. */
export function dcOf(samples: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < samples.length; i++) sum += samples[i] ?? 0
  return samples.length === 0 ? 0 : sum / samples.length
}

/** `samples` moved by `-dc`, as new samples. */
export function withoutDc(samples: Float32Array, dc: number): Float32Array {
  const out = new Float32Array(samples.length)
  for (let i = 0; i < out.length; i++) out[i] = (samples[i] ?? 0) - dc
  return out
}
