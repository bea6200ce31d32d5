import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

const executablePath = process.env['CHROMIUM_PATH']
const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']

/** `unit` runs in Node; `browser` holds what only a browser does, one file after another: they share its storage. */
export default defineConfig({
  test: {
    // Both cores of a small machine: left alone, one would be kept free.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: ['src/**/*.browser.test.ts'],
          setupFiles: ['src/testing/setUp.ts'],
          // Loading every module anew for each file takes a third of the time. So no test mocks a module, as the linter sees to, and each puts back what it changed.
          isolate: false,
          unstubGlobals: true,
          restoreMocks: true,
          testTimeout: 30_000,
        },
      },
      {
        optimizeDeps: {
          include: ['idb', 'fflate', 'mediabunny', '@mediabunny/flac-encoder', '@mediabunny/mp3-encoder'],
        },
        server: { fs: { allow: ['.', '../shared/audio'] } },
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.ts'],
          fileParallelism: false,
          testTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
