import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { firstLoadPlugin } from './src/proxy/firstLoadPlugin'
import { offlinePlugin, serviceWorkerFile } from './src/proxy/offlinePlugin'
import { apiPlugin, samplePlugin } from './src/proxy/vitePlugin'

/** The most script, gzipped, that the page may need before a recording is opened, in bytes. */
const firstLoadBytes = 250_000

/** `vite build` makes the page in dist/client, `vite build --ssr` the server in dist/server, `vite` serves both. */
export default defineConfig(({ isSsrBuild }) => ({
  plugins:
    isSsrBuild === true
      ? []
      : [react(), tailwindcss(), samplePlugin(), apiPlugin(), offlinePlugin(), firstLoadPlugin(firstLoadBytes)],
  worker: { format: 'es' },
  build:
    isSsrBuild === true
      ? {
          outDir: 'dist/server',
          target: 'node20',
          emptyOutDir: true,
          copyPublicDir: false,
          rolldownOptions: {
            input: {
              main: 'src/proxy/main.ts',
              cli: 'src/cli/main.ts',
              'flite.worker': 'src/proxy/engines/flite.worker.ts',
            },
          },
        }
      : {
          outDir: 'dist/client',
          target: 'es2023',
          assetsInlineLimit: 0,
          modulePreload: { polyfill: false },
          rolldownOptions: {
            input: { index: 'index.html', sw: 'src/offline/serviceWorker.ts' },
            output: {
              entryFileNames: ({ name }) => (name === 'sw' ? serviceWorkerFile : 'assets/[name]-[hash].js'),
            },
          },
        },
}))
