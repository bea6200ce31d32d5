import { kernelBinary } from '../audio/kernel/kernelBinary'
import { isKernel, type Kernel } from '../audio/kernel/kernelMeter'

/** A new instance of the analysis kernel, or null where there is no WebAssembly SIMD: the same is found without, slower. */
export async function loadKernel(): Promise<Kernel | null> {
  try {
    const bytes = Uint8Array.from(atob(kernelBinary), (letter) => letter.charCodeAt(0))
    const { instance } = await WebAssembly.instantiate(bytes)
    return isKernel(instance.exports) ? instance.exports : null
  } catch {
    return null
  }
}
