import { describe, expect, it } from 'vitest'
import { mulberry32 } from '../base/random'
import { complexZeros, Fft, powerOfTwo } from './fft'

describe('the transform', () => {
  it.each([2, 8, 64])('of size %d is the sum it stands for', (size) => {
    const random = mulberry32(size)
    const data = complexZeros(size)
    for (let i = 0; i < size; i++) {
      data.re[i] = random() - 0.5
      data.im[i] = random() - 0.5
    }
    const { re, im } = { re: data.re.slice(), im: data.im.slice() }
    new Fft(size).forward(data)
    for (let k = 0; k < size; k++) {
      let real = 0
      let imaginary = 0
      for (let n = 0; n < size; n++) {
        const angle = (-2 * Math.PI * k * n) / size
        real += (re[n] ?? 0) * Math.cos(angle) - (im[n] ?? 0) * Math.sin(angle)
        imaginary += (re[n] ?? 0) * Math.sin(angle) + (im[n] ?? 0) * Math.cos(angle)
      }
      expect(data.re[k]).toBeCloseTo(real, 9)
      expect(data.im[k]).toBeCloseTo(imaginary, 9)
    }
  })

  it('comes back times its size', () => {
    const size = 1024
    const random = mulberry32(7)
    const data = complexZeros(size)
    const original = data.re.map(() => random() - 0.5)
    data.re.set(original)
    const fft = new Fft(size)
    fft.forward(data)
    fft.inverse(data)
    original.forEach((value, i) => {
      expect((data.re[i] ?? 0) / size).toBeCloseTo(value, 9)
      expect((data.im[i] ?? 0) / size).toBeCloseTo(0, 9)
    })
  })

  it('refuses other sizes', () => {
    expect(() => new Fft(12)).toThrow('12')
    expect([1, 2, 3, 1024, 1025].map(powerOfTwo)).toEqual([2, 2, 4, 1024, 2048])
  })
})
