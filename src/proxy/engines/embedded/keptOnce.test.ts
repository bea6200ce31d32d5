import { expect, test } from 'vitest'
import { keptOnce } from './keptOnce'

test('a value is made once, also by calls at the same time; a failure is made again', async () => {
  let made = 0
  const get = keptOnce(async () => {
    made++
    if (made === 1) throw new Error('too many open files')
    return made
  })
  const first = [get(), get()]
  await Promise.all(first.map((call) => expect(call).rejects.toThrow('too many')))
  expect(await Promise.all([get(), get()])).toEqual([2, 2])
  expect(await get()).toBe(2)
})
