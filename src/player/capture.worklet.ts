/** What this file uses of the audio worklet's own global scope. */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void

/** Frames that are sent at a time: some 5 ms, so that next to nothing is missing when a recording is stopped. */
const framesAtATime = 256

/** Sends the one channel of what comes in, in blocks, sample for sample. Each block is handed over, never reused. */
class Capture extends AudioWorkletProcessor {
  #block = new Float32Array(framesAtATime)
  #filled = 0

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const samples = inputs[0]?.[0]
    if (samples === undefined) return true
    if (this.#filled + samples.length > this.#block.length) this.#send()
    this.#block.set(samples, this.#filled)
    this.#filled += samples.length
    return true
  }

  #send(): void {
    const block = this.#block.slice(0, this.#filled)
    this.port.postMessage(block, [block.buffer])
    this.#filled = 0
  }
}

registerProcessor('capture', Capture)
