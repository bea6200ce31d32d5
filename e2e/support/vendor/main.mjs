// The stand-in vendor as a process of its own: node e2e/support/vendor/main.mjs [port]. Prints its address and its key.
import { startVendor } from './vendor.mjs'

const vendor = await startVendor({ port: Number(process.argv[2] ?? 0), keepBodies: false })
console.log(JSON.stringify({ address: vendor.address, key: vendor.key }))
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void vendor.close().then(() => process.exit(0)))
